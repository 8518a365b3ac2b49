import { type Kysely, sql } from 'kysely';

/** Finds webhooks that nobody has followed up yet, and lets a table be compared by one run at a time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create index webhook_delivery_open on webhook_delivery (received_at) where state = 'accepted'`,
  'create unique index reconcile_run_open on reconcile_run (table_name) where finished_at is null',
];
