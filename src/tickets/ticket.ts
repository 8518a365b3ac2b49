import type { Instant } from '../time/instant.ts';
import type { Channel, HistoryGaps, Priority, TicketProblem, TicketState, Tier } from '../vocabulary.ts';
import type { DetailFacts } from './ticket-details.ts';

/** One mirrored record, normalised. */
export interface Ticket {
  /** Ours; 0 until it is stored. */
  readonly id: number;
  readonly table: string;
  readonly sysId: string;
  readonly number: string;
  readonly state: TicketState;
  readonly priority: Priority;
  readonly channel: Channel;
  /** False where ServiceNow does not say how it came, or in words unknown to us. */
  readonly isChannelKnown: boolean;
  readonly tier: Tier;
  readonly account: string | null;
  readonly serviceLine: string | null;
  readonly covered: boolean;
  readonly shortDescription: string;
  readonly assignmentGroup: string | null;
  readonly openedAt: Instant;
  readonly respondedAt: Instant | null;
  readonly diagnosedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly sysModCount: number;
  readonly sysUpdatedAt: Instant;
  readonly contentHash: string;
  readonly details: DetailFacts;
  readonly problems: readonly TicketProblem[];
  /** Since when versions are missing that were not looked up in the audit trail yet; null where none are. */
  readonly unexaminedSince: Instant | null;
  /** How far the versions that were not observed are known. */
  readonly history: HistoryGaps;
  /** When it was first mirrored, on the instance's clock. */
  readonly firstSeenAt: Instant;
  readonly deletedAt: Instant | null;
}

/**
 * Everything about a ticket that is not as it should be: what its record, or its audit trail, says in words unknown to
 * us, and versions that were missed while it was mirrored and that nobody knows.
 */
export function listProblems({ problems, history }: Ticket): TicketProblem[] {
  const { unknownBetween } = history;
  const gap = { field: 'history', value: `${unknownBetween}`, code: 'history-gap' };
  const all = [...problems, ...history.problems, ...(unknownBetween === 0 ? [] : [gap])];
  return [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
}
