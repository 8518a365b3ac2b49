import type { Calendar } from '../calendar/calendar.ts';
import type { EscalationLevel, Priority, Tier } from '../vocabulary.ts';

/** One level of the escalation ladder. */
export interface LadderLevel {
  readonly level: EscalationLevel;
  /** "Service Desk Manager" */
  readonly position: string;
  /** How to reach them: telephone, e-mail. */
  readonly details: string;
  /** The least time before the next escalation. */
  readonly minimumMs: number;
}

/** The rules of the escalation ladder. */
export interface LadderPolicy {
  /** Levels 1 to 4, in order. */
  readonly levels: readonly [LadderLevel, LadderLevel, LadderLevel, LadderLevel];
  /** When the named contacts can be reached directly; outside it everything goes to the service desk. */
  readonly deskHours: Calendar;
  /** What minimum times are counted on, per priority; missing: elapsed time. */
  readonly minimumTimeCalendars: Partial<Readonly<Record<Priority, Calendar>>>;
  /** `automatic` climbs by itself, `manual` raises level 1 by itself and the rest on request. */
  readonly advance: 'automatic' | 'manual';
  /** How often the top level is raised in one run of the ladder. */
  readonly topLevelRaises: number;
  /** Whether the `escalation` field is set back when an episode ends while the ticket is still open. */
  readonly onEpisodeEnd: 'leave' | 'reset';
  /** The support level that a troubleshoot breach at tier 1 asks for. */
  readonly handoverTier: Tier;
}
