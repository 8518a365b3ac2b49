import type { EnvironmentFault } from './environment-fault.ts';
import type { Variable } from './environment-remedies.ts';
import { remedies } from './environment-remedies.ts';

/** Reads a whole file as text; throws when it cannot. */
export type ReadFile = (path: string) => string;

export type RawEnvironment = Readonly<Record<string, string | undefined>>;

/** Each may be given as the path of a file in `<name>_FILE`, as container platforms hand secrets over. */
const givenByFile = [
  'SERVICENOW_USERNAME',
  'SERVICENOW_PASSWORD',
  'SERVICENOW_CLIENT_ID',
  'SERVICENOW_CLIENT_SECRET',
  'SERVICENOW_JWT_PRIVATE_KEY',
  'SERVICENOW_JWT_KEY_ID',
  'SERVICENOW_JWT_SUBJECT',
  'SERVICENOW_API_KEY',
  'SERVICENOW_TLS_CERT',
  'SERVICENOW_TLS_KEY',
  'SERVICENOW_TLS_CA',
  'DATABASE_URL',
  'WEBHOOK_SECRETS',
  'ADMIN_TOKENS',
  'GRAFANA_TOKEN',
] as const satisfies readonly Variable[];

export interface EnvironmentValues {
  readonly values: Partial<Record<Variable, string>>;
  readonly faults: readonly EnvironmentFault[];
}

/** Picks the variables that are read, with the contents of files in place of `…_FILE`. An empty variable is an absent one. */
export function gatherValues(env: RawEnvironment, readFile: ReadFile): EnvironmentValues {
  const values: Partial<Record<Variable, string>> = {};
  const faults: EnvironmentFault[] = [];
  for (const name of Object.keys(remedies) as Variable[]) {
    if (!isAbsent(env[name])) values[name] = env[name];
  }
  for (const name of givenByFile) {
    const path = env[`${name}_FILE`];
    if (isAbsent(path)) continue;
    const problem = takeFile(name, path!, values, readFile);
    if (problem !== null) faults.push({ variable: `${name}_FILE`, ...problem });
  }
  return { values, faults };
}

function takeFile(
  name: Variable,
  path: string,
  values: Partial<Record<Variable, string>>,
  readFile: ReadFile,
): Omit<EnvironmentFault, 'variable'> | null {
  if (values[name] !== undefined) {
    return { problem: `is set beside ${name}`, remedy: 'keep one of the two' };
  }
  try {
    // Editors and `echo` end a file with a line break that is no part of the secret.
    values[name] = readFile(path).replace(/\r?\n$/, '');
  } catch {
    return { problem: 'names a file that cannot be read', remedy: 'check the path and its permissions' };
  }
  return values[name] === '' ? { problem: 'names an empty file', remedy: remedies[name] } : null;
}

function isAbsent(value: string | undefined): boolean {
  return value === undefined || value.trim() === '';
}
