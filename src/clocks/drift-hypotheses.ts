import { type Calendar, createCalendar } from '../calendar/calendar.ts';
import { type CalendarDefinition, TimezoneName } from '../calendar/calendar-definition.ts';
import { noHolidays } from '../calendar/holidays.ts';
import type { Timeline } from '../tickets/timeline.ts';
import type { Instant } from '../time/instant.ts';
import { type ClockKind, type DriftKind, type Priority, priorities } from '../vocabulary.ts';
import { reportClock } from './clock-report.ts';
import type { Hypothesis } from './drift.ts';
import type { ClockPolicy, ClockRule } from './policy.ts';
import { replay } from './replay.ts';

/** The clock for which other rules are tried. */
export interface TriedClock {
  readonly timeline: Timeline;
  readonly policy: ClockPolicy;
  readonly kind: ClockKind;
  readonly priority: Priority;
  /** The zone in which the instance says that it counts; null where it does not say. */
  readonly timezone: string | null;
  readonly now: Instant;
}

/** Makes calendars of definitions; one that was made before is not made again. */
export type MakeCalendar = (name: string, definition: CalendarDefinition) => Calendar;

/** Making a calendar takes some milliseconds, and the same few are tried for every clock. */
export function rememberCalendars(): MakeCalendar {
  const made = new Map<string, Calendar>();
  return (name, definition) => {
    const calendar = made.get(name) ?? createCalendar(definition);
    made.set(name, calendar);
    return calendar;
  };
}

/** The other rules under which the clock could have been judged, the likelier first; each replays the ticket's history. */
export function* hypothesesFor(
  tried: TriedClock,
  calendars: ReadonlyMap<string, CalendarDefinition>,
  makeCalendar: MakeCalendar,
): Generator<Hypothesis> {
  const { policy, kind, priority } = tried;
  const rule = policy.rules[priority][kind];
  const suppose = (driftKind: DriftKind, why: string, other: Partial<ClockRule>): Hypothesis => ({
    kind: driftKind,
    why,
    dueAt: () => dueUnder(tried, { ...rule, ...other }),
  });
  const own = calendars.get(rule.calendarName);
  for (const timezone of new Set([tried.timezone, 'UTC'])) {
    if (own === undefined || timezone === own.timezone || !TimezoneName.safeParse(timezone).success) continue;
    const calendar = makeCalendar(`${rule.calendarName} in ${timezone}`, { ...own, timezone: timezone! });
    yield suppose('timezone', `ServiceNow counts in ${timezone} instead of ${own.timezone}`, { calendar });
  }
  const pausesWhileWaiting = !rule.pausesWhileWaiting;
  const does = pausesWhileWaiting ? 'pauses' : 'does not pause';
  yield suppose('pause', `ServiceNow ${does} while the ticket waits`, { pausesWhileWaiting });
  if (own !== undefined && own.holidaysOf !== noHolidays) {
    const calendar = makeCalendar(`${rule.calendarName} on holidays`, { ...own, holidaysOf: noHolidays });
    yield suppose('calendar', `ServiceNow counts "${rule.calendarName}" without its holidays`, { calendar });
  }
  for (const [name, definition] of calendars) {
    if (name === rule.calendarName) continue;
    const why = `ServiceNow counts "${name}" instead of "${rule.calendarName}"`;
    yield suppose('calendar', why, { calendar: makeCalendar(name, definition) });
  }
  for (const other of priorities) {
    if (other === priority) continue;
    yield suppose('priority', `ServiceNow judges it as ${other}`, policy.rules[other][kind]);
  }
}

/** When the clock would be due if this rule held for its priority. */
function dueUnder({ timeline, policy, kind, priority, now }: TriedClock, rule: ClockRule): Instant | null {
  const rules = { ...policy.rules, [priority]: { ...policy.rules[priority], [kind]: rule } };
  const ticket = replay(timeline, { ...policy, rules }, now)!;
  return reportClock(ticket, kind, now).dueAt;
}
