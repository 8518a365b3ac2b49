import type { Calendar } from '../calendar/calendar.ts';
import type { ClockKind, Priority } from '../vocabulary.ts';

/** How one clock runs under one priority. */
export interface ClockRule {
  readonly targetMs: number;
  readonly calendar: Calendar;
  /** The calendar's name in the configuration, for explanations. */
  readonly calendarName: string;
  /** Whether the clock stands still while the ticket waits on the customer. */
  readonly pausesWhileWaiting: boolean;
}

/** What clocks need of a policy: a rule for each clock under each priority, and what counts as diagnosed. */
export interface ClockPolicy {
  readonly rules: Readonly<Record<Priority, Readonly<Record<ClockKind, ClockRule>>>>;
  /** Whether a hand-over to tier 2 or higher counts as diagnosed. */
  readonly tierDiagnoses: boolean;
  /** Shares of the target at which to warn, in per cent, ascending. */
  readonly warningPercents: readonly number[];
}
