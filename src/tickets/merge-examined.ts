import type { CompletedHistory } from './audit-history.ts';
import type { ObservedVersion } from './build-timeline.ts';
import type { Ticket } from './ticket.ts';

/** What looking up the whole history of a ticket came to. */
export interface ExaminedTicket extends CompletedHistory {
  readonly id: number;
  /** Its latest version when it was looked up. */
  readonly sysModCount: number;
}

/** A ticket with what was found out about its history. A version that came meanwhile may have left a gap of its own. */
export function mergeExamined(
  known: Ticket,
  { sysModCount, history, versions }: ExaminedTicket,
): { readonly ticket: Ticket; readonly versions: readonly ObservedVersion[] } {
  const isUpToDate = known.sysModCount === sysModCount;
  return { ticket: isUpToDate ? { ...known, unexaminedSince: null, history } : known, versions };
}
