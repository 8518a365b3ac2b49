import type { ReconcileOutcome } from '../intake/reconcile.ts';
import type { Db } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import { removeInBatches } from '../store/remove-in-batches.ts';
import type { Instant } from '../time/instant.ts';

/** One comparison of a whole table. */
export interface ReconcileRun {
  readonly runId: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  /** Null while it runs. */
  readonly outcome: ReconcileOutcome | null;
  readonly scanned: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** The run that was begun last, of each table. */
export async function readLatestRuns(db: Db): Promise<Map<string, ReconcileRun>> {
  const rows = await db
    .selectFrom('reconcile_run')
    .selectAll()
    .distinctOn('table_name')
    .orderBy('table_name')
    .orderBy('started_at', 'desc')
    .execute();
  return new Map(
    rows.map((row) => [
      row.table_name,
      {
        runId: row.id,
        startedAt: row.started_at.getTime(),
        finishedAt: fromDate(row.finished_at),
        outcome: row.outcome as ReconcileOutcome | null,
        scanned: row.scanned,
        inserted: row.inserted,
        updated: row.updated,
        deleted: row.deleted,
      },
    ]),
  );
}

/** Forgets runs that ended before `before`, but of each table never the latest; returns how many. */
export function forgetRuns(db: Db, before: Instant): Promise<number> {
  return removeInBatches((limit) =>
    db
      .deleteFrom('reconcile_run')
      .where('id', 'in', (eb) =>
        eb.selectFrom('reconcile_run').select('id').where('finished_at', '<', new Date(before)).limit(limit),
      )
      .where('id', 'not in', (eb) =>
        eb
          .selectFrom('reconcile_run')
          .select('id')
          .distinctOn('table_name')
          .orderBy('table_name')
          .orderBy('started_at', 'desc'),
      )
      .executeTakeFirstOrThrow(),
  );
}
