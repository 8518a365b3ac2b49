import { type Kysely, sql } from 'kysely';

/** Which tickets are still to be judged anew after a change of rules, and how many that were at first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // No reference to the ticket: a row is worth nothing without it, and does no harm.
  await sql`create table rejudging (ticket_id integer primary key)`.execute(db);
  await sql`alter table rules add column tickets integer not null default 0`.execute(db);
}
