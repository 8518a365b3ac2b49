import { createRequire } from 'node:module';
import type HolidayRules from 'date-holidays';
import { z } from 'zod';
import type { HolidaysOfYear } from './calendar-definition.ts';
import { IsoDate } from './calendar-definition.ts';

export const holidayDivisions = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type HolidayDivision = (typeof holidayDivisions)[number];

const Division = z.object({ events: z.array(z.object({ date: IsoDate, title: z.string() })) });

/** Bank holidays in the shape that GOV.UK publishes: `{division: {events: [{date, title}]}}`. */
export const BankHolidays = z.object({
  'england-and-wales': Division,
  scotland: Division,
  'northern-ireland': Division,
});
export type BankHolidays = z.infer<typeof BankHolidays>;

/** Published dates of one division, continued by rule beyond the years that are published. */
export interface HolidayBook {
  readonly firstYear: number;
  /** The last year whose dates are published; later years are worked out from the rules of the law. */
  readonly lastYear: number;
  readonly holidaysOf: HolidaysOfYear;
}

/** The name of each division in the rule library. */
const regions: Record<HolidayDivision, string> = {
  'england-and-wales': 'ENG',
  scotland: 'SCT',
  'northern-ireland': 'NIR',
};

export const noHolidays: HolidaysOfYear = () => new Map();

/** Holidays given as a plain list of dates (`calc`). */
export function holidaysFromDates(dates: readonly string[]): HolidaysOfYear {
  const byYear = groupByYear(dates.map((date) => ({ date, title: 'holiday' })));
  return (year) => byYear.get(year) ?? new Map();
}

/** Opens the published dates of `division`. Throws nothing; a year that is not published comes from the rules. */
export function openHolidayBook(published: BankHolidays, division: HolidayDivision): HolidayBook {
  const byYear = groupByYear(published[division].events);
  const years = [...byYear.keys()];
  const byRule = new Map<number, ReadonlyMap<string, string>>();
  return {
    firstYear: Math.min(...years),
    lastYear: Math.max(...years),
    holidaysOf(year) {
      const known = byYear.get(year) ?? byRule.get(year);
      if (known !== undefined) return known;
      const worked = workOutHolidays(division, year);
      byRule.set(year, worked);
      return worked;
    },
  };
}

function groupByYear(events: readonly { date: string; title: string }[]): Map<number, Map<string, string>> {
  const byYear = new Map<number, Map<string, string>>();
  for (const { date, title } of events) {
    const year = Number(date.slice(0, 4));
    const dates = byYear.get(year) ?? new Map<string, string>();
    byYear.set(year, dates.set(date, title));
  }
  return byYear;
}

/**
 * The weekdays that the law makes holidays. Where one falls on a weekend only its substitute is published, so weekend
 * dates are left out here too: a calendar that opens on Saturdays treats every year alike.
 */
function workOutHolidays(division: HolidayDivision, year: number): Map<string, string> {
  const days = new (holidayRules())('GB', regions[division]).getHolidays(year);
  const statutory = days.filter((day) => day.type === 'public');
  const dated = statutory.map((day): [string, string] => [day.date.slice(0, 10), day.name]);
  return new Map(dated.filter(([date]) => ![0, 6].includes(new Date(date).getUTCDay())));
}

/** Loaded when a year is asked for that nobody published: most runs need none, and loading takes 0.1 s. */
function holidayRules(): typeof HolidayRules {
  return createRequire(import.meta.url)('date-holidays');
}
