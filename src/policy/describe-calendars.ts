import {
  coversWholeWeek,
  type OpeningSpan,
  type Weekday,
  type WeeklyHours,
  weekdays,
} from '../calendar/calendar-definition.ts';
import type { HolidayBook } from '../calendar/holidays.ts';
import { DAY_MS, formatInstant, type Instant } from '../time/instant.ts';
import type { LoadedPolicy } from './load-policy.ts';

const names: Record<Weekday, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

/** Each calendar in a sentence, then the bank holidays they observe, with those that come next after `now`. */
export function describeCalendars({ calendarsFile, holidays }: LoadedPolicy, now: Instant): string[] {
  const sentences = Object.entries(calendarsFile.calendars).map(([name, calendar]) => {
    const closed = calendar.observesHolidays ? 'closed on bank holidays' : 'on bank holidays too';
    return `${name}: ${describeHours(calendar.weekly)}, ${closed} (${calendar.timezone}).`;
  });
  const next = nextHolidays(holidays, now).map(([date, title]) => `${date} ${title}`);
  return [
    ...sentences,
    `Bank holidays are those of ${calendarsFile.holidays.division}, published for ${holidays.firstYear} to ${holidays.lastYear}; other years are worked out by rule.`,
    `The next ones: ${next.join(', ')}.`,
  ];
}

/** "Monday to Friday 09:00–17:30, Saturday 10:00–12:00 and 13:00–16:00" */
export function describeHours(weekly: WeeklyHours): string {
  if (coversWholeWeek(weekly)) return 'around the clock, every day';
  const runs: { from: Weekday; to: Weekday; hours: string }[] = [];
  for (const day of weekdays) {
    const hours = weekly[day].map(describeSpan).join(' and ');
    const last = runs.at(-1);
    if (last?.hours === hours) last.to = day;
    else runs.push({ from: day, to: day, hours });
  }
  return runs
    .filter(({ hours }) => hours !== '')
    .map(({ from, to, hours }) => `${from === to ? names[from] : `${names[from]} to ${names[to]}`} ${hours}`)
    .join(', ');
}

function describeSpan({ openMinute, closeMinute }: OpeningSpan): string {
  const overnight = closeMinute > MINUTES_OF_DAY;
  const close = overnight ? closeMinute - MINUTES_OF_DAY : closeMinute;
  return `${timeOfDay(openMinute)}–${timeOfDay(close)}${overnight ? ' of the next day' : ''}`;
}

const MINUTES_OF_DAY = 24 * 60;

function timeOfDay(minute: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

const HOLIDAYS_SHOWN = 3;

function nextHolidays(holidays: HolidayBook, now: Instant): [date: string, title: string][] {
  const today = formatInstant(now).slice(0, 10);
  const thisYear = new Date(now).getUTCFullYear();
  const nextYear = new Date(now + 366 * DAY_MS).getUTCFullYear();
  return [...holidays.holidaysOf(thisYear), ...holidays.holidaysOf(nextYear)]
    .filter(([date]) => date >= today)
    .sort(([one], [other]) => one.localeCompare(other))
    .slice(0, HOLIDAYS_SHOWN);
}
