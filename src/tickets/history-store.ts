import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import { buildTimeline, type ObservedVersion, type TimelineVersion } from './build-timeline.ts';
import type { Ticket } from './ticket.ts';

/** A mirrored ticket's whole history, and by what people know it. */
export interface TicketHistory {
  readonly ticket: Pick<Ticket, 'id' | 'number' | 'table' | 'account' | 'serviceLine'>;
  readonly timeline: readonly TimelineVersion[];
}

/** Live tickets opened from `from` on and before `to`; null is without a limit. */
export interface OpenedBetween {
  readonly from: Instant | null;
  readonly to: Instant | null;
}

type Row = TicketHistory['ticket'] & {
  readonly openedAt: Instant;
  readonly versions: readonly ObservedVersion[];
};

/**
 * The histories of live tickets, by id, after `afterId`, at most `limit` of them. Versions come as JSON, which is read
 * twice as fast as their rows would be.
 */
export async function loadHistories(
  db: Db,
  { from, to }: OpenedBetween,
  afterId: number,
  limit: number,
): Promise<TicketHistory[]> {
  const { rows } = await sql<Row>`
    select ticket.id, ticket.number, ticket.table_name as "table", ticket.account, ticket.service_line as "serviceLine",
      ${instantOf('ticket.opened_at')} as "openedAt", (
        select coalesce(json_agg(json_build_object(
          'at', ${instantOf('version.at')}, 'sysModCount', version.sys_mod_count, 'state', version.state,
          'priority', version.priority, 'tier', version.tier, 'covered', version.covered,
          'respondedAt', ${instantOf('version.responded_at')}, 'diagnosed', version.diagnosed,
          'resolvedAt', ${instantOf('version.resolved_at')}, 'closedAt', ${instantOf('version.closed_at')}
        )), '[]')
        from ticket_version as version where version.ticket_id = ticket.id
      ) as versions
    from ticket
    where ticket.deleted_at is null and ticket.id > ${afterId}
      and ${from === null ? sql`true` : sql`ticket.opened_at >= ${new Date(from)}`}
      and ${to === null ? sql`true` : sql`ticket.opened_at < ${new Date(to)}`}
    order by ticket.id limit ${limit}`.execute(db);
  return rows.map(({ openedAt, versions, ...ticket }) => ({
    ticket,
    timeline: buildTimeline(openedAt, versions, null),
  }));
}

/** Epoch milliseconds, to the last one: instants are stored to the millisecond. */
function instantOf(column: string): RawBuilder<Instant> {
  return sql`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;
}
