import { forgetAudit } from '../admin/audit-store.ts';
import { forgetOldKeys } from '../admin/idempotency-store.ts';
import { forgetRuns } from '../admin/reconcile-run-store.ts';
import { forgetOwnWrites, forgetSettledMessages } from '../outbox/forget-store.ts';
import { createCronJob } from '../schedule/cron-job.ts';
import { createRepeatedJob } from '../schedule/repeated-job.ts';
import type { OpenDatabase } from '../store/database.ts';
import { runExclusively } from '../store/exclusive.ts';
import { cutLog, vacuumTables } from '../store/upkeep.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { ForgottenThing } from '../telemetry/runtime-metrics.ts';
import { forgetTombstones } from '../tickets/forget-store.ts';
import { DAY_MS, type Instant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';

export interface HousekeepingWiring {
  readonly database: OpenDatabase;
  readonly metrics: Metrics;
  readonly logger: Pick<Logger, 'info' | 'debug' | 'error'>;
  readonly time: TimeSource;
  /** The instance's clock. */
  now(): Instant;
  /** How long things are kept that somebody may want to look up. */
  readonly retentionMs: number;
}

/** Keeps the database from growing with time alone. */
export interface Housekeeping {
  start(): void;
  /** Forgets now what is no longer needed. Throws where one sort of thing could not be forgotten; the others are. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

/** Webhooks and comparisons that speak of our own writes come within seconds; a stuck sender may take days. */
const OWN_WRITES_KEPT_MS = 30 * DAY_MS;

export function connectHousekeeping(wiring: HousekeepingWiring): Housekeeping {
  const { database, logger, time } = wiring;
  const forget = async (): Promise<void> => {
    await runExclusively(database, 'housekeeping', () => forgetAll(wiring));
  };
  const onError = (err: unknown): void => logger.error({ err }, 'housekeeping failed; it is tried again');
  const jobs = [
    createCronJob({ name: 'housekeeping', expression: '7 * * * *', run: forget, onError }),
    createRepeatedJob({
      time,
      pauseMs: 10 * SECOND_MS,
      run: async () => {
        await cutLog(database);
      },
      onError,
    }),
    createRepeatedJob({
      time,
      pauseMs: MINUTE_MS,
      run: async () => {
        const tables = await vacuumTables(database);
        if (tables.length > 0) logger.debug({ tables }, 'vacuumed');
      },
      onError,
    }),
  ];
  return {
    start() {
      for (const job of jobs) job.start();
    },
    forget,
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
    },
  };
}

/** What is forgotten, and when. Each returns how many rows there were. */
function listDuties({
  database,
  now,
  retentionMs,
}: HousekeepingWiring): [ForgottenThing, () => Promise<number>][] {
  const { db } = database;
  const before = now() - retentionMs;
  return [
    ['idempotency-keys', () => forgetOldKeys(db, now())],
    ['own-writes', () => forgetOwnWrites(db, now() - OWN_WRITES_KEPT_MS)],
    ['write-backs', () => forgetSettledMessages(db, before)],
    ['tombstones', () => forgetTombstones(db, before)],
    ['comparisons', () => forgetRuns(db, before)],
    ['audit-entries', () => forgetAudit(db, before)],
  ];
}

async function forgetAll(wiring: HousekeepingWiring): Promise<void> {
  const { metrics, logger, time } = wiring;
  const failures: unknown[] = [];
  const forgotten: Record<string, number> = {};
  for (const [what, forget] of listDuties(wiring)) {
    try {
      const count = await forget();
      metrics.rowsForgotten.inc({ what }, count);
      if (count > 0) forgotten[what] = count;
    } catch (error) {
      failures.push(error);
    }
  }
  if (Object.keys(forgotten).length > 0) logger.info(forgotten, 'forgot what is no longer needed');
  if (failures.length > 0) throw failures[0];
  metrics.housekeepingLastSuccess.set({}, time.now() / SECOND_MS);
}
