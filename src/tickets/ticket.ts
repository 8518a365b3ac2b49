import type { Instant } from '../time/instant.ts';
import type { Channel, Priority, TicketProblem, TicketState, Tier } from '../vocabulary.ts';
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
  /** When it was first mirrored, on the instance's clock. */
  readonly firstSeenAt: Instant;
  readonly deletedAt: Instant | null;
}
