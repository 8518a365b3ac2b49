import type { Db, Tx } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { Instant } from '../time/instant.ts';

/** Whether write-backs are held because too much was raised at once. */
export interface StormGuard {
  readonly heldSince: Instant | null;
  readonly releasedAt: Instant | null;
  readonly releasedBy: string | null;
}

export async function readStormGuard(db: Db | Tx): Promise<StormGuard> {
  const row = await db.selectFrom('storm_guard').selectAll().executeTakeFirstOrThrow();
  return {
    heldSince: fromDate(row.held_since),
    releasedAt: fromDate(row.released_at),
    releasedBy: row.released_by,
  };
}

/** Holds further write-backs from now on, until {@link releaseStorm}. */
export async function holdStorm(tx: Tx, now: Instant): Promise<void> {
  await tx
    .updateTable('storm_guard')
    .set({ held_since: new Date(now) })
    .where('held_since', 'is', null)
    .execute();
}

/** Ends the hold; the counting starts anew, so that what is released does not trip the guard again. */
export async function releaseStorm(tx: Tx, now: Instant, who: string): Promise<void> {
  await tx
    .updateTable('storm_guard')
    .set({ held_since: null, released_at: new Date(now), released_by: who })
    .execute();
}
