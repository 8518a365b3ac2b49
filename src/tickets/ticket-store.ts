import { type Selectable, sql } from 'kysely';
import {
  type BulkColumns,
  type BulkRow,
  isDistinct,
  nameColumns,
  selectRows,
  setColumns,
} from '../store/bulk-rows.ts';
import type { Db, Tx } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { TicketTable } from '../store/schema.ts';
import type { Instant } from '../time/instant.ts';
import { storedHistory, WHOLE } from './history-gaps.ts';
import type { Ticket } from './ticket.ts';

/** The milestones that judging a ticket found. */
export interface Milestones {
  readonly respondedAt: Instant | null;
  readonly diagnosedAt: Instant | null;
  readonly resolvedAt: Instant | null;
}

/** Finds and locks what is mirrored of these records, by sys_id. */
export async function lockTicketsBySysId(
  tx: Tx,
  table: string,
  sysIds: readonly string[],
): Promise<Map<string, Ticket>> {
  const rows = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('table_name', '=', table)
    .where('sys_id', '=', sql<string>`any(${[...sysIds]}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.sys_id, ticketFromRow(row)]));
}

/** Finds and locks tickets by our id. */
export async function lockTickets(tx: Tx, ids: readonly number[]): Promise<Ticket[]> {
  const rows = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', sql<number>`any(${[...ids]}::integer[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.map(ticketFromRow);
}

/** A ticket by our id. Throws where there is none. */
export async function loadTicket(db: Db | Tx, id: number): Promise<Ticket> {
  const row = await db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  return ticketFromRow(row);
}

/** Tickets by our ids, in no order; those that there are. */
export async function loadTickets(db: Db | Tx, ids: readonly number[]): Promise<Ticket[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', sql<number>`any(${[...ids]}::integer[])`)
    .execute();
  return rows.map(ticketFromRow);
}

/** A ticket as it is stored: what the record says, and what judging it came to. */
export interface JudgedTicket {
  readonly ticket: Ticket;
  readonly standing: Standing;
}

/** What judging a ticket found beside its clocks, and when it is to be judged again. */
export interface Standing {
  readonly milestones: Milestones;
  readonly heldBackSince: Instant | null;
  readonly nextJudgementAt: Instant | null;
  readonly nextDueAt: Instant | null;
}

/** Sets ids aside for tickets that are about to be inserted. */
export async function reserveTicketIds(tx: Tx, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('ticket', 'id'))::integer as id
    from generate_series(1, ${count}::integer)`.execute(tx);
  return rows.map((row) => row.id);
}

/** Somebody else mirrored one of the records between our look and our insert; whoever looks again finds it. */
export class MirroredMeanwhile extends Error {
  readonly code = 'mirrored-meanwhile';
}

/** Inserts new tickets under their reserved ids. Throws {@link MirroredMeanwhile}; nothing may be committed then. */
export async function insertTickets(tx: Tx, judged: readonly JudgedTicket[]): Promise<void> {
  if (judged.length === 0) return;
  const columns = { ...ticketColumns, ...identityColumns, ...standingColumns };
  // Two who mirror the same records at once wait for each other, and not both for ever, if they go in the same order.
  const inOrder = judged.toSorted((one, other) => (one.ticket.sysId < other.ticket.sysId ? -1 : 1));
  const rows = inOrder.map(({ ticket, standing }) => ({
    ...identityRow(ticket),
    ...ticketRow(ticket),
    ...standingRow(standing),
  }));
  const { numAffectedRows } = await sql`
    insert into ticket (${nameColumns(columns)}) overriding system value ${selectRows(columns, rows)}
    on conflict (table_name, sys_id) do nothing`.execute(tx);
  if (Number(numAffectedRows) < rows.length) throw new MirroredMeanwhile('A record was mirrored meanwhile.');
}

/** Stores what the records of known tickets say now, with what judging them came to. */
export async function updateTickets(tx: Tx, judged: readonly JudgedTicket[]): Promise<void> {
  if (judged.length === 0) return;
  const rows = judged.map(({ ticket, standing }) => ({
    id: ticket.id,
    ...ticketRow(ticket),
    ...standingRow(standing),
  }));
  await updateRows(tx, { id: 'integer', ...ticketColumns, ...standingColumns }, rows);
  const done = judged.filter(({ ticket }) => !isOpen(ticket)).map(({ ticket }) => ticket.id);
  await forgetDetails(tx, done);
}

/** What open tickets lack is counted, and over 100,000 of them looking up which are open would take most of the time. */
async function forgetDetails(tx: Tx, ticketIds: readonly number[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await sql`delete from ticket_details where ticket_id = any(${[...ticketIds]}::integer[])`.execute(tx);
}

/** Stores what judging tickets came to whose records have not changed. */
export async function saveJudgements(tx: Tx, judged: readonly JudgedTicket[]): Promise<void> {
  if (judged.length === 0) return;
  const rows = judged.map(({ ticket, standing }) => ({ id: ticket.id, ...standingRow(standing) }));
  await updateRows(tx, { id: 'integer', ...standingColumns }, rows);
}

async function updateRows<Columns extends BulkColumns>(
  tx: Tx,
  columns: Columns,
  rows: readonly BulkRow<Columns>[],
): Promise<void> {
  await sql`
    update ticket set ${setColumns(columns, 'judged', ['id'])} from (${selectRows(columns, rows)}) as judged
    where ticket.id = judged.id and ${isDistinct(columns, 'ticket', 'judged', ['id'])}`.execute(tx);
}

/** Marks a record as deleted in ServiceNow; returns its ticket, or null where it is not mirrored or was marked already. */
export async function markDeleted(tx: Tx, table: string, sysId: string, at: Instant): Promise<Ticket | null> {
  const row = await tx
    .updateTable('ticket')
    .set({ deleted_at: new Date(at), details_look_at: null })
    .where('table_name', '=', table)
    .where('sys_id', '=', sysId)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return null;
  await forgetDetails(tx, [row.id]);
  return ticketFromRow(row);
}

export function ticketFromRow(row: Selectable<TicketTable>): Ticket {
  return {
    id: row.id,
    table: row.table_name,
    sysId: row.sys_id,
    number: row.number,
    state: row.state,
    priority: row.priority,
    channel: row.channel,
    isChannelKnown: row.is_channel_known,
    tier: row.tier,
    account: row.account,
    serviceLine: row.service_line,
    covered: row.covered,
    shortDescription: row.short_description,
    assignmentGroup: row.assignment_group,
    openedAt: row.opened_at.getTime(),
    respondedAt: fromDate(row.responded_at),
    diagnosedAt: fromDate(row.diagnosed_at),
    resolvedAt: fromDate(row.resolved_at),
    closedAt: fromDate(row.closed_at),
    sysModCount: row.sys_mod_count,
    sysUpdatedAt: row.sys_updated_at.getTime(),
    contentHash: row.content_hash,
    details: row.details,
    problems: row.problems,
    unexaminedSince: fromDate(row.unexamined_since),
    history: row.history ?? WHOLE,
    firstSeenAt: row.first_seen_at.getTime(),
    deletedAt: fromDate(row.deleted_at),
  };
}

const identityColumns = {
  id: 'integer',
  table_name: 'text',
  sys_id: 'text',
  first_seen_at: 'instant',
} as const;

function identityRow(ticket: Ticket): BulkRow<typeof identityColumns> {
  return {
    id: ticket.id,
    table_name: ticket.table,
    sys_id: ticket.sysId,
    first_seen_at: ticket.firstSeenAt,
  };
}

const ticketColumns = {
  number: 'text',
  state: 'text',
  priority: 'text',
  channel: 'text',
  is_channel_known: 'boolean',
  tier: 'smallint',
  account: 'text',
  service_line: 'text',
  covered: 'boolean',
  short_description: 'text',
  assignment_group: 'text',
  opened_at: 'instant',
  closed_at: 'instant',
  sys_mod_count: 'integer',
  sys_updated_at: 'instant',
  content_hash: 'text',
  details: 'json',
  problems: 'json',
  unexamined_since: 'instant',
  history: 'json',
  deleted_at: 'instant',
  details_look_at: 'instant',
} as const;

function ticketRow(ticket: Ticket): BulkRow<typeof ticketColumns> {
  return {
    number: ticket.number,
    state: ticket.state,
    priority: ticket.priority,
    channel: ticket.channel,
    is_channel_known: ticket.isChannelKnown,
    tier: ticket.tier,
    account: ticket.account,
    service_line: ticket.serviceLine,
    covered: ticket.covered,
    short_description: ticket.shortDescription,
    assignment_group: ticket.assignmentGroup,
    opened_at: ticket.openedAt,
    closed_at: ticket.closedAt,
    sys_mod_count: ticket.sysModCount,
    sys_updated_at: ticket.sysUpdatedAt,
    content_hash: ticket.contentHash,
    details: ticket.details,
    problems: ticket.problems,
    unexamined_since: ticket.unexaminedSince,
    history: storedHistory(ticket.history),
    deleted_at: ticket.deletedAt,
    // It was just read, and nobody has gone through what it says now.
    details_look_at: isOpen(ticket) ? ticket.sysUpdatedAt : null,
  };
}

function isOpen({ state }: Ticket): boolean {
  return state === 'new' || state === 'open' || state === 'waiting';
}

const standingColumns = {
  responded_at: 'instant',
  diagnosed_at: 'instant',
  resolved_at: 'instant',
  held_back_since: 'instant',
  next_judgement_at: 'instant',
  next_due_at: 'instant',
} as const;

function standingRow(standing: Standing): BulkRow<typeof standingColumns> {
  const { milestones, heldBackSince, nextJudgementAt, nextDueAt } = standing;
  return {
    responded_at: milestones.respondedAt,
    diagnosed_at: milestones.diagnosedAt,
    resolved_at: milestones.resolvedAt,
    held_back_since: heldBackSince,
    next_judgement_at: nextJudgementAt,
    next_due_at: nextDueAt,
  };
}
