import { randomUUID } from 'node:crypto';
import type { EventFeed } from '../admin/event-feed.ts';
import type { ReconcileTrouble } from '../intake/reconcile.ts';
import { createReconciler, type FinishedRun, type Reconciler } from '../intake/reconcile-job.ts';
import {
  beginRun,
  failRun,
  finishRun,
  listMirroredIds,
  listTablesUnderWay,
  saveRunCounts,
} from '../intake/reconcile-store.ts';
import { type CronJob, createCronJob } from '../schedule/cron-job.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import { runExclusively } from '../store/exclusive.ts';
import { formatInstant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { applyRecords } from './apply-records.ts';
import type { InstanceClock } from './instance-clock.ts';
import { listSyncedTables, type RefetchWiring } from './refetch.ts';

export interface ReconcileWiring extends RefetchWiring {
  readonly time: TimeSource;
  readonly clock: InstanceClock;
  readonly feed: Pick<EventFeed, 'publish'>;
  readonly pollIntervalMs: number;
  /** Five cron fields in UTC; null: only on demand. */
  readonly cron: string | null;
}

/** The comparison of whole tables: on demand, and by the clock. */
export interface Reconciliation extends Pick<Reconciler, 'plan' | 'start'> {
  /** Begins to run by the clock, and ends what a process that died has left. */
  begin(): Promise<void>;
  stop(): Promise<void>;
}

export function connectReconcile(wiring: ReconcileWiring): Reconciliation {
  const { database, client, mapping, time, clock, logger } = wiring;
  const { db } = database;
  const reconciler = createReconciler({
    client,
    time,
    pageSize: mapping.instance.pageSize,
    tables: listSyncedTables(mapping),
    settledAfterMs: 2 * wiring.pollIntervalMs + MINUTE_MS,
    now: () => clock.now(),
    newRunId: randomUUID,
    applyRecords: (table, records) => applyRecords(wiring, records, table, 'reconcile'),
    applyDeletion: (table, sysId) => wiring.pipeline.applyDeletion(table, sysId, 'reconcile'),
    listMirroredIds: (table, window, limit) => listMirroredIds(db, table, window, limit),
    exclusively: (table, work) => runExclusively(database, `reconcile:${table}`, work),
    runs: {
      begin: (run, tx = undefined) => beginRun(tx ?? db, run),
      saveCounts: (runId, counts) => saveRunCounts(db, runId, counts),
      finish: (runId, end) => finishRun(db, runId, end),
      listTablesUnderWay: () => listTablesUnderWay(db),
      fail: (table, at) => failRun(db, table, at),
    },
    onFinished: (run) => reportRun(wiring, run),
    onError: (err) => logger.error({ err }, 'a comparison could not be written down'),
  });
  const jobs = listJobs(wiring, reconciler);
  return {
    plan: reconciler.plan,
    start: reconciler.start,
    async begin() {
      await reconciler.clearAbandoned();
      for (const job of jobs) job.start();
    },
    async stop() {
      // Breaks off the run that a job may be waiting for.
      await Promise.all([reconciler.stop(), ...jobs.map((job) => job.stop())]);
    },
  };
}

function listJobs({ cron, logger }: ReconcileWiring, reconciler: Reconciler): CronJob[] {
  const clearing = createCronJob({
    name: 'abandoned comparisons',
    expression: '* * * * *',
    run: reconciler.clearAbandoned,
    onError: (err) => logger.error({ err }, 'abandoned comparisons could not be looked for'),
  });
  if (cron === null) return [clearing];
  const comparing = createCronJob({
    name: 'reconcile',
    expression: cron,
    run: reconciler.runAll,
    onError: (err) => logger.error({ err }, 'the mirror could not be compared; the next turn tries again'),
  });
  return [clearing, comparing];
}

function reportRun({ metrics, feed, logger }: ReconcileWiring, run: FinishedRun): void {
  const { runId, table, outcome, tally, trouble, finishedAt } = run;
  const { drift, ...counts } = tally;
  feed.publish('sync', { table, runId, outcome, ...counts, finishedAt: formatInstant(finishedAt) });
  if (trouble !== null) {
    logger.warn(
      { table, runId, outcome, ...counts, ...explainTrouble(trouble) },
      'the comparison is not complete',
    );
    return;
  }
  metrics.reconcileLastSuccess.set({ table }, finishedAt / SECOND_MS);
  metrics.reconcileDrift.set({ table }, drift);
  logger.info({ table, runId, ...counts, drift }, 'the mirror was compared with the whole table');
}

/** In words; only what nobody foresaw needs a stack. */
function explainTrouble(trouble: ReconcileTrouble): object {
  switch (trouble.kind) {
    case 'hidden':
      return {
        reason: `${trouble.count} records were announced and not sent; the account may not read them`,
      };
    case 'uncounted':
      return { reason: 'ServiceNow did not say how many records there are' };
    case 'unresolved':
      return { reason: `${trouble.count} mirrored records were not sent, and could not be asked for by id` };
    case 'error':
      return isServiceNowError(trouble.error) ? { reason: trouble.error.message } : { err: trouble.error };
  }
}
