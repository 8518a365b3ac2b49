import { type Insertable, type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../store/database.ts';
import { fromDate, toDate } from '../store/dates.ts';
import type { TicketTable, TicketVersionTable } from '../store/schema.ts';
import type { Instant } from '../time/instant.ts';
import type { ObservedVersion } from './build-timeline.ts';
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
    .where('sys_id', 'in', [...sysIds])
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
    .where('id', 'in', [...ids])
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
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(ticketFromRow);
}

/** Stores tickets, new ones and known ones, and returns them with their ids. */
export async function saveTickets(tx: Tx, tickets: readonly Ticket[]): Promise<Ticket[]> {
  if (tickets.length === 0) return [];
  const saved = await tx
    .insertInto('ticket')
    .values(tickets.map(rowFromTicket))
    .onConflict((conflict) =>
      conflict.columns(['table_name', 'sys_id']).doUpdateSet((eb) => ({
        number: eb.ref('excluded.number'),
        state: eb.ref('excluded.state'),
        priority: eb.ref('excluded.priority'),
        channel: eb.ref('excluded.channel'),
        is_channel_known: eb.ref('excluded.is_channel_known'),
        tier: eb.ref('excluded.tier'),
        account: eb.ref('excluded.account'),
        service_line: eb.ref('excluded.service_line'),
        covered: eb.ref('excluded.covered'),
        short_description: eb.ref('excluded.short_description'),
        assignment_group: eb.ref('excluded.assignment_group'),
        opened_at: eb.ref('excluded.opened_at'),
        closed_at: eb.ref('excluded.closed_at'),
        sys_mod_count: eb.ref('excluded.sys_mod_count'),
        sys_updated_at: eb.ref('excluded.sys_updated_at'),
        content_hash: eb.ref('excluded.content_hash'),
        details: eb.ref('excluded.details'),
        problems: eb.ref('excluded.problems'),
        deleted_at: eb.ref('excluded.deleted_at'),
      })),
    )
    .returning(['id', 'sys_id'])
    .execute();
  const ids = new Map(saved.map((row) => [row.sys_id, row.id]));
  return tickets.map((ticket) => ({ ...ticket, id: ids.get(ticket.sysId)! }));
}

/** Writes what judging a ticket found beside the clocks, and when it is to be judged again. */
export async function saveJudgements(
  tx: Tx,
  judged: readonly {
    ticketId: number;
    milestones: Milestones;
    heldBackSince: Instant | null;
    nextJudgementAt: Instant | null;
    nextDueAt: Instant | null;
  }[],
): Promise<void> {
  if (judged.length === 0) return;
  const rows = judged.map((one) => ({
    id: one.ticketId,
    responded_at: toDate(one.milestones.respondedAt),
    diagnosed_at: toDate(one.milestones.diagnosedAt),
    resolved_at: toDate(one.milestones.resolvedAt),
    held_back_since: toDate(one.heldBackSince),
    next_judgement_at: toDate(one.nextJudgementAt),
    next_due_at: toDate(one.nextDueAt),
  }));
  await sql`
    update ticket set
      responded_at = judged.responded_at, diagnosed_at = judged.diagnosed_at, resolved_at = judged.resolved_at,
      held_back_since = judged.held_back_since, next_judgement_at = judged.next_judgement_at,
      next_due_at = judged.next_due_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as judged (
      id integer, responded_at timestamptz, diagnosed_at timestamptz, resolved_at timestamptz,
      held_back_since timestamptz, next_judgement_at timestamptz, next_due_at timestamptz
    )
    where ticket.id = judged.id`.execute(tx);
}

/** Remembers observed versions; one that is known already is left as it is. */
export async function insertVersions(
  tx: Tx,
  versions: readonly { ticketId: number; version: ObservedVersion; source: string }[],
): Promise<void> {
  if (versions.length === 0) return;
  await tx
    .insertInto('ticket_version')
    .values(versions.map(({ ticketId, version, source }) => rowFromVersion(ticketId, version, source)))
    .onConflict((conflict) => conflict.columns(['ticket_id', 'at', 'sys_mod_count']).doNothing())
    .execute();
}

/** All observed versions of these tickets, by ticket id. */
export async function loadVersions(
  db: Db | Tx,
  ticketIds: readonly number[],
): Promise<Map<number, ObservedVersion[]>> {
  const versions = new Map<number, ObservedVersion[]>(ticketIds.map((id) => [id, []]));
  if (ticketIds.length === 0) return versions;
  const rows = await db
    .selectFrom('ticket_version')
    .selectAll()
    .where('ticket_id', 'in', [...ticketIds])
    .orderBy('at')
    .orderBy('sys_mod_count')
    .execute();
  for (const row of rows) versions.get(row.ticket_id)?.push(versionFromRow(row));
  return versions;
}

/** Marks a record as deleted in ServiceNow; returns its ticket, or null where it is not mirrored or was marked already. */
export async function markDeleted(tx: Tx, table: string, sysId: string, at: Instant): Promise<Ticket | null> {
  const row = await tx
    .updateTable('ticket')
    .set({ deleted_at: new Date(at) })
    .where('table_name', '=', table)
    .where('sys_id', '=', sysId)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? null : ticketFromRow(row);
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
    firstSeenAt: row.first_seen_at.getTime(),
    deletedAt: fromDate(row.deleted_at),
  };
}

function rowFromTicket(ticket: Ticket): Insertable<TicketTable> {
  return {
    table_name: ticket.table,
    sys_id: ticket.sysId,
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
    opened_at: new Date(ticket.openedAt),
    closed_at: toDate(ticket.closedAt),
    sys_mod_count: ticket.sysModCount,
    sys_updated_at: new Date(ticket.sysUpdatedAt),
    content_hash: ticket.contentHash,
    details: JSON.stringify(ticket.details),
    problems: JSON.stringify(ticket.problems),
    first_seen_at: new Date(ticket.firstSeenAt),
    deleted_at: toDate(ticket.deletedAt),
  };
}

function rowFromVersion(
  ticketId: number,
  version: ObservedVersion,
  source: string,
): Insertable<TicketVersionTable> {
  return {
    ticket_id: ticketId,
    at: new Date(version.at),
    sys_mod_count: version.sysModCount,
    source,
    state: version.state,
    priority: version.priority,
    tier: version.tier,
    covered: version.covered,
    responded_at: toDate(version.respondedAt),
    diagnosed: version.diagnosed,
    resolved_at: toDate(version.resolvedAt),
    closed_at: toDate(version.closedAt),
  };
}

function versionFromRow(row: Selectable<TicketVersionTable>): ObservedVersion {
  return {
    at: row.at.getTime(),
    sysModCount: row.sys_mod_count,
    state: row.state,
    priority: row.priority,
    tier: row.tier,
    covered: row.covered,
    respondedAt: fromDate(row.responded_at),
    diagnosed: row.diagnosed,
    resolvedAt: fromDate(row.resolved_at),
    closedAt: fromDate(row.closed_at),
  };
}
