import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, vi } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import type { LoadedPolicy } from '../../src/policy/load-policy.ts';
import type { ServiceNowMapping } from '../../src/servicenow/mapping.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { Instant } from '../../src/time/instant.ts';
import { type JourneyPlace, newJourneyPlace } from './journey-database.ts';
import { readOurNotes } from './journey-notes.ts';
import { type LeapingTime, leapingTime } from './journey-time.ts';
import { shippedMapping } from './servicenow-mapping.ts';
import { shipped } from './story.ts';
import type { Engine } from './test-database.ts';

export const CASES = 'sn_customerservice_case';
export const operatorToken = 'token-of-the-journey';

export interface JourneyOptions {
  readonly engine?: Engine;
  /** When the story begins, on every clock. */
  readonly startsAt: Instant;
  /** Variables beside or instead of the usual ones. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly policy?: LoadedPolicy;
  readonly mapping?: ServiceNowMapping;
  /** What happens on the instance before the service first looks at it. */
  readonly before?: (simulator: Simulator) => void;
}

/** The whole service beside a simulated instance, and everything a story needs to be told about them. */
export interface Journey {
  readonly time: LeapingTime;
  readonly simulator: Simulator;
  readonly place: JourneyPlace;
  /** Where the service listens. */
  url(): string;
  /** Inserts a case, critical, by phone and opened now unless told otherwise; returns its sys_id. */
  openCase(values?: Readonly<Record<string, string>>, openedAt?: Instant): string;
  updateCase(sysId: string, values: Readonly<Record<string, string>>): void;
  /** The notes of ours that the journal holds for a record, oldest first. */
  notes(sysId: string): string[];
  /** Polls now, and resolves when that turn has ended. */
  sync(): Promise<void>;
  /** Leaps to an instant and lets everything that falls due be done. */
  goTo(at: Instant): Promise<void>;
  /** Resolves when nothing is left to do: polled since, nothing under way, nothing waiting to be sent. */
  rest(): Promise<void>;
  /** Resolves when the condition holds. */
  until(condition: () => Promise<boolean> | boolean): Promise<void>;
  /** Starts the service, again after {@link stop}. */
  start(environment?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
  /** Starts one more service on the same database; it ends with the journey, or before. */
  startReplica(): Promise<App>;
  /** Answers of the admin API, as they are. */
  ask<Answer>(path: string): Promise<Answer>;
  order(path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }>;
  probe(path: string): Promise<number>;
  /** What one line of the metrics says, named with its labels as it is written; 0 where there is none. */
  metric(line: string): Promise<number>;
  outbox(): Promise<OutboxEntry[]>;
  /** The ticket of a record, as the admin API shows it. */
  ticket(sysId: string): Promise<TicketShown>;
  close(): Promise<void>;
}

/** One ticket as the admin API shows it, as far as stories look at it. */
export interface TicketShown {
  readonly ticket: Readonly<Record<string, unknown>>;
  readonly clocks: readonly Readonly<Record<string, unknown>>[];
  readonly escalations: readonly {
    readonly at: string;
    readonly level: number;
    readonly route: string;
    readonly trigger: string;
    readonly messageId: string;
  }[];
  readonly problems: readonly Readonly<Record<string, string>>[];
}

export interface OutboxEntry {
  readonly id: string;
  readonly ticket: string;
  readonly kind: string;
  readonly level: number | null;
  readonly state: string;
  readonly attempts: number;
  readonly reason: string | null;
  readonly lastError: string | null;
}

const open: Journey[] = [];

/** Closes the journeys of a test, whatever came of it. */
export function closeJourneysAfterEach(): void {
  afterEach(async () => {
    for (const journey of open.splice(0)) await journey.close();
  });
}

/** Starts instance and service; resolves when the first sync is done. */
export async function beginJourney(options: JourneyOptions): Promise<Journey> {
  const time = leapingTime(options.startsAt);
  const simulator = await startSimulator({ time });
  options.before?.(simulator);
  const place = await newJourneyPlace(options.engine ?? 'pglite');
  const journey = makeJourney(options, time, simulator, place);
  open.push(journey);
  await journey.start();
  return journey;
}

function makeJourney(
  options: JourneyOptions,
  time: LeapingTime,
  simulator: Simulator,
  place: JourneyPlace,
): Journey {
  let app: App | null = null;
  const call = (path: string, init: RequestInit = {}): Promise<Response> => {
    if (app === null) throw new Error('The service is not running.');
    const headers = { authorization: `Bearer ${operatorToken}`, connection: 'close', ...init.headers };
    return fetch(`${app.url}${path}`, { ...init, headers });
  };
  const replicas: App[] = [];
  const launch = (environment: Readonly<Record<string, string>> = {}): Promise<App> =>
    startApp({
      environment: environmentOf(simulator, place, { ...options.environment, ...environment }),
      policy: options.policy ?? shipped,
      mapping: options.mapping ?? shippedMapping,
      time,
      logger: createLogger({ level: 'silent', destination: process.stdout, isTerminal: false }),
      telemetry: createMetrics({ version: '0.0.0', revision: 'journey', tables: [CASES] }),
      version: '0.0.0',
      revision: 'journey',
    });
  const journey: Journey = {
    time,
    simulator,
    place,
    url() {
      if (app === null) throw new Error('The service is not running.');
      return app.url;
    },
    openCase(values = {}, openedAt = time.now()) {
      const opened = { ...newCase, opened_at: wireDate(openedAt), ...values };
      return simulator.instance.insert(CASES, opened, { by: 'agent' })['sys_id']!;
    },
    updateCase: (sysId, values) => void simulator.instance.update(CASES, sysId, values, { by: 'agent' }),
    notes: (sysId) => readOurNotes(simulator, sysId),
    async sync() {
      const before = await lastPollAt(journey);
      await journey.order(`/admin/sync/${CASES}/poll`);
      await vi.waitFor(async () => {
        if ((await lastPollAt(journey)) === before) throw new Error('No poll has ended.');
      }, waiting);
    },
    async goTo(at) {
      // Over the due instant in real time, so that what is decided there is decided at its very moment.
      time.leapTo(at - 50);
      await lookedSince(journey, at);
      await journey.rest();
    },
    async rest() {
      // The look that begins after the first one has ended finds everything judged that was due until then.
      await nextLook(journey);
      await nextLook(journey);
      await journey.sync();
      await vi.waitFor(async () => {
        const busy = (await journey.outbox()).filter(
          ({ state }) => state === 'pending' || state === 'in-flight',
        );
        if (busy.length > 0) throw new Error(`Still to be sent: ${JSON.stringify(busy)}`);
        if (simulator.requests.stats().inFlight > 0) throw new Error('Requests are under way.');
      }, waiting);
    },
    async until(condition) {
      await vi.waitFor(async () => {
        if (!(await condition())) throw new Error('It has not come about.');
      }, waiting);
    },
    async start(environment = {}) {
      app = await launch(environment);
      await vi.waitFor(async () => {
        if ((await lastPollAt(journey)) === undefined) throw new Error('The first poll has not ended.');
      }, waiting);
    },
    async startReplica() {
      const replica = await launch();
      replicas.push(replica);
      return replica;
    },
    async stop() {
      await app?.stop();
      app = null;
    },
    async ask(path) {
      const response = await call(path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
    async order(path, body = {}) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const response = await call(path, { method: 'POST', body: JSON.stringify(body), headers });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    probe: async (path) => (await call(path)).status,
    async metric(line) {
      const text = await (await call('/metrics')).text();
      return Number(
        text
          .split('\n')
          .find((one) => one.startsWith(`${line} `))
          ?.split(' ')
          .at(-1) ?? 0,
      );
    },
    async outbox() {
      const { items } = await journey.ask<{ items: OutboxEntry[] }>('/admin/outbox?limit=500');
      return items;
    },
    ticket(sysId) {
      const number = simulator.instance.get(CASES, sysId)?.['number'];
      return journey.ask(`/admin/tickets/${number}`);
    },
    async close() {
      await journey.stop();
      for (const replica of replicas) await replica.stop();
      await simulator.close();
      place.remove();
    },
  };
  return journey;
}

const waiting = { timeout: 10_000, interval: 15 };

const newCase = {
  short_description: 'No dial tone on all lines',
  priority: '1',
  state: '1',
  contact_type: 'phone',
};

/** Lets the watch for deadlines look once more, and waits until it has. */
async function nextLook(journey: Journey): Promise<void> {
  const askedAt = journey.time.now();
  journey.time.leap(1000);
  await lookedSince(journey, askedAt);
}

async function lookedSince(journey: Journey, askedAt: Instant): Promise<void> {
  await vi.waitFor(async () => {
    if ((await journey.metric('slabridge_sla_evaluator_last_success_timestamp_seconds')) * 1000 < askedAt)
      throw new Error('Deadlines were not looked at.');
  }, waiting);
}

/** When the last poll ended, as the admin API says it; undefined before the first. */
async function lastPollAt(journey: Journey): Promise<string | undefined> {
  type Status = { tables: { lastPoll: { finishedAt: string } | null }[] };
  const { tables } = await journey.ask<Status>('/admin/sync');
  return tables[0]?.lastPoll?.finishedAt;
}

/** An instant as ServiceNow stores it. */
export function wireDate(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

type CompleteEnvironment = Parameters<typeof startApp>[0]['environment'];

function environmentOf(
  { url, credentials }: Simulator,
  place: JourneyPlace,
  changes: Readonly<Record<string, string>>,
): CompleteEnvironment {
  const hash = createHash('sha256').update(operatorToken).digest('hex');
  const variables = {
    SERVICENOW_URL: url,
    SERVICENOW_AUTH: 'basic',
    SERVICENOW_USERNAME: credentials.userName,
    SERVICENOW_PASSWORD: credentials.password,
    ADMIN_TOKENS: `journey:operate:${hash}`,
    PORT: '0',
    WRITE_BACK: 'on',
    RECONCILE_CRON: 'off',
    ...place.environment,
    ...changes,
  };
  return readEnvironment(variables, (file) => readFileSync(file, 'utf8')) as CompleteEnvironment;
}
