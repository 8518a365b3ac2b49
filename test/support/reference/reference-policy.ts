import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReferenceCalendar, referenceCalendar, roundTheClock } from './reference-calendar.ts';

export const kinds = ['response', 'troubleshoot', 'fix'] as const;
export type Kind = (typeof kinds)[number];

/** What one clock of one priority promises. */
export interface ServicePromise {
  readonly targetMs: number;
  readonly calendar: ReferenceCalendar;
  readonly pausesWhileWaiting: boolean;
}

export interface ReferencePolicy {
  /** By priority. */
  readonly promises: Readonly<Record<string, Readonly<Record<Kind, ServicePromise>>>>;
  /** The least time before the next escalation, from level 1 up. */
  readonly minimumTimesMs: readonly number[];
  /** How often the highest level is raised in one run of the ladder. */
  readonly highestLevelRaises: number;
  /** When a level's own contact can be reached. */
  readonly desk: ReferenceCalendar;
  readonly tierTwoCountsAsDiagnosed: boolean;
}

const minute = 60_000;
const hour = 60 * minute;

/** The support definition as it stands, with our assumptions about what it leaves open. */
export function documentPolicy(): ReferencePolicy {
  const holidays = bankHolidays();
  const weekdaysFrom = (open: string, close: string): ReferenceCalendar => {
    const shifts = [[open, close]] as const;
    const weekly = { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts };
    return referenceCalendar({ timezone: 'Europe/London', weekly, holidays });
  };
  const business = weekdaysFrom('09:00', '17:30');
  const promises = (
    responseMs: number,
    fixMs: number,
    fixCalendar: ReferenceCalendar,
  ): Record<Kind, ServicePromise> => ({
    response: { targetMs: responseMs, calendar: roundTheClock, pausesWhileWaiting: false },
    troubleshoot: { targetMs: hour, calendar: roundTheClock, pausesWhileWaiting: true },
    fix: { targetMs: fixMs, calendar: fixCalendar, pausesWhileWaiting: true },
  });
  return {
    promises: {
      critical: promises(30 * minute, 5 * hour, roundTheClock),
      high: promises(30 * minute, 10 * hour, roundTheClock),
      normal: promises(hour, 48 * hour, business),
      low: promises(4 * hour, 48 * hour, business),
    },
    minimumTimesMs: [4 * hour, 4 * hour, 16 * hour, 24 * hour],
    highestLevelRaises: 3,
    desk: weekdaysFrom('09:30', '17:30'),
    tierTwoCountsAsDiagnosed: true,
  };
}

/** The published dates; they are data, not code, so there is one copy of them. */
export function bankHolidays(): string[] {
  const file = join(import.meta.dirname, '../../../config/uk-bank-holidays.json');
  const published = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { events: { date: string }[] }>;
  return (published['england-and-wales']?.events ?? []).map((event) => event.date);
}
