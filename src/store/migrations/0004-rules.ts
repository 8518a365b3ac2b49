import { type Kysely, sql } from 'kysely';

/** By which rules the stored clocks were judged. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table rules (id integer primary key check (id = 1), fingerprint text not null)`.execute(
    db,
  );
  await sql`insert into rules (id, fingerprint) values (1, '')`.execute(db);
}
