import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { Instant } from '../time/instant.ts';

/** When the next ticket must be judged although nothing changes; null when none must. One look at an index. */
export async function findNextDeadline(db: Db): Promise<Instant | null> {
  const row = await db
    .selectFrom('ticket')
    .select('next_judgement_at')
    .where('next_judgement_at', 'is not', null)
    .orderBy('next_judgement_at')
    .limit(1)
    .executeTakeFirst();
  return fromDate(row?.next_judgement_at ?? null);
}

/** The tickets whose time has come, the longest overdue first. */
export async function findDueTickets(db: Db, now: Instant, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('id')
    .where('next_judgement_at', '<=', new Date(now))
    .orderBy('next_judgement_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** How many tickets should have been judged by `at` and were not. */
export async function countDueTickets(db: Db, at: Instant): Promise<number> {
  const row = await db
    .selectFrom('ticket')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('next_judgement_at', '<', new Date(at))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Has these tickets judged at the next look, although nothing about their records changed. */
export async function makeDue(tx: Tx, ticketIds: readonly number[], now: Instant): Promise<void> {
  if (ticketIds.length === 0) return;
  await sql`
    update ticket set next_judgement_at = ${new Date(now)} where id = any(${[...ticketIds]}::integer[])`.execute(
    tx,
  );
}
