import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../store/database.ts';
import type { TicketTable } from '../store/schema.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ticketFromRow } from '../tickets/ticket-store.ts';
import { cutPage, idPlace, instantPlace, readCursor } from './list-query.ts';
import { line } from './text-schema.ts';
import type { TicketListQuery, TicketSort } from './ticket-list-query.ts';

export interface TicketPage {
  readonly tickets: readonly Ticket[];
  /** Live tickets that match, on all pages. */
  readonly total: number;
  readonly nextCursor: string | null;
}

interface Order {
  /** What is compared. A fixed text: nothing of a request enters it. */
  readonly key: string;
  /** The kind of place that a cursor of this order holds. Instants travel as milliseconds. */
  readonly place: 'instant' | 'number' | 'text';
}

const orders: Record<TicketSort, Order> = {
  // A ticket on which nothing is due comes last.
  dueAt: { key: "coalesce(next_due.due_at, '9999-12-31T00:00:00Z')", place: 'instant' },
  openedAt: { key: 'ticket.opened_at', place: 'instant' },
  updatedAt: { key: 'ticket.sys_updated_at', place: 'instant' },
  priority: {
    key: "array_position(array['critical', 'high', 'normal', 'low'], ticket.priority)",
    place: 'number',
  },
  number: { key: 'ticket.number', place: 'text' },
};

const places = {
  instant: instantPlace,
  number: z.number().int().min(0).max(100),
  text: line(80),
};

type Row = Selectable<TicketTable> & { readonly sort_key: Date | number | string };

/** One page of the live tickets that match. The page goes on from its cursor's place, whatever came and went before it. */
export async function listTickets(db: Db, query: TicketListQuery): Promise<TicketPage> {
  const isDescending = query.sort.startsWith('-');
  const order = orders[query.sort.replace('-', '') as TicketSort];
  const key = sql.raw(order.key);
  const direction = sql.raw(isDescending ? 'desc' : 'asc');
  const matching = sql.join(conditionsOf(query), sql` and `);
  const from = sql`from ticket ${isDueNeeded(query) ? nextDueJoin(query) : sql``}`;
  const { rows } = await sql<Row>`
    select ticket.*, ${key} as sort_key ${from}
    where ${matching} and ${afterCursor(query, order)}
    order by ${key} ${direction}, ticket.id ${direction}
    limit ${query.limit + 1}`.execute(db);
  const counted = await sql<{
    count: number;
  }>`select count(*)::int as count from ticket where ${matching}`.execute(db);
  const page = cutPage(rows, query.limit, (row) => [query.sort, placeOf(row.sort_key), row.id]);
  return {
    tickets: page.rows.map(ticketFromRow),
    total: counted.rows[0]?.count ?? 0,
    nextCursor: page.nextCursor,
  };
}

function isDueNeeded(query: TicketListQuery): boolean {
  return query.sort.endsWith('dueAt');
}

/** The next instant at which a clock of the ticket is, or was, due. */
function nextDueJoin(query: TicketListQuery): RawBuilder<unknown> {
  const ofKind = query.clock === undefined ? sql`` : sql`and kind = ${query.clock}`;
  return sql`left join (
    select ticket_id, min(due_at) as due_at from clock where state in ('running', 'breached') ${ofKind} group by ticket_id
  ) as next_due on next_due.ticket_id = ticket.id`;
}

function conditionsOf(query: TicketListQuery): RawBuilder<SqlBool>[] {
  const conditions = [sql<SqlBool>`ticket.deleted_at is null`];
  if (query.state !== undefined) conditions.push(sql`ticket.state in (${sql.join(query.state)})`);
  if (query.priority !== undefined) conditions.push(sql`ticket.priority in (${sql.join(query.priority)})`);
  if (query.tier !== undefined) conditions.push(sql`ticket.tier in (${sql.join(query.tier)})`);
  if (query.table !== undefined) conditions.push(sql`ticket.table_name = ${query.table}`);
  if (query.account !== undefined) conditions.push(sql`ticket.account = ${query.account}`);
  if (query.clockState !== undefined) conditions.push(clockCondition(query.clockState, query.clock));
  if (query.q !== undefined) conditions.push(searchCondition(query.q));
  return conditions;
}

function clockCondition(states: readonly string[], kind: string | undefined): RawBuilder<SqlBool> {
  const ofKind = kind === undefined ? sql`` : sql`and clock.kind = ${kind}`;
  return sql`ticket.id in (select ticket_id from clock where clock.state in (${sql.join(states)}) ${ofKind})`;
}

function searchCondition(text: string): RawBuilder<SqlBool> {
  const pattern = `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const searched = sql`ticket.number || ' ' || ticket.short_description || ' ' || coalesce(ticket.account, '')`;
  return sql`lower(${searched}) like lower(${pattern})`;
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
