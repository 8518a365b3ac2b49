import { sql } from 'kysely';
import type { Db, Tx } from '../store/database.ts';

/** How far judging anew has come after a change of rules. */
export interface RejudgingProgress {
  readonly left: number;
  /** How many tickets there were to judge at first. */
  readonly total: number;
}

/**
 * Puts rules into force, known by their fingerprint. Where they are not those by which the stored clocks were judged,
 * every open ticket is noted as to be judged anew. Returns how many are.
 */
export async function enforceRules(db: Db, fingerprint: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const stored = await tx.selectFrom('rules').selectAll().forUpdate().executeTakeFirstOrThrow();
    if (stored.fingerprint === fingerprint) return (await readRejudging(tx)).left;
    await tx.deleteFrom('rejudging').execute();
    const { numAffectedRows } = await sql`
      insert into rejudging (ticket_id)
      select id from ticket where deleted_at is null and state not in ('closed', 'cancelled') order by id`.execute(
      tx,
    );
    const tickets = Number(numAffectedRows);
    await tx.updateTable('rules').set({ fingerprint, tickets }).execute();
    return tickets;
  });
}

/**
 * Takes up to `limit` tickets off the list of those to be judged anew; if the transaction fails they stand there again.
 * None where other rules are in force: who works by these must not judge by them any more.
 */
export async function takeTicketsToRejudge(tx: Tx, fingerprint: string, limit: number): Promise<number[]> {
  const { rows } = await sql<{ ticket_id: number }>`
    delete from rejudging where ticket_id in (
      select ticket_id from rejudging
      where exists (select from rules where fingerprint = ${fingerprint})
      order by ticket_id limit ${limit} for update skip locked
    ) returning ticket_id`.execute(tx);
  return rows.map((row) => row.ticket_id);
}

export async function readRejudging(db: Db | Tx): Promise<RejudgingProgress> {
  const { rows } = await sql<RejudgingProgress>`
    select (select count(*) from rejudging)::int as left, tickets as total from rules`.execute(db);
  return rows[0]!;
}
