import { HttpProblem } from '../http/problem.ts';
import type { Db } from '../store/database.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { ticketFromRow } from '../tickets/ticket-store.ts';

/**
 * Finds a ticket by the number that people know it by. Live ones come before those deleted in ServiceNow. Throws
 * {@link HttpProblem}: `ticket-not-found`; `ticket-ambiguous` where two tables have the number and none is named.
 */
export async function findTicket(db: Db, number: string, table: string | undefined): Promise<Ticket> {
  let query = db.selectFrom('ticket').selectAll().where('number', '=', number);
  if (table !== undefined) query = query.where('table_name', '=', table);
  const rows = await query.orderBy('id', 'desc').limit(20).execute();
  const live = rows.filter((row) => row.deleted_at === null);
  const candidates = live.length > 0 ? live : rows;
  const tables = [...new Set(candidates.map((row) => row.table_name))].sort();
  if (candidates[0] === undefined) throw new HttpProblem('ticket-not-found');
  if (tables.length > 1) throw new HttpProblem('ticket-ambiguous', { members: { tables } });
  return ticketFromRow(candidates[0]);
}
