import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';

/**
 * Has every open ticket judged anew, soon, where the rules are not those by which the stored clocks were judged. They are
 * known by a fingerprint. Returns how many tickets that are.
 */
export async function rejudgeWhenRulesChanged(db: Db, fingerprint: string, now: Instant): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const stored = await tx.selectFrom('rules').selectAll().forUpdate().executeTakeFirstOrThrow();
    if (stored.fingerprint === fingerprint) return 0;
    await tx.updateTable('rules').set({ fingerprint }).execute();
    const { rows } = await sql<{ id: number }>`
      update ticket set next_judgement_at = ${new Date(now)}
      where deleted_at is null and state not in ('closed', 'cancelled') returning id`.execute(tx);
    return rows.length;
  });
}
