import type { Generated, GeneratedAlways } from 'kysely';
import type {
  Channel,
  ClockKind,
  ClockState,
  EscalationLevel,
  EscalationTrigger,
  HistoryGaps,
  MessageKind,
  MessageState,
  Priority,
  Route,
  TicketProblem,
  TicketState,
  Tier,
} from '../vocabulary.ts';
import type { Json, OptionalJson, OptionalTimestamp, Timestamp } from './columns.ts';
import type { ClockDriftTable, DriftRunTable } from './drift-schema.ts';

/**
 * The tables, as the newest migration leaves them. Instants are `timestamptz(3)` and come as `Date`; every `-store`
 * file turns them into epoch milliseconds at its edge.
 */
export interface Database {
  ticket: TicketTable;
  ticket_version: TicketVersionTable;
  clock: ClockTable;
  escalation: EscalationTable;
  ladder_command: LadderCommandTable;
  outbox_message: OutboxMessageTable;
  own_write: OwnWriteTable;
  sync_cursor: SyncCursorTable;
  webhook_delivery: WebhookDeliveryTable;
  reconcile_run: ReconcileRunTable;
  admin_audit: AdminAuditTable;
  idempotency_key: IdempotencyKeyTable;
  storm_guard: StormGuardTable;
  instance_clock: InstanceClockTable;
  rules: RulesTable;
  rejudging: RejudgingTable;
  ticket_details: TicketDetailsTable;
  clock_drift: ClockDriftTable;
  drift_run: DriftRunTable;
}

/** One mirrored record. `id` is ours; (`table_name`, `sys_id`) is ServiceNow's. */
export interface TicketTable {
  id: Generated<number>;
  table_name: string;
  sys_id: string;
  number: string;
  state: TicketState;
  priority: Priority;
  channel: Channel;
  is_channel_known: boolean;
  tier: Tier;
  /** Display name where ServiceNow gave one, else the sys_id. */
  account: string | null;
  service_line: string | null;
  covered: boolean;
  short_description: string;
  assignment_group: string | null;
  opened_at: Timestamp;
  responded_at: OptionalTimestamp;
  diagnosed_at: OptionalTimestamp;
  resolved_at: OptionalTimestamp;
  closed_at: OptionalTimestamp;
  sys_mod_count: number;
  sys_updated_at: Timestamp;
  /** Hash of everything mapped from the record: the same content again is a no-op. */
  content_hash: string;
  /** What the checklist of ticket details looks at. */
  details: Json<{ fields: Record<string, string | null>; labels: string[]; mentions: string[] }>;
  problems: Json<TicketProblem[]>;
  first_seen_at: Timestamp;
  deleted_at: OptionalTimestamp;
  /** Set while breaches that stood when the ticket was first mirrored are shown but not raised. */
  held_back_since: OptionalTimestamp;
  /** When this ticket must be judged again although nothing changed: the next breach, warning or ladder step. */
  next_judgement_at: OptionalTimestamp;
  /** Since when versions are missing that are to be looked up in the audit trail; null where none are. */
  unexamined_since: OptionalTimestamp;
  /** What of the versions that were not observed stayed unknown; null where nothing did. */
  history: OptionalJson<HistoryGaps>;
  /** When the first of its running or overdue clocks falls, or fell, due: lists are put in order by it. */
  next_due_at: OptionalTimestamp;
  /** When its details are to be gone through: at once after every change while it is open, later for attachments. */
  details_look_at: OptionalTimestamp;
  /** What a search looks through, in lower case. Byte order, because comparing by a language's rules takes four times as long. */
  search_text: GeneratedAlways<string>;
}

/** What going through the checklist of ticket details found, of open tickets alone. */
export interface TicketDetailsTable {
  ticket_id: number;
  /** Null where they were not asked for, or cannot be read. */
  attachments: OptionalJson<{ images: number; documents: number }>;
  /** Names of rows. */
  missing: Json<string[]>;
  checked_at: Timestamp;
}

/** One version of a record as it was observed. The ticket's timeline is built from all of them, never from one alone. */
export interface TicketVersionTable {
  id: Generated<number>;
  ticket_id: number;
  /** When the record took this form: its `sys_updated_on`. */
  at: Timestamp;
  sys_mod_count: number;
  source: string;
  /** Null where the choice value is not a known one. */
  state: TicketState | null;
  priority: Priority | null;
  tier: Tier | null;
  covered: boolean | null;
  responded_at: OptionalTimestamp;
  diagnosed: boolean;
  resolved_at: OptionalTimestamp;
  closed_at: OptionalTimestamp;
}

