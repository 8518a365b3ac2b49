import { type Kysely, sql } from 'kysely';

/** Which tickets' histories are to be looked up in the audit trail of ServiceNow, and what stayed unknown. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table ticket
    add column unexamined_since timestamptz(3),
    add column history jsonb`,
  // Tickets that were mirrored before anybody looked. A version of creation is number 0.
  `update ticket set unexamined_since = first_seen_at where sys_mod_count > 0 and deleted_at is null`,
  // Tickets that are not done come first.
  `create index ticket_unexamined on ticket (table_name, (state in ('resolved', 'closed', 'cancelled')), id)
    where unexamined_since is not null`,
  `create index ticket_gap on ticket (table_name, (history->>'reason'), id) where history->>'reason' is not null`,
];
