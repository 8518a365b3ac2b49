import { type Kysely, sql } from 'kysely';

/** What the last comparison with ServiceNow's own SLA engine found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table clock_drift (
    ticket_id integer not null references ticket on delete cascade,
    clock text not null,
    kind text not null,
    why text not null,
    ours jsonb not null,
    theirs jsonb,
    found_at timestamptz(3) not null,
    seen_at timestamptz(3) not null,
    primary key (ticket_id, clock)
  )`,
  'create index clock_drift_by_kind on clock_drift (kind, ticket_id, clock)',
  `create table drift_run (
    id integer primary key check (id = 1),
    started_at timestamptz(3),
    finished_at timestamptz(3),
    compared integer not null default 0,
    unknown_definitions jsonb not null default '[]'
  )`,
  'insert into drift_run (id) values (1)',
];
