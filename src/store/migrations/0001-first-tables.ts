import { type Kysely, sql } from 'kysely';

/** The first schema: mirror, clocks, ladder, outbox, sync and administration. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table ticket (
    id integer generated always as identity primary key,
    table_name text not null,
    sys_id text not null,
    number text not null,
    state text not null,
    priority text not null,
    channel text not null,
    is_channel_known boolean not null,
    tier smallint not null,
    account text,
    service_line text,
    covered boolean not null,
    short_description text not null,
    assignment_group text,
    opened_at timestamptz(3) not null,
    responded_at timestamptz(3),
    diagnosed_at timestamptz(3),
    resolved_at timestamptz(3),
    closed_at timestamptz(3),
    sys_mod_count integer not null,
    sys_updated_at timestamptz(3) not null,
    content_hash text not null,
    details jsonb not null,
    problems jsonb not null,
    first_seen_at timestamptz(3) not null,
    deleted_at timestamptz(3),
    held_back_since timestamptz(3),
    next_judgement_at timestamptz(3),
    next_due_at timestamptz(3),
    search_text text collate "C" generated always as (
      lower(number || ' ' || short_description || ' ' || coalesce(account, ''))
    ) stored,
    unique (table_name, sys_id)
  )`,
  'create index ticket_by_number on ticket (number)',
  'create index ticket_by_next_judgement on ticket (next_judgement_at) where next_judgement_at is not null',
  'create index ticket_live_by_opened on ticket (opened_at, id) where deleted_at is null',
  'create index ticket_live_by_updated on ticket (sys_updated_at, id) where deleted_at is null',
  `create index ticket_live_by_due on ticket (coalesce(next_due_at, '9999-12-31T00:00:00Z'), id)
    where deleted_at is null`,
  `create index ticket_live_by_priority on ticket
    (array_position(array['critical', 'high', 'normal', 'low'], priority), id) where deleted_at is null`,
  'create index ticket_tombstones on ticket (deleted_at) where deleted_at is not null',
  `create table ticket_version (
    id integer generated always as identity primary key,
    ticket_id integer not null references ticket on delete cascade,
    at timestamptz(3) not null,
    sys_mod_count integer not null,
    source text not null,
    state text,
    priority text,
    tier smallint,
    covered boolean,
    responded_at timestamptz(3),
    diagnosed boolean not null,
    resolved_at timestamptz(3),
    closed_at timestamptz(3),
    unique (ticket_id, at, sys_mod_count)
  )`,
  `create table clock (
    ticket_id integer not null references ticket on delete cascade,
    kind text not null,
    state text not null,
    reason text,
    priority text,
    started_at timestamptz(3),
    due_at timestamptz(3),
    stopped_at timestamptz(3),
    breached_at timestamptz(3),
    superseded jsonb not null,
    paused boolean not null,
    elapsed_ms bigint not null,
    target_ms bigint not null,
    warned_percent smallint not null,
    judged_at timestamptz(3) not null,
    primary key (ticket_id, kind)
  )`,
  `create index clock_open_by_due on clock (due_at, kind, ticket_id) where state in ('running', 'breached')`,
  'create index clock_by_state on clock (state, kind)',
  `create table escalation (
    id integer generated always as identity primary key,
    ticket_id integer not null references ticket on delete cascade,
    episode_began_at timestamptz(3) not null,
    level smallint not null,
    ordinal smallint not null,
    at timestamptz(3) not null,
    route text not null,
    trigger text not null,
    message_id text not null unique
  )`,
  'create index escalation_by_ticket on escalation (ticket_id, at)',
  'create index escalation_by_at on escalation (at)',
  `create table ladder_command (
    id integer generated always as identity primary key,
    ticket_id integer not null references ticket on delete cascade,
    at timestamptz(3) not null,
    kind text not null,
    until timestamptz(3),
    who text not null,
    note text not null
  )`,
  'create index ladder_command_by_ticket on ladder_command (ticket_id, at)',
  `create table outbox_message (
    id text primary key,
    seq integer generated always as identity,
    ticket_id integer not null references ticket on delete cascade,
    table_name text not null,
    sys_id text not null,
    ticket_number text not null,
    kind text not null,
    level smallint,
    state text not null,
    attempts integer not null default 0,
    reason text,
    last_error text,
    last_error_code text,
    fields jsonb not null,
    may_exist boolean not null default false,
    created_at timestamptz(3) not null,
    handed_at timestamptz(3),
    delivered_at timestamptz(3)
  )`,
  'create index outbox_message_by_state on outbox_message (state, created_at)',
  'create index outbox_message_by_ticket on outbox_message (ticket_id, seq)',
  `create table own_write (
    table_name text not null,
    sys_id text not null,
    sys_mod_count integer not null,
    at timestamptz(3) not null,
    primary key (table_name, sys_id, sys_mod_count)
  )`,
  `create table sync_cursor (
    table_name text primary key,
    updated_at timestamptz(3),
    sys_id text,
    first_load_sys_id text,
    first_load_from_at timestamptz(3),
    first_load_done boolean not null default false,
    last_poll_at timestamptz(3),
    last_poll_outcome text
  )`,
  `create table webhook_delivery (
    id text primary key,
    table_name text not null,
    sys_id text not null,
    operation text not null,
    sys_mod_count integer,
    received_at timestamptz(3) not null,
    state text not null,
    done_at timestamptz(3)
  )`,
  'create index webhook_delivery_by_received on webhook_delivery (received_at)',
  `create table reconcile_run (
    id text primary key,
    table_name text not null,
    started_at timestamptz(3) not null,
    finished_at timestamptz(3),
    outcome text,
    scanned integer not null default 0,
    inserted integer not null default 0,
    updated integer not null default 0,
    deleted integer not null default 0
  )`,
  'create index reconcile_run_by_table on reconcile_run (table_name, started_at)',
  `create table admin_audit (
    id integer generated always as identity primary key,
    at timestamptz(3) not null,
    who text not null,
    action text not null,
    target text not null,
    idempotency_key text,
    outcome text not null
  )`,
  `create table idempotency_key (
    key text primary key,
    who text not null,
    path text not null,
    body_hash text not null,
    status integer not null,
    body json not null,
    at timestamptz(3) not null
  )`,
  `create table storm_guard (
    id integer primary key check (id = 1),
    held_since timestamptz(3),
    released_at timestamptz(3),
    released_by text
  )`,
  'insert into storm_guard (id) values (1)',
  `create table instance_clock (
    id integer primary key check (id = 1),
    skew_ms bigint not null,
    measured_at timestamptz(3)
  )`,
  'insert into instance_clock (id, skew_ms) values (1, 0)',
];