/** One SLA clock of one ticket as last judged. */
export interface ClockTable {
  ticket_id: number;
  kind: ClockKind;
  state: ClockState;
  /** Why a cancelled clock is cancelled: `cancelled`, `not-covered` or `deleted`. */
  reason: string | null;
  /** The priority under which it finished or now stands. */
  priority: Priority | null;
  started_at: OptionalTimestamp;
  due_at: OptionalTimestamp;
  stopped_at: OptionalTimestamp;
  breached_at: OptionalTimestamp;
  superseded: Json<string[]>;
  paused: boolean;
  elapsed_ms: number;
  target_ms: number;
  /** Highest warning threshold reached, in per cent; 0 before the first. */
  warned_percent: number;
  /** When all of this came to be so; a clock that is judged again and stands as before keeps it. */
  judged_at: Timestamp;
}

/** One step that was really raised. */
export interface EscalationTable {
  id: Generated<number>;
  ticket_id: number;
  /** When the episode began, by the ticket's history: with the level and ordinal it names the step. */
  episode_began_at: Timestamp;
  level: EscalationLevel;
  /** 1 for the first raise of this level in the episode, 2 for the second, … */
  ordinal: number;
  at: Timestamp;
  route: Route;
  trigger: EscalationTrigger;
  message_id: string;
}

/** What a person ordered for a ticket's ladder. */
export interface LadderCommandTable {
  id: Generated<number>;
  ticket_id: number;
  at: Timestamp;
  kind: 'acknowledge' | 'stand-down' | 'adopt';
  until: OptionalTimestamp;
  who: string;
  note: string;
}

/** One write-back. The id is the one in the note's marker. A job in the queue sends it. */
export interface OutboxMessageTable {
  id: string;
  /** The order in which messages are sent. */
  seq: Generated<number>;
  ticket_id: number;
  table_name: string;
  sys_id: string;
  ticket_number: string;
  kind: MessageKind;
  level: EscalationLevel | null;
  state: MessageState;
  attempts: number;
  reason: string | null;
  last_error: Generated<string | null>;
  last_error_code: Generated<string | null>;
  /** What is sent: field names of ServiceNow to values. */
  fields: Json<Record<string, string>>;
  /** True where an earlier life of this database may have sent it: its marker is looked up before the first attempt too. */
  may_exist: boolean;
  created_at: Timestamp;
  /** Last time it was handed to the network. */
  handed_at: OptionalTimestamp;
  delivered_at: OptionalTimestamp;
}

/** Versions of records that are our own writes, so that their echo causes nothing. */
export interface OwnWriteTable {
  table_name: string;
  sys_id: string;
  sys_mod_count: number;
  at: Timestamp;
}

/** How far each table has been read. */
export interface SyncCursorTable {
  table_name: string;
  /** Watermark: everything up to (updated_at, sys_id) has been applied. Null before the first load is complete. */
  updated_at: OptionalTimestamp;
  sys_id: string | null;
  /** First load: the last sys_id applied, and the watermark to continue from once it is complete. */
  first_load_sys_id: string | null;
  first_load_from_at: OptionalTimestamp;
  first_load_done: boolean;
  last_poll_at: OptionalTimestamp;
  last_poll_outcome: string | null;
}

/** Every webhook that was accepted, by its `webhook-id`; remembered for 24 h. */
export interface WebhookDeliveryTable {
  id: string;
  table_name: string;
  sys_id: string;
  operation: string;
  sys_mod_count: number | null;
  received_at: Timestamp;
  /** `accepted`, then `applied`, `echo`, `not-found` or `failed`. */
  state: string;
  done_at: OptionalTimestamp;
}

export interface ReconcileRunTable {
  id: string;
  table_name: string;
  started_at: Timestamp;
  finished_at: OptionalTimestamp;
  /** Null while it runs, then `complete`, `incomplete` or `failed`. */
  outcome: string | null;
  scanned: number;
  inserted: number;
  updated: number;
  deleted: number;
}

export interface AdminAuditTable {
  id: Generated<number>;
  at: Timestamp;
  who: string;
  action: string;
  target: string;
  idempotency_key: string | null;
  outcome: string;
}

export interface IdempotencyKeyTable {
  key: string;
  who: string;
  path: string;
  body_hash: string;
  status: number;
  /** `json`, which keeps the order of its members: a repeated request is answered byte for byte as before. */
  body: Json<object>;
  at: Timestamp;
}

/** One row: whether write-backs are held, and since when. */
export interface StormGuardTable {
  id: number;
  held_since: OptionalTimestamp;
  released_at: OptionalTimestamp;
  released_by: string | null;
}

/** One row: how far the instance's clock was ahead of ours when last measured, for starts while it cannot be asked. */
export interface InstanceClockTable {
  id: number;
  skew_ms: number;
  measured_at: OptionalTimestamp;
}

/** One row: by which rules the stored clocks are judged; empty before the first start. */
export interface RulesTable {
  id: number;
  fingerprint: string;
  /** How many tickets were to be judged anew when these rules came into force. */
  tickets: Generated<number>;
}

/** One ticket that is still to be judged by the rules in force. */
export interface RejudgingTable {
  ticket_id: number;
}
