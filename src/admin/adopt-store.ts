import { sql } from 'kysely';
import type { Tx } from '../store/database.ts';
import type { TicketFilter } from './ticket-list-query.ts';
import { matching } from './ticket-list-store.ts';

/** Finds and locks the tickets whose breaches are held back, by number or by filter; the longest overdue first. */
export async function lockHeldBackTickets(
  tx: Tx,
  { numbers, filter }: { readonly numbers?: readonly string[]; readonly filter: TicketFilter },
): Promise<{ id: number; number: string }[]> {
  const named = numbers === undefined ? sql`true` : sql`ticket.number = any(${[...numbers]}::text[])`;
  const { rows } = await sql<{ id: number; number: string }>`
    select ticket.id, ticket.number from ticket
    where ticket.held_back_since is not null and ${named} and ${matching(filter)}
    order by ticket.held_back_since, ticket.id for update`.execute(tx);
  return rows;
}
