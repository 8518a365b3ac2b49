import { type AccessList, DEMO_CREDENTIALS } from './access/accounts.ts';
import type { ApiRequest, Reply } from './api/exchange.ts';
import type { ApplicationSettings, InstalledApplication } from './application/application.ts';
import { type BuiltInstance, buildInstance } from './build-instance.ts';
import { answerControl, CONTROL_PREFIX } from './control/control-api.ts';
import { type GenerateOrder, generateRecords } from './control/generate.ts';
import type { Database } from './database/database.ts';
import type { FaultList } from './faults/fault-list.ts';
import { type HttpServer, startHttpServer, type TlsFiles } from './http-server.ts';
import type { Instance } from './instance/instance.ts';
import { type LifeOptions, startLife } from './life.ts';
import type { WebhookSender, WebhookTarget } from './outgoing/webhooks.ts';
import { handleRequest } from './request-handling.ts';
import type { RequestLog } from './request-log.ts';
import { commonHeaders } from './response-headers.ts';
import type { Settings } from './settings.ts';
import type { InstanceClock } from './time/instance-clock.ts';
import { machineTime, type SimulatorTime } from './time/simulator-time.ts';

export interface SimulatorOptions extends Partial<LifeOptions> {
  /** Default: loopback. The control API has no lock, so leave it there. */
  readonly host?: string;
  /** 0 (the default): any free port. */
  readonly port?: number;
  /** The same seed makes the same content. */
  readonly seed?: string;
  readonly tls?: TlsFiles;
  readonly settings?: Partial<Settings>;
  readonly time?: SimulatorTime;
  /** Where the instance keeps its rows between two starts; absent: nowhere. */
  readonly stateFile?: string;
  /** Adds the well-known records of a developer instance, on which the test suites of public clients rely. */
  readonly developerData?: boolean;
  /** Who is told of each change. */
  readonly webhook?: WebhookTarget;
  /** Installs the application that comes with sla-bridge: changes are announced by its own scripts. */
  readonly application?: ApplicationSettings;
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
  readonly webhooks: WebhookSender;
  /** Null where it is not installed. */
  readonly application: InstalledApplication | null;
  readonly credentials: typeof DEMO_CREDENTIALS;
  /** Inserts many records at once; returns how many. */
  generate(order: GenerateOrder): number;
  /** Updates of a replayed log that have not happened yet; 0 without a replay. */
  replayLeft(): number;
  close(): Promise<void>;
}

const DEFAULT_SEED = 'sla-bridge';

/** Starts an instance. Rejects if the port is taken or the log to replay cannot be read. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const time = options.time ?? machineTime;
  const seed = options.seed ?? DEFAULT_SEED;
  const {
    settings = {},
    stateFile = null,
    webhook = null,
    application = null,
    developerData = false,
  } = options;
  const built = buildInstance({ time, seed, settings, stateFile, webhook, application, developerData });
  const life = await startLife({ ...options, seed, time }, built.services);
  const server = await startServer(options, built, time);
  const { instance, clock } = built.services;
  return {
    ...built.control,
    url: server.url,
    port: server.port,
    application: built.application,
    credentials: DEMO_CREDENTIALS,
    generate: (order) => generateRecords(instance, order, clock.now()),
    replayLeft: life.replayLeft,
    async close() {
      life.stop();
      await built.application?.stop();
      await server.close();
      built.state?.close();
    },
  };
}

function startServer(
  options: SimulatorOptions,
  built: BuiltInstance,
  time: SimulatorTime,
): Promise<HttpServer> {
  const { services, control, state } = built;
  const { faults, requests } = control;
  const afterWrite = (): void => state?.flush();
  const answer = async (request: ApiRequest): Promise<Reply> => {
    if (!isControl(request)) {
      return handleRequest(request, { services, faults, requests, afterWrite });
    }
    const reply = answerControl(request, control);
    afterWrite();
    return reply;
  };
  return startHttpServer({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    tls: options.tls ?? null,
    answer,
    closed: (request) => {
      if (!isControl(request)) requests.close();
    },
    deliveryFor: (request, reply) => ({
      time,
      commonHeaders: commonHeaders(services.clock.now(), options.tls !== undefined, reply),
      gzip: services.settings.gzip && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')),
    }),
  });
}

function isControl(request: ApiRequest): boolean {
  return request.url.pathname.startsWith(CONTROL_PREFIX);
}
