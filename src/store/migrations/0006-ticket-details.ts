import { type Kysely, sql } from 'kysely';

/** What going through the checklist of ticket details found, and when to go through it again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table ticket_details (
    ticket_id integer primary key references ticket on delete cascade,
    attachments jsonb,
    missing jsonb not null,
    checked_at timestamptz(3) not null
  )`,
  'alter table ticket add column details_look_at timestamptz(3)',
  'create index ticket_by_details_look on ticket (details_look_at) where details_look_at is not null',
  // What the descriptions of known tickets say was never kept. The hash makes the next reading count as a change.
  `update ticket set
    content_hash = case when state in ('new', 'open', 'waiting') then '' else content_hash end,
    details = jsonb_build_object('fields', details, 'labels', '[]'::jsonb, 'mentions', '[]'::jsonb)`,
];
