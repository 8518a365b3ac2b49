import Holidays from 'date-holidays';
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

function workOutHolidays(division: HolidayDivision, year: number): Map<string, string> {
  const rules = new Holidays('GB', regions[division]);
  const days = rules.getHolidays(year).filter((day) => day.type === 'public' || day.type === 'bank');
  return new Map(days.map((day) => [day.date.slice(0, 10), day.name]));
}
