import { coversWholeWeek, type WeeklyHours, weekdays } from '../../src/calendar/calendar-definition.ts';
import type { HolidayBook } from '../../src/calendar/holidays.ts';
import type { CalendarsFile } from '../../src/policy/policy-file.ts';

/** A schedule of the instance: the same hours each week, without some days. Its hours are local to whoever uses it. */
export interface SchedulePlan {
  readonly key: string;
  readonly name: string;
  readonly timezone: string;
  readonly entries: readonly ScheduleEntry[];
}

export interface ScheduleEntry {
  readonly key: string;
  readonly name: string;
  /** `YYYYMMDDTHHMMSS`: as schedules write a local time. */
  readonly startsAt: string;
  readonly endsAt: string;
  /** Weekdays on which it comes again, Monday is 1; null: it happens once, and closes that day. */
  readonly daysOfWeek: string | null;
}

type Calendar = CalendarsFile['calendars'][string];

/** The first Monday from which weekly hours are counted; no ticket is older. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Plans a schedule for a calendar, with its holidays of the years given; null where it is always open, because then the
 * instance needs none.
 */
export function planSchedule(
  name: string,
  calendar: Calendar,
  holidays: Pick<HolidayBook, 'holidaysOf'>,
  years: readonly number[],
): SchedulePlan | null {
  if (coversWholeWeek(calendar.weekly) && !calendar.observesHolidays) return null;
  const key = `schedule-${name}`;
  const closed = calendar.observesHolidays ? years.flatMap((year) => [...holidays.holidaysOf(year)]) : [];
  return {
    key,
    name: `sla-bridge: ${name}`,
    timezone: calendar.timezone,
    entries: [
      ...planHours(key, calendar.weekly),
      ...closed.map(([date, title]) => closeDay(key, date, title)),
    ],
  };
}

/** Days with the same hours make one entry. */
function planHours(key: string, weekly: WeeklyHours): ScheduleEntry[] {
  const daysBySpan = new Map<string, number[]>();
  for (const [index, day] of weekdays.entries()) {
    for (const { openMinute, closeMinute } of weekly[day]) {
      const span = `${openMinute} ${closeMinute}`;
      daysBySpan.set(span, [...(daysBySpan.get(span) ?? []), index]);
    }
  }
  return [...daysBySpan].map(([span, days]) => {
    const [open = 0, close = 0] = span.split(' ').map(Number);
    const firstDay = FIRST_MONDAY + days[0]! * DAY_MS;
    return {
      key: `${key}-hours-${days[0]! + 1}-${open}`,
      name: 'Opening hours',
      startsAt: formatLocal(firstDay + open * MINUTE_MS),
      endsAt: formatLocal(firstDay + close * MINUTE_MS),
      daysOfWeek: days.map((day) => day + 1).join(''),
    };
  });
}

function closeDay(key: string, date: string, title: string): ScheduleEntry {
  const day = date.replaceAll('-', '');
  return {
    key: `${key}-closed-${date}`,
    name: title,
    startsAt: `${day}T000000`,
    endsAt: `${day}T235959`,
    daysOfWeek: null,
  };
}

function formatLocal(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}
