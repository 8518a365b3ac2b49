import type { CalendarDefinition } from '../calendar/calendar-definition.ts';
import type { Timeline } from '../tickets/timeline.ts';
import type { Instant } from '../time/instant.ts';
import { type ClockKind, clockKinds, type Priority } from '../vocabulary.ts';
import { type ClockReport, reportClock } from './clock-report.ts';
import { type DueDerivation, deriveDue } from './explain-due.ts';
import { type Condition, type HistoryNotes, type PriorityChange, takeNotes } from './explain-history.ts';
import { explainSegments, type Segment } from './explain-segments.ts';
import type { ClockPolicy, ClockRule } from './policy.ts';
import { type ReplayedTicket, type ReplayObserver, replay } from './replay.ts';

/** Why one clock stands as it does. */
export interface ClockExplanation {
  readonly report: ClockReport;
  /** The rule by which its time is counted, and the priority that asks for it. */
  readonly rule: ClockRule;
  readonly priority: Priority;
  /** Whether the ticket waited on the customer at some time between the clock's start and stop. */
  readonly ticketWaited: boolean;
  readonly calendar: CalendarDefinition;
  readonly segments: readonly Segment[];
  readonly priorityChanges: readonly PriorityChange[];
  readonly due: DueDerivation;
}

/** Why the clocks of one ticket stand as they do at `asOf`. */
export interface ClocksExplanation {
  readonly ticket: ReplayedTicket;
  /** What the ticket was, and from when, oldest first. */
  readonly conditions: readonly Condition[];
  /** In the order response, troubleshoot, fix. */
  readonly clocks: readonly ClockExplanation[];
}

/**
 * Replays a ticket's history like {@link replay}, and explains what comes of it. `calendarOf` gives a calendar by its name
 * in the configuration: the arithmetic itself knows no holidays by name. Null where nothing of the ticket is known yet.
 */
export function explainClocks(
  timeline: Timeline,
  policy: ClockPolicy,
  asOf: Instant,
  calendarOf: (name: string) => CalendarDefinition,
  observe: ReplayObserver = () => {},
): ClocksExplanation | null {
  const { notes, observe: takeNote } = takeNotes();
  const ticket = replay(timeline, policy, asOf, (seen, at) => {
    takeNote(seen, at);
    observe(seen, at);
  });
  if (ticket === null) return null;
  const clocks = clockKinds.map((kind) => explainClock(ticket, kind, notes, asOf, calendarOf));
  return { ticket, conditions: notes.conditions, clocks };
}

function explainClock(
  ticket: ReplayedTicket,
  kind: ClockKind,
  notes: HistoryNotes,
  asOf: Instant,
  calendarOf: (name: string) => CalendarDefinition,
): ClockExplanation {
  const clock = ticket.clocks[kind];
  const report = reportClock(ticket, kind, asOf);
  const calendar = calendarOf(clock.rule.calendarName);
  const { openedAt } = ticket;
  const segments = explainSegments({ clock, openedAt, asOf, conditions: notes.conditions, calendar });
  return {
    report,
    rule: clock.rule,
    priority: clock.priority,
    ticketWaited: clock.stretches.some((stretch) => stretch.waiting && stretch.toAt !== stretch.fromAt),
    calendar,
    segments,
    priorityChanges: notes.priorityChanges[kind],
    due: deriveDue(clock, report, segments, calendar),
  };
}
