/** One thing that is wrong with one variable. Neither text ever holds the variable's value, not even a part of it. */
export interface EnvironmentFault {
  readonly variable: string;
  /** Reads on from the name: `is not set`. */
  readonly problem: string;
  /** What to do about it, as an order: `set it to …`. */
  readonly remedy: string;
}

/** Everything that is wrong with the environment, reported at once; the process ends with exit code 78. */
export class EnvironmentError extends Error {
  readonly code = 'environment-invalid';
  readonly faults: readonly EnvironmentFault[];
  constructor(faults: readonly EnvironmentFault[]) {
    super(faults.map(formatEnvironmentFault).join('\n'));
    this.faults = faults;
  }
}

/** One line: name, problem, remedy. */
export function formatEnvironmentFault(fault: EnvironmentFault): string {
  return `${fault.variable} ${fault.problem}: ${fault.remedy}`;
}
