import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { HintOutcome, OpenHint } from './hint.ts';

/** Hints that nobody has followed up yet, those that came first first. */
export async function listOpenHints(db: Db, limit: number): Promise<OpenHint[]> {
  const rows = await db
    .selectFrom('webhook_delivery as hint')
    .select(['hint.id', 'hint.table_name', 'hint.sys_id', 'hint.received_at'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('own_write')
            .select(sql`1`.as('found'))
            .whereRef('own_write.table_name', '=', 'hint.table_name')
            .whereRef('own_write.sys_id', '=', 'hint.sys_id')
            .whereRef('own_write.sys_mod_count', '=', 'hint.sys_mod_count'),
        )
        .as('is_own_write'),
    )
    .where('hint.state', '=', 'accepted')
    .orderBy('hint.received_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    table: row.table_name,
    sysId: row.sys_id,
    receivedAt: row.received_at.getTime(),
    isOwnWrite: Boolean(row.is_own_write),
  }));
}

/** Notes what following up these hints came to. */
export async function settleHints(
  db: Db,
  ids: readonly string[],
  outcome: HintOutcome,
  at: Instant,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('webhook_delivery')
    .set({ state: outcome, done_at: new Date(at) })
    .where('id', 'in', [...ids])
    .where('state', '=', 'accepted')
    .execute();
}
