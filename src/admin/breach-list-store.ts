import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import { type ClockKind, clockKinds, type EscalationLevel, type Priority } from '../vocabulary.ts';
import { cutPage, idPlace, instantPlace, readCursor } from './list-query.ts';
import type { ReportScope } from './report-query.ts';
import { countedPriority, inScope } from './report-scope-store.ts';

/** A clock that is or was over its target. */
export interface BreachedClock {
  readonly ticketId: number;
  readonly number: string;
  readonly table: string;
  readonly shortDescription: string;
  readonly account: string | null;
  readonly serviceLine: string | null;
  readonly priority: Priority;
  readonly clock: ClockKind;
  readonly state: 'breached' | 'missed';
  readonly openedAt: Instant;
  readonly breachedAt: Instant | null;
  readonly stoppedAt: Instant | null;
  readonly elapsedMs: number;
  readonly targetMs: number;
  /** The highest level that was raised for its ticket; 0 for none. */
  readonly highestLevel: EscalationLevel | 0;
}

export interface BreachQuery extends ReportScope {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly priority?: readonly Priority[] | undefined;
  readonly clock?: readonly ClockKind[] | undefined;
}

interface Row extends Omit<BreachedClock, 'openedAt' | 'breachedAt' | 'stoppedAt'> {
  readonly openedAt: Date;
  readonly breachedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly place: number;
}

/** The order within one ticket. */
const place = sql<number>`array_position(array['response', 'troubleshoot', 'fix'], clock.kind)`;

/** In the order in which their tickets were opened. */
export async function listBreaches(
  db: Db,
  query: BreachQuery,
): Promise<{ breaches: BreachedClock[]; nextCursor: string | null }> {
  const { rows: found } = await sql<Row>`
    select ticket.id as "ticketId", ticket.number, ticket.table_name as "table",
      ticket.short_description as "shortDescription", ticket.account, ticket.service_line as "serviceLine",
      ${countedPriority} as priority, clock.kind as clock, clock.state, ticket.opened_at as "openedAt",
      clock.breached_at as "breachedAt", clock.stopped_at as "stoppedAt", clock.elapsed_ms as "elapsedMs",
      clock.target_ms as "targetMs", ${place} as place,
      coalesce((select max(level) from escalation where escalation.ticket_id = ticket.id), 0)::int as "highestLevel"
    from ticket join clock on clock.ticket_id = ticket.id
    where ${breached(query)} and ${afterCursor(query.cursor)}
    order by ticket.opened_at, ticket.id, ${place}
    limit ${query.limit + 1}`.execute(db);
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => [
    row.openedAt.getTime(),
    row.ticketId,
    row.place,
  ]);
  return { breaches: rows.map(breachOf), nextCursor };
}

/** How many there are, on all pages. */
export async function countBreaches(db: Db, query: BreachQuery): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from ticket join clock on clock.ticket_id = ticket.id
    where ${breached(query)}`.execute(db);
  return rows[0]!.total;
}

function breached(query: BreachQuery): RawBuilder<SqlBool> {
  const conditions = [inScope(query), sql<SqlBool>`clock.state in ('breached', 'missed')`];
  if (query.priority !== undefined) conditions.push(sql`${countedPriority} in (${sql.join(query.priority)})`);
  if (query.clock !== undefined) conditions.push(sql`clock.kind in (${sql.join(query.clock)})`);
  return sql.join(conditions, sql` and `);
}

const Place = z.tuple([instantPlace, idPlace, z.number().int().min(1).max(clockKinds.length)]);

function afterCursor(cursor: string | undefined): RawBuilder<SqlBool> {
  if (cursor === undefined) return sql`true`;
  const [openedAt, id, kind] = readCursor(cursor, Place);
  return sql`(ticket.opened_at, ticket.id, ${place}) > (${openedAt}, ${id}, ${kind})`;
}

function breachOf({ place: _, openedAt, breachedAt, stoppedAt, ...row }: Row): BreachedClock {
  return {
    ...row,
    openedAt: openedAt.getTime(),
    breachedAt: breachedAt?.getTime() ?? null,
    stoppedAt: stoppedAt?.getTime() ?? null,
  };
}
