import { type Calendar, CalendarError, createCalendar } from '../calendar/calendar.ts';
import { type HolidayBook, noHolidays } from '../calendar/holidays.ts';
import type { ClockPolicy, ClockRule } from '../clocks/policy.ts';
import type { Fault } from '../config/faults.ts';
import type { LadderLevel, LadderPolicy } from '../escalations/ladder-policy.ts';
import type { ClockKind, EscalationLevel, Priority } from '../vocabulary.ts';
import type { CalendarsFile, PolicyEntry, PolicyFile } from './policy-file.ts';

/** What one service line promises: its clocks and its ladder. */
export interface Policy {
  readonly name: string;
  readonly serviceLine: string;
  readonly clocks: ClockPolicy;
  readonly ladder: LadderPolicy;
}

/** Builds the calendars of the file; a fault for each that cannot work. */
export function buildCalendars(
  file: CalendarsFile,
  holidays: HolidayBook,
  faults: Fault[],
): Map<string, Calendar> {
  const calendars = new Map<string, Calendar>();
  for (const [name, entry] of Object.entries(file.calendars)) {
    const holidaysOf = entry.observesHolidays ? holidays.holidaysOf : noHolidays;
    try {
      calendars.set(name, createCalendar({ timezone: entry.timezone, weekly: entry.weekly, holidaysOf }));
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      faults.push({ path: `calendars.${name}.weekly`, message: error.message });
    }
  }
  return calendars;
}

/** Builds the policies of the file on the given calendars; a fault for each calendar that does not exist. */
export function buildPolicies(
  file: PolicyFile,
  calendars: ReadonlyMap<string, Calendar>,
  faults: Fault[],
): Policy[] {
  return file.policies.map((entry, index) => {
    const find = (name: string, path: string): Calendar => {
      const calendar = calendars.get(name);
      if (calendar !== undefined) return calendar;
      const known = [...calendars.keys()].join(', ');
      faults.push({
        path: `policies[${index}].${path}`,
        message: `there is no calendar "${name}"; use one of ${known}, or add it to calendars.yaml`,
      });
      return missingCalendar;
    };
    return {
      name: entry.name,
      serviceLine: entry.serviceLine,
      clocks: buildClocks(entry, find),
      ladder: buildLadder(entry, find),
    };
  });
}

/** The policy for a ticket's service line: the first that matches, else the last. */
export function choosePolicy(policies: readonly Policy[], serviceLine: string | null): Policy {
  return policies.find((policy) => policy.serviceLine === serviceLine) ?? policies.at(-1)!;
}

type FindCalendar = (name: string, path: string) => Calendar;

/** Stands in where a fault was noted; a policy with faults is never used. */
const missingCalendar: Calendar = { between: () => 0, add: (fromAt) => fromAt, isOpen: () => false };

function buildClocks(entry: PolicyEntry, find: FindCalendar): ClockPolicy {
  const rulesFor = (priority: Priority): Record<ClockKind, ClockRule> => ({
    response: buildRule(entry, priority, 'response', find),
    troubleshoot: buildRule(entry, priority, 'troubleshoot', find),
    fix: buildRule(entry, priority, 'fix', find),
  });
  return {
    rules: {
      critical: rulesFor('critical'),
      high: rulesFor('high'),
      normal: rulesFor('normal'),
      low: rulesFor('low'),
    },
    tierDiagnoses: entry.tierDiagnoses,
    warningPercents: entry.warningPercents,
  };
}

function buildRule(entry: PolicyEntry, priority: Priority, kind: ClockKind, find: FindCalendar): ClockRule {
  const target = entry.targets[priority][kind];
  return {
    targetMs: target.target,
    calendar: find(target.calendar, `targets.${priority}.${kind}.calendar`),
    calendarName: target.calendar,
    pausesWhileWaiting: target.pausesWhileWaiting ?? entry.pausesWhileWaiting[kind],
  };
}

function buildLadder(entry: PolicyEntry, find: FindCalendar): LadderPolicy {
  const { ladder } = entry;
  const levels = ladder.levels.map(
    (level): LadderLevel => ({
      level: level.level as EscalationLevel,
      position: level.position,
      details: level.details,
      minimumMs: level.minimumTime,
    }),
  );
  const minimumTimeCalendars: Partial<Record<Priority, Calendar>> = {};
  for (const [priority, name] of Object.entries(ladder.minimumTimeCalendars)) {
    minimumTimeCalendars[priority as Priority] = find(name, `ladder.minimumTimeCalendars.${priority}`);
  }
  return {
    levels: levels as unknown as LadderPolicy['levels'],
    deskHours: find(ladder.deskHours, 'ladder.deskHours'),
    minimumTimeCalendars,
    advance: ladder.advance,
    topLevelRaises: ladder.topLevelRaises,
    onEpisodeEnd: ladder.onEpisodeEnd,
    handoverTier: entry.handoverTier,
  };
}
