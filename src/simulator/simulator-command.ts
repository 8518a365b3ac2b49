import { readFileSync } from 'node:fs';
import { uciFormat } from '../event-log/event-log-format.ts';
import { readEventLog } from '../event-log/read-event-log.ts';
import { CONTROL_PREFIX } from './control/control-api.ts';
import type { TlsFiles } from './http-server.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator.ts';
import type { SimulatorArguments } from './simulator-arguments.ts';

export { parseSimulatorArgs, simulatorUsage } from './simulator-arguments.ts';

/** Where the command writes, and what ends it. */
export interface SimulatorSurroundings {
  readonly stdout: { write(text: string): unknown };
  /** Resolves when the simulator shall stop. */
  readonly stopped: Promise<unknown>;
}

/** Runs an instance until it is told to stop; resolves with the exit code. */
export async function runSimulator(args: SimulatorArguments, around: SimulatorSurroundings): Promise<number> {
  const simulator = await startSimulator(toOptions(args));
  around.stdout.write(describe(simulator, args));
  await around.stopped;
  await simulator.close();
  return 0;
}

/** Resolves at the first SIGINT or SIGTERM. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

function toOptions(args: SimulatorArguments): SimulatorOptions {
  const { port, host, seed, timeScale, dataFile, startAt, stateFile, tls, webhook } = args;
  const isLiving = dataFile === null && !args.isEmpty;
  return {
    port,
    host,
    timeScale,
    developerData: true,
    demo: isLiving ? 'living' : 'none',
    ...(seed === null ? {} : { seed }),
    ...(dataFile === null
      ? {}
      : { data: { rows: readEventLog(dataFile, uciFormat()), ...(startAt === null ? {} : { startAt }) } }),
    ...(stateFile === null ? {} : { stateFile }),
    ...(tls === null ? {} : { tls: readTlsFiles(tls) }),
    ...(webhook === null ? {} : announcing(webhook)),
  };
}

function announcing({ url, secret, byApplication }: NonNullable<SimulatorArguments['webhook']>) {
  if (!byApplication) return { webhook: { url, secret } };
  return { application: { properties: { active: 'true', endpoint: url, secret } } };
}

function readTlsFiles({ certFile, keyFile, caFile }: NonNullable<SimulatorArguments['tls']>): TlsFiles {
  const ca = caFile === null ? {} : { ca: readFileSync(caFile, 'utf8') };
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), ...ca };
}

function describe({ url, credentials, instance, replayLeft }: Simulator, args: SimulatorArguments): string {
  const table = args.dataFile === null ? 'sn_customerservice_case' : 'incident';
  const toCome = replayLeft() > 0 ? `, ${replayLeft()} updates to come` : '';
  return [
    `Simulated ServiceNow instance at ${url} (no real one: it keeps no secrets)`,
    `  user and password     ${credentials.userName} / ${credentials.password}`,
    `  OAuth client          ${credentials.clientId} / ${credentials.clientSecret}`,
    `  API key               ${credentials.apiKey}`,
    `  records               ${table}: ${instance.find(table).length}${toCome}`,
    `  control API           ${url}${CONTROL_PREFIX}/`,
    '',
  ].join('\n');
}
