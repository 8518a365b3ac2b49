import { type Calendar, createCalendar } from '../../src/calendar/calendar.ts';
import { WeeklyHoursText } from '../../src/calendar/calendar-definition.ts';
import { holidaysFromDates } from '../../src/calendar/holidays.ts';

type Shifts = readonly (readonly [open: string, close: string])[];

export const weekdayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Opening hours that are the same on each of these days. */
export function onDays(days: readonly (typeof weekdayNames)[number][], ...shifts: Shifts) {
  return Object.fromEntries(days.map((day) => [day, shifts]));
}

export function calendarOf(
  timezone: string,
  weekly: Readonly<Record<string, Shifts>>,
  holidays: readonly string[] = [],
): Calendar {
  const holidaysOf = holidaysFromDates(holidays);
  return createCalendar({ timezone, weekly: WeeklyHoursText.parse(weekly), holidaysOf });
}

export const mondayToFriday = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

/** London, Monday to Friday 09:00 to 17:30. */
export function officeHours(holidays: readonly string[] = []): Calendar {
  return calendarOf('Europe/London', onDays(mondayToFriday, ['09:00', '17:30']), holidays);
}

/** Milliseconds of an ISO instant. */
export function at(iso: string): number {
  const instant = Date.parse(iso);
  if (Number.isNaN(instant)) throw new Error(`No instant: ${iso}`);
  return instant;
}
