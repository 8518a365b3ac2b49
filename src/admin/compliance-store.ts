import { sql } from 'kysely';
import { type ComplianceTable, emptyComplianceTable } from '../evaluate/compliance.ts';
import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { ClockKind, ClockState, Priority } from '../vocabulary.ts';

/** A stretch of time: from `from` on, before `to`. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

interface Count {
  readonly priority: Priority;
  readonly kind: ClockKind;
  readonly state: ClockState;
  readonly count: number;
  readonly superseded: number;
}

/** How the clocks stand of the tickets that were opened in the period, deleted ones left out. */
export async function countCompliance(db: Db, { from, to }: Period): Promise<ComplianceTable> {
  const { rows } = await sql<Count>`
    select coalesce(clock.priority, ticket.priority) as priority, clock.kind, clock.state,
      count(*)::int as count, sum(jsonb_array_length(clock.superseded))::int as superseded
    from ticket join clock on clock.ticket_id = ticket.id
    where ticket.deleted_at is null and ticket.opened_at >= ${new Date(from)} and ticket.opened_at < ${new Date(to)}
    group by 1, 2, 3`.execute(db);
  const table = emptyComplianceTable();
  for (const found of rows) {
    const row = table.find((one) => one.priority === found.priority && one.kind === found.kind)!;
    row.counts[found.state] += found.count;
    row.superseded += found.superseded;
  }
  return table;
}
