import type { Db, Tx } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { IdWindow, ReconcileCounts, ReconcileOutcome } from './reconcile.ts';

/** Writes down that a run begins; false while another of the same table is under way. */
export async function beginRun(
  db: Db | Tx,
  run: { readonly runId: string; readonly table: string; readonly startedAt: Instant },
): Promise<boolean> {
  const stored = await db
    .insertInto('reconcile_run')
    .values({
      id: run.runId,
      table_name: run.table,
      started_at: new Date(run.startedAt),
      scanned: 0,
      inserted: 0,
      updated: 0,
      deleted: 0,
    })
    // Of each table one run may be unfinished: an index sees to that.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return stored !== undefined;
}

/** Notes how far a run has come. */
export async function saveRunCounts(db: Db, runId: string, counts: ReconcileCounts): Promise<void> {
  await db.updateTable('reconcile_run').set(columnsOf(counts)).where('id', '=', runId).execute();
}

export async function finishRun(
  db: Db,
  runId: string,
  end: { readonly outcome: ReconcileOutcome; readonly counts: ReconcileCounts; readonly finishedAt: Instant },
): Promise<void> {
  await db
    .updateTable('reconcile_run')
    .set({ ...columnsOf(end.counts), outcome: end.outcome, finished_at: new Date(end.finishedAt) })
    .where('id', '=', runId)
    .execute();
}

function columnsOf({ scanned, inserted, updated, deleted }: ReconcileCounts) {
  return { scanned, inserted, updated, deleted };
}

/** Tables with a run that has not ended. */
export async function listTablesUnderWay(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('reconcile_run')
    .select('table_name')
    .where('finished_at', 'is', null)
    .execute();
  return rows.map((row) => row.table_name);
}

/** Ends the run of a table that nobody works on any more. */
export async function failRun(db: Db, table: string, at: Instant): Promise<void> {
  await db
    .updateTable('reconcile_run')
    .set({ outcome: 'failed', finished_at: new Date(at) })
    .where('table_name', '=', table)
    .where('finished_at', 'is', null)
    .execute();
}

/** sys_ids of live tickets behind `after` up to and with `upTo`, in order; null is the end of the table. */
export async function listMirroredIds(
  db: Db,
  table: string,
  window: IdWindow,
  limit: number,
): Promise<string[]> {
  let query = db
    .selectFrom('ticket')
    .select('sys_id')
    .where('table_name', '=', table)
    .where('deleted_at', 'is', null);
  if (window.after !== null) query = query.where('sys_id', '>', window.after);
  if (window.upTo !== null) query = query.where('sys_id', '<=', window.upTo);
  const rows = await query.orderBy('sys_id').limit(limit).execute();
  return rows.map((row) => row.sys_id);
}
