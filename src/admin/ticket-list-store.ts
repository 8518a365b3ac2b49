import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../store/database.ts';
import type { TicketTable } from '../store/schema.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ticketFromRow } from '../tickets/ticket-store.ts';
import type { ClockKind } from '../vocabulary.ts';
import { cutPage, idPlace, instantPlace, readCursor } from './list-query.ts';
import { line } from './text-schema.ts';
import type { TicketFilter, TicketListQuery, TicketSort } from './ticket-list-query.ts';

export interface TicketPage {
  readonly tickets: readonly Ticket[];
  /** Live tickets that match, on all pages. */
  readonly total: number;
  readonly nextCursor: string | null;
}

interface Order {
  /** What is compared. A fixed text: nothing of a request enters it. There is an index on it, or on what it needs. */
  readonly key: string;
  /** The kind of place that a cursor of this order holds. Instants travel as milliseconds. */
  readonly place: 'instant' | 'number' | 'text';
}

/** A ticket on which nothing is due comes last. */
const dueOr = (column: string): string => `coalesce(${column}, '9999-12-31T00:00:00Z')`;

const orders: Record<TicketSort, Order> = {
  dueAt: { key: dueOr('ticket.next_due_at'), place: 'instant' },
  openedAt: { key: 'ticket.opened_at', place: 'instant' },
  updatedAt: { key: 'ticket.sys_updated_at', place: 'instant' },
  priority: {
    key: "array_position(array['critical', 'high', 'normal', 'low'], ticket.priority)",
    place: 'number',
  },
  number: { key: 'ticket.number', place: 'text' },
};

/** By the clock of one kind alone, from {@link dueOfKind}. */
const byClock: Order = { key: dueOr('open_clock.due_at'), place: 'instant' };

const places = {
  instant: instantPlace,
  number: z.number().int().min(0).max(100),
  text: line(80),
};

type Row = Selectable<TicketTable> & { readonly sort_key: Date | number | string };

/** One page of the live tickets that match. The page goes on from its cursor's place, whatever came and went before it. */
export async function listTickets(db: Db, query: TicketListQuery): Promise<TicketPage> {
  const { rows: counts } = await sql<{ total: number }>`
    select count(*)::int as total from ticket where ${matching(query)}`.execute(db);
  const { total } = counts[0]!;
  const rows = total === 0 ? [] : await selectPage(db, query);
  const page = cutPage(rows, query.limit, (row) => [query.sort, placeOf(row.sort_key), row.id]);
  return {
    tickets: page.rows.map(ticketFromRow),
    total,
    nextCursor: page.nextCursor,
  };
}

/** One row more than a page holds. Put in order are keys alone; whole tickets are fetched only for the page. */
async function selectPage(db: Db, query: TicketListQuery): Promise<readonly Row[]> {
  const order = orderOf(query);
  const key = sql.raw(order.key);
  const direction = sql.raw(query.sort.startsWith('-') ? 'desc' : 'asc');
  const { rows } = await sql<Row>`
    with page as (
      select ticket.id, ${key} as sort_key from ticket ${order === byClock ? dueOfKind(query.clock!) : sql``}
      where ${matching(query)} and ${afterCursor(query, order)}
      order by ${key} ${direction}, ticket.id ${direction}
      limit ${query.limit + 1}
    )
    select ticket.*, page.sort_key from page join ticket on ticket.id = page.id
    order by page.sort_key ${direction}, page.id ${direction}`.execute(db);
  return rows;
}

function orderOf({ sort, clock }: TicketListQuery): Order {
  const name = sort.replace('-', '') as TicketSort;
  return name === 'dueAt' && clock !== undefined ? byClock : orders[name];
}

function dueOfKind(kind: ClockKind): RawBuilder<unknown> {
  return sql`left join clock as open_clock on open_clock.ticket_id = ticket.id and open_clock.kind = ${kind}
    and open_clock.state in ('running', 'breached')`;
}

/** The condition that the live tickets of a filter fulfil. */
export function matching(filter: TicketFilter): RawBuilder<SqlBool> {
  return sql`${sql.join(conditionsOf(filter), sql` and `)}`;
}

function conditionsOf(query: TicketFilter): RawBuilder<SqlBool>[] {
  const conditions = [sql<SqlBool>`ticket.deleted_at is null`];
  if (query.state !== undefined) conditions.push(sql`ticket.state in (${sql.join(query.state)})`);
  if (query.priority !== undefined) conditions.push(sql`ticket.priority in (${sql.join(query.priority)})`);
  if (query.tier !== undefined) conditions.push(sql`ticket.tier in (${sql.join(query.tier)})`);
  if (query.table !== undefined) conditions.push(sql`ticket.table_name = ${query.table}`);
  if (query.account !== undefined) conditions.push(sql`ticket.account = ${query.account}`);
  if (query.clockState !== undefined) conditions.push(clockCondition(query.clockState, query.clock));
  if (query.details !== undefined) conditions.push(detailsCondition(query.details));
  if (query.q !== undefined) conditions.push(searchCondition(query.q));
  if (query.heldBack !== undefined) {
    conditions.push(sql`(ticket.held_back_since is not null) = ${query.heldBack}`);
  }
  return conditions;
}

function clockCondition(states: readonly string[], kind: string | undefined): RawBuilder<SqlBool> {
  const ofKind = kind === undefined ? sql`` : sql`and clock.kind = ${kind}`;
  return sql`ticket.id in (select ticket_id from clock where clock.state in (${sql.join(states)}) ${ofKind})`;
}

/** As they were found when last gone through: open tickets alone. */
function detailsCondition(wanted: 'missing' | 'complete'): RawBuilder<SqlBool> {
  const comparison = sql.raw(wanted === 'missing' ? '<>' : '=');
  return sql`ticket.id in (select ticket_id from ticket_details where missing ${comparison} '[]'::jsonb)`;
}

/** Every ticket is looked at, which takes time with their number; an index could not help a search for part of a word. */
function searchCondition(text: string): RawBuilder<SqlBool> {
  const pattern = `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return sql`ticket.search_text like lower(${pattern})`;
}

function afterCursor(query: TicketListQuery, order: Order): RawBuilder<SqlBool> {
  if (query.cursor === undefined) return sql`true`;
  const shape = z.tuple([z.literal(query.sort), places[order.place], idPlace]);
  const [sort, place, lastId] = readCursor(query.cursor, shape);
  const comparison = sql.raw(sort.startsWith('-') ? '<' : '>');
  return sql`(${sql.raw(order.key)}, ticket.id) ${comparison} (${place}, ${lastId})`;
}

function placeOf(key: Row['sort_key']): string | number {
  return key instanceof Date ? key.getTime() : key;
}
