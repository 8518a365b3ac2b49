import type { Draining } from '../http/draining.ts';
import type { HealthCheck, Measurement } from '../http/health.ts';
import { listOpenHints, settleHints } from '../intake/hint-store.ts';
import { createHintWatch } from '../intake/hint-watch-job.ts';
import type { WebhookParts } from '../intake/webhook-route.ts';
import { isSilent } from '../intake/webhook-silence.ts';
import { forgetDeliveries, readWebhookFigures, rememberDelivery } from '../intake/webhook-store.ts';
import { createCronJob } from '../schedule/cron-job.ts';
import { runExclusively } from '../store/exclusive.ts';
import { DAY_MS, formatOptionalInstant, SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import type { InstanceClock } from './instance-clock.ts';
import { connectRefetch, listSyncedTables, type RefetchWiring } from './refetch.ts';
import { whyOf } from './why-of.ts';

export interface WebhookWiring extends RefetchWiring {
  readonly secrets: readonly string[];
  readonly time: TimeSource;
  readonly clock: InstanceClock;
}

/** Webhooks, from their being taken in to their being followed up and forgotten. */
export interface Webhooks {
  /** What the route needs. */
  routeParts(draining: Draining): WebhookParts;
  /** Whether they have fallen silent; nothing to check where none are taken in. */
  healthChecks(): HealthCheck[];
  start(): void;
  stop(): Promise<void>;
}

/** A replay is recognised for so long. Later ones are refused for their timestamp. */
const REMEMBERED_MS = DAY_MS;
/** Gauges count no further: what matters beyond is that it is many. */
const MOST_COUNTED = 1000;

export function connectWebhooks(wiring: WebhookWiring): Webhooks {
  const { database, mapping, metrics, clock, time, logger } = wiring;
  const tables = listSyncedTables(mapping);
  const listeningSince = clock.now();
  const watch = createHintWatch({
    ...connectRefetch(wiring, 'webhook'),
    time,
    tables,
    now: () => clock.now(),
    listOpenHints: (limit) => listOpenHints(database.db, limit),
    async settleHints(ids, outcome) {
      await settleHints(database.db, ids, outcome, clock.now());
      metrics.webhookFollowedUp.inc({ result: outcome }, ids.length);
    },
    exclusively: (work) => runExclusively(database, 'webhooks', work),
    onError: (err) => logger.warn(whyOf(err), 'webhooks could not be followed up; they are tried again'),
  });
  const housekeeping = createCronJob({
    name: 'webhooks',
    expression: '* * * * *',
    async run() {
      await forgetDeliveries(database.db, clock.now() - REMEMBERED_MS);
      const figures = await readWebhookFigures(database.db, listeningSince, MOST_COUNTED);
      metrics.webhookLastReceived.set({}, (figures.lastReceivedAt ?? 0) / SECOND_MS);
      metrics.webhookUnannounced.set({}, wiring.secrets.length === 0 ? 0 : figures.unannounced);
      metrics.webhookBacklog.set({}, figures.open);
    },
    onError: (err) => logger.error({ err }, 'old webhooks could not be cleared away; it is tried again'),
  });
  return {
    routeParts: (draining) => ({
      secrets: wiring.secrets,
      tables: [...tables.keys()],
      draining,
      metrics,
      clocks: () => [time.now(), clock.now()],
      async remember(id, hint) {
        const isNew = await rememberDelivery(database.db, { ...hint, id, receivedAt: clock.now() });
        if (isNew) watch.wake();
        return isNew;
      },
    }),
    healthChecks: () => listHealthChecks(wiring, listeningSince),
    start() {
      watch.start();
      housekeeping.start();
    },
    async stop() {
      await Promise.all([watch.stop(), housekeeping.stop()]);
    },
  };
}

function listHealthChecks({ database, secrets, clock }: WebhookWiring, since: number): HealthCheck[] {
  if (secrets.length === 0) return [];
  const measure = async (): Promise<Measurement> => {
    const figures = await readWebhookFigures(database.db, since, MOST_COUNTED);
    const observedValue = formatOptionalInstant(figures.lastReceivedAt);
    if (!isSilent(figures, since, clock.now())) return { status: 'pass', observedValue };
    const output =
      `${figures.unannounced} records changed since the last webhook: check the rule that sends them, its ` +
      'address and its secret. Until then changes are found by polling.';
    return { status: 'warn', observedValue, output };
  };
  return [
    {
      component: 'webhooks',
      measurement: 'lastReceived',
      componentType: 'component',
      isEssential: false,
      measure,
    },
  ];
}
