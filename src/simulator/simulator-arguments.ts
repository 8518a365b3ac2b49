import { parseArgs } from 'node:util';

export const simulatorUsage = `Usage: sla-bridge simulator [options]

Runs a simulated ServiceNow CSM instance: with living demo data, or replaying an incident log.

  --port N             port to listen on, 0 for any free one (default 8081)
  --host ADDRESS       address to listen on (default 127.0.0.1; the control API has no lock)
  --seed TEXT          the same seed makes the same content (default sla-bridge)
  --time-scale N       how much faster than usual it lives (default 1, with --data 60)
  --data FILE          replay this UCI incident log (.csv or .zip) as a living incident table
  --start INSTANT      where in the log to begin, ISO 8601 with zone (default a fortnight after its first update)
  --empty              no demo data: only users, groups and choices
  --state FILE         keep the instance in this file between two starts
  --tls-cert FILE      certificate (PEM); with --tls-key the instance speaks https
  --tls-key FILE       its key (PEM)
  --tls-ca FILE        clients may identify themselves by certificates of this authority
  --webhook-url URL    announce each change there
  --webhook-secret S   Standard Webhooks secret (whsec_…) that signs the announcements
  --webhook-by-app     have them announced by the application in servicenow-app/, as an instance with it would
  --help               this text
`;

/** What the command was told. */
export interface SimulatorArguments {
  readonly port: number;
  readonly host: string;
  readonly seed: string | null;
  readonly timeScale: number;
  readonly dataFile: string | null;
  /** UTC epoch milliseconds. */
  readonly startAt: number | null;
  readonly isEmpty: boolean;
  readonly stateFile: string | null;
  readonly tls: {
    readonly certFile: string;
    readonly keyFile: string;
    readonly caFile: string | null;
  } | null;
  readonly webhook: { readonly url: string; readonly secret: string; readonly byApplication: boolean } | null;
}

/** Arguments that make no sense. */
export class SimulatorUsageError extends Error {
  readonly code = 'usage';
}

const OPTIONS = {
  port: { type: 'string', default: '8081' },
  host: { type: 'string', default: '127.0.0.1' },
  seed: { type: 'string' },
  'time-scale': { type: 'string' },
  data: { type: 'string' },
  start: { type: 'string' },
  empty: { type: 'boolean', default: false },
  state: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'tls-ca': { type: 'string' },
  'webhook-url': { type: 'string' },
  'webhook-secret': { type: 'string' },
  'webhook-by-app': { type: 'boolean', default: false },
} as const;

/** Reads the command line. Throws a {@link SimulatorUsageError}. */
export function parseSimulatorArgs(argv: readonly string[]): SimulatorArguments {
  const values = readValues(argv);
  const { 'tls-cert': certFile, 'tls-key': keyFile, 'tls-ca': caFile = null } = values;
  const { 'webhook-url': url, 'webhook-secret': secret } = values;
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new SimulatorUsageError('--tls-cert and --tls-key go together');
  }
  if (values.data !== undefined && values.state !== undefined) {
    throw new SimulatorUsageError('--data begins anew each time: it does not go with --state');
  }
  if ((url === undefined) !== (secret === undefined)) {
    throw new SimulatorUsageError('--webhook-url and --webhook-secret go together');
  }
  const byApplication = values['webhook-by-app'];
  if (byApplication && url === undefined) {
    throw new SimulatorUsageError('--webhook-by-app needs --webhook-url and --webhook-secret');
  }
  return {
    port: readNumber('--port', values.port, (port) => Number.isInteger(port) && port >= 0 && port < 65_536),
    host: values.host,
    seed: values.seed ?? null,
    timeScale: readNumber('--time-scale', values['time-scale'] ?? (values.data ? '60' : '1'), (n) => n > 0),
    dataFile: values.data ?? null,
    startAt: values.start === undefined ? null : readStart(values.start),
    isEmpty: values.empty,
    stateFile: values.state ?? null,
    tls: certFile === undefined || keyFile === undefined ? null : { certFile, keyFile, caFile },
    webhook: url === undefined || secret === undefined ? null : { url, secret, byApplication },
  };
}

function readValues(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS }).values;
  } catch (error) {
    throw new SimulatorUsageError(error instanceof Error ? error.message : String(error));
  }
}

function readNumber(name: string, text: string, isGood: (value: number) => boolean): number {
  const value = Number(text);
  if (text.trim() === '' || !isGood(value))
    throw new SimulatorUsageError(`${name}: '${text}' is no number for it`);
  return value;
}

function readStart(text: string): number {
  const at = /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new SimulatorUsageError(`--start: '${text}' is no ISO 8601 instant with a zone`);
  return at;
}
