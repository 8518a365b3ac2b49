import type { EventLogValues } from './event-log-values.ts';
import type { ReportFinding } from './import-finding.ts';
import type { EventLogRow } from './read-event-log.ts';
import type { TicketUpdates } from './ticket-history.ts';
import { type TicketUpdate, toTicketUpdate } from './ticket-update.ts';

/** All that a log says, by ticket, in the order in which the tickets first appear. */
export interface GroupedLog {
  readonly rowCount: number;
  readonly tickets: readonly TicketUpdates[];
}

/** Gathers the rows of each ticket, wherever in the log they stand. Rows that cannot be used are reported. */
export async function groupByTicket(
  rows: AsyncIterable<EventLogRow>,
  values: EventLogValues,
  report: ReportFinding,
): Promise<GroupedLog> {
  const groups = new Map<string, { number: string; serviceLine: string; updates: TicketUpdate[] }>();
  let rowCount = 0;
  for await (const row of rows) {
    rowCount += 1;
    const update = toTicketUpdate(row, values, report);
    if (update === null) continue;
    const group = groups.get(row.number) ?? { number: row.number, serviceLine: '', updates: [] };
    group.updates.push(update);
    group.serviceLine ||= row.serviceLine;
    groups.set(group.number, group);
  }
  return { rowCount, tickets: [...groups.values()] };
}
