import { z } from 'zod';

/** One thing that is wrong in a file or a value: where, and what to do about it. */
export interface Fault {
  /** Like `policies[0].targets.critical.fix`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** Everything that is wrong with one file. */
export interface FileFaults {
  readonly source: string;
  readonly faults: readonly Fault[];
}

/** Everything that is wrong with the configuration, of every file that was read, reported at once. */
export class ConfigError extends Error {
  readonly code = 'config-invalid';
  readonly files: readonly FileFaults[];
  constructor(files: readonly FileFaults[]) {
    super(files.map(formatFileFaults).join('\n'));
    this.files = files;
  }
}

/** Answers what `read` answers, or null where it throws a {@link ConfigError}, whose faults are added to `found`. */
export function collectFaults<Value>(found: FileFaults[], read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    found.push(...error.files);
    return null;
  }
}

function formatFileFaults({ source, faults }: FileFaults): string {
  const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
  return [`${source}: ${count}`, ...faults.map(formatFault)].join('\n');
}

function formatFault(fault: Fault): string {
  return fault.path === '' ? `  ${fault.message}` : `  ${fault.path}: ${fault.message}`;
}

/** Says what zod would say in its own words: what is expected there, as something to do. For `schema.parse(…, { error })`. */
export function describeIssue(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.input === undefined && issue.code !== 'custom') return 'is missing; add it';
  if (issue.code === 'invalid_type') return `must be ${wordFor(issue.expected)}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  return undefined;
}

function wordFor(expected: string): string {
  const words: Record<string, string> = {
    boolean: 'true or false',
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    array: 'a list',
    tuple: 'a list',
    object: 'a group of settings',
    record: 'a group of settings',
  };
  return words[expected] ?? expected;
}

/** Turns what zod found into faults with readable paths. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: formatPath([...issue.path, key]),
        message: 'is not a known setting; check the spelling or remove it',
      }));
    }
    return [{ path: formatPath(issue.path), message: issue.message }];
  });
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** Says in one line what is wrong with one line of input. */
export function describeFault(error: unknown): string {
  if (error instanceof z.ZodError) {
    return faultsOf(error)
      .map((fault) => (fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`))
      .join('; ');
  }
  if (error instanceof SyntaxError) return 'this line is not JSON';
  return error instanceof Error ? error.message : String(error);
}
