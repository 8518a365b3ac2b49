import type { Instant } from '../time/instant.ts';
import type { Channel, Priority, TicketProblem, TicketState, Tier } from '../vocabulary.ts';

/** What one record says about its ticket, in our words. Null where it says nothing that we understand. */
export interface Observation {
  readonly table: string;
  readonly sysId: string;
  readonly number: string;
  readonly state: TicketState | null;
  readonly priority: Priority | null;
  /** Null only where the account may not read the assignment group. */
  readonly tier: Tier | null;
  readonly channel: Channel;
  /** False where the record does not say how it was raised, or in words unknown to us; the channel is then `other`. */
  readonly isChannelKnown: boolean;
  /** sys_id of the account. */
  readonly account: string | null;
  readonly accountName: string | null;
  readonly serviceLine: string | null;
  /** Whether contract and service stand; null where the account may not read that. */
  readonly covered: boolean | null;
  readonly openedAt: Instant | null;
  /** By the configured field alone. */
  readonly respondedAt: Instant | null;
  /** Whether the configured field is filled. */
  readonly diagnosed: boolean;
  readonly resolvedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly shortDescription: string;
  readonly description: string;
  /** Its name, or its sys_id where the name cannot be read. */
  readonly assignmentGroup: string | null;
  /** sys_id of the person. */
  readonly assignedTo: string | null;
  /** User name of whoever changed the record last. */
  readonly updatedBy: string | null;
  readonly sysModCount: number;
  readonly sysUpdatedAt: Instant;
  /** The fields that the ticket-details checklist looks at, by ServiceNow's names; null where the account may not read one. */
  readonly details: Readonly<Record<string, string | null>>;
  readonly problems: readonly TicketProblem[];
}
