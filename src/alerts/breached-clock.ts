import type { Instant } from '../time/instant.ts';
import type { ClockKind, EscalationLevel, Priority } from '../vocabulary.ts';

/** What is stored of a clock that has used up its target: of one that still does, or of one that has come to an end. */
export interface BreachedClock {
  readonly ticket: AlertedTicket;
  readonly kind: ClockKind;
  /** The priority under which it finished or now stands. */
  readonly priority: Priority;
  readonly dueAt: Instant | null;
  readonly breachedAt: Instant;
  /** When it stopped being overdue; null while it is. */
  readonly endedAt: Instant | null;
  /** The ticket's last step of the ladder; 0 before the first. */
  readonly level: EscalationLevel | 0;
}

export interface AlertedTicket {
  readonly id: number;
  readonly table: string;
  readonly sysId: string;
  readonly number: string;
  readonly account: string | null;
  readonly serviceLine: string | null;
  readonly shortDescription: string;
}
