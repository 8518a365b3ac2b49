import { isOwnMachine } from '../config/environment-value.ts';

interface NamedTicket {
  readonly number: string;
  readonly table: string;
}

/** A ticket's page in the console. */
export function ticketPage(publicUrl: string, { number, table }: NamedTicket): string {
  return `${publicUrl}/console/tickets/${encodeURIComponent(number)}?table=${encodeURIComponent(table)}`;
}

/** The same for people at other machines; null while the service is known by an address of its own machine alone. */
export function ticketPageElsewhere(publicUrl: string): (ticket: NamedTicket) => string | null {
  return isOwnMachine(publicUrl) ? () => null : (ticket) => ticketPage(publicUrl, ticket);
}
