import { randomBytes } from 'node:crypto';
import { type AccessList, DEMO_CREDENTIALS, defaultAccess } from './access/accounts.ts';
import { createOAuth } from './access/oauth.ts';
import { createRateLimiter } from './access/rate-limits.ts';
import type { ApiServices } from './api/services.ts';
import { createDatabase, type Database } from './database/database.ts';
import { defineAgenda } from './demo/agenda.ts';
import { startLivingDemo } from './demo/living-demo.ts';
import { createFaultList, type FaultList } from './faults/fault-list.ts';
import { type HttpServer, startHttpServer, type TlsFiles } from './http-server.ts';
import { installBaseData } from './instance/base-data.ts';
import { createDisplayValues } from './instance/display-values.ts';
import { createInstance, type Instance } from './instance/instance.ts';
import { createReplica } from './instance/replica.ts';
import { createRandom } from './random.ts';
import { handleRequest } from './request-handling.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { commonHeaders } from './response-headers.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { keepState, restoreState, type StateFile } from './state/state-file.ts';
import { createInstanceClock, type InstanceClock } from './time/instance-clock.ts';
import { machineTime, type SimulatorTime } from './time/simulator-time.ts';

const DEFAULT_SEED = 'sla-bridge';

export interface SimulatorOptions {
  readonly host?: string;
  /** 0 (the default): any free port. */
  readonly port?: number;
  /** The same seed makes the same content. */
  readonly seed?: string;
  readonly tls?: TlsFiles;
  readonly settings?: Partial<Settings>;
  readonly time?: SimulatorTime;
  /** `living`: seeded cases of a support desk that goes on working. Default `none`: empty tables. */
  readonly demo?: 'living' | 'none';
  /** How much faster than usual the demo lives; the instance's clock is not touched. Default 1. */
  readonly timeScale?: number;
  /** Where the instance keeps its rows between two starts; absent: nowhere. */
  readonly stateFile?: string;
}

/** A running simulated instance, with everything a test may want to look at or tamper with. */
export interface Simulator {
  readonly url: string;
  readonly port: number;
  readonly instance: Instance;
  readonly database: Database;
  readonly clock: InstanceClock;
  readonly settings: Settings;
  readonly access: AccessList;
  readonly faults: FaultList;
  readonly requests: RequestLog;
  readonly credentials: typeof DEMO_CREDENTIALS;
  close(): Promise<void>;
}

interface Parts {
  readonly services: ApiServices;
  readonly faults: FaultList;
  readonly requests: RequestLog;
  readonly state: StateFile | null;
  readonly time: SimulatorTime;
}

/** Builds the instance with what it has from the start, or with what its state file remembers. */
function buildInstance(options: SimulatorOptions): Parts {
  const time = options.time ?? machineTime;
  const seed = options.seed ?? DEFAULT_SEED;
  const clock = createInstanceClock(time);
  const database = createDatabase(seed);
  defineAgenda(database);
  const instance = createInstance({ database, clock, time });
  const settings = { ...defaultSettings(), ...options.settings };
  const access = defaultAccess();
  const random = createRandom(seed);
  const isRestored = options.stateFile !== undefined && restoreState(options.stateFile, database);
  if (!isRestored) installBaseData(instance, access, tableNames(database));
  const state = options.stateFile === undefined ? null : keepState(options.stateFile, database, time);
  const services: ApiServices = {
    database,
    instance,
    display: createDisplayValues(database),
    replica: createReplica(database, clock, () => settings.replicaLagMs + settings.categoryReplicaLagMs > 0),
    clock,
    settings,
    access,
    oauth: createOAuth({ access, settings, clock, mintToken: () => randomBytes(48).toString('base64url') }),
    rateLimiter: createRateLimiter(settings, clock),
    random,
  };
  return { services, faults: createFaultList(random), requests: createRequestLog(), state, time };
}

function tableNames(database: Database): string[] {
  return [...database.tables()]
    .map(({ definition }) => definition.name)
    .filter((name) => !name.startsWith('x_'));
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const parts = buildInstance(options);
  const { services, requests, faults, state } = parts;
  const demo =
    options.demo === 'living'
      ? startLivingDemo({
          ...services,
          time: parts.time,
          seed: options.seed ?? DEFAULT_SEED,
          pace: options.timeScale ?? 1,
        })
      : null;
  const isTls = options.tls !== undefined;
  const server: HttpServer = await startHttpServer({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    tls: options.tls ?? null,
    answer: (request) =>
      handleRequest(request, { services, faults, requests, afterWrite: () => state?.flush() }),
    deliveryFor: (request, reply) => ({
      time: parts.time,
      commonHeaders: commonHeaders(services.clock.now(), isTls, reply),
      gzip: services.settings.gzip && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')),
    }),
  });
  return {
    url: server.url,
    port: server.port,
    instance: services.instance,
    database: services.database,
    clock: services.clock,
    settings: services.settings,
    access: services.access,
    faults,
    requests,
    credentials: DEMO_CREDENTIALS,
    async close() {
      demo?.stop();
      await server.close();
      state?.close();
    },
  };
}
