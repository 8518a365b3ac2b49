import { IANAZone } from 'luxon';
import { z } from 'zod';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Opening hours of one weekday in minutes after local midnight; `close` beyond 1440 lies on the next date. */
export interface OpeningSpan {
  readonly openMinute: number;
  readonly closeMinute: number;
}

export type WeeklyHours = Readonly<Record<Weekday, readonly OpeningSpan[]>>;

/** Names the holidays of one calendar year: ISO date to name. */
export type HolidaysOfYear = (year: number) => ReadonlyMap<string, string>;

/**
 * When a calendar is open: local wall-clock hours per weekday in a time zone, except on holidays.
 * An instant is open when its local reading is inside `[open, close)` and its local date is no holiday; the tail of
 * a shift that crosses midnight belongs to the next date.
 */
export interface CalendarDefinition {
  readonly timezone: string;
  readonly weekly: WeeklyHours;
  readonly holidaysOf: HolidaysOfYear;
}

const MINUTES_OF_DAY = 24 * 60;

const TimeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day from "00:00" to "24:00", like "09:30"')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const Span = z
  .tuple([TimeOfDay, TimeOfDay])
  .refine(
    ([open, close]) => open !== close,
    'must have two different ends; the whole day is ["00:00", "24:00"]',
  )
  // An opening that is no time of day has its own fault already.
  .refine(([open]) => !(open >= MINUTES_OF_DAY), 'cannot open at 24:00; that is 00:00 of the next day')
  .transform(
    ([open, close]): OpeningSpan => ({
      openMinute: open,
      closeMinute: close > open ? close : close + MINUTES_OF_DAY,
    }),
  )
  .pipe(z.object({ openMinute: z.int(), closeMinute: z.int() }).readonly());

const Day = z.array(Span).default([]);

/** Opening hours per weekday as written in files and in `calc`: `{"mon": [["09:00", "17:30"]], …}`; a missing day is closed. */
export const WeeklyHoursText = z.strictObject({
  mon: Day,
  tue: Day,
  wed: Day,
  thu: Day,
  fri: Day,
  sat: Day,
  sun: Day,
});

export const TimezoneName = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), 'must be an IANA time zone, like "Europe/London"')
  .meta({ examples: ['Europe/London'] });

export const IsoDate = z.iso.date('must be a date like "2026-12-25"');

/** True where no weekday has any opening hours: nothing ever falls due on such a calendar. */
export function isNeverOpen(weekly: WeeklyHours): boolean {
  return weekdays.every((day) => weekly[day].length === 0);
}

/** True where every minute of the week is inside opening hours, holidays aside. */
export function coversWholeWeek(weekly: WeeklyHours): boolean {
  return weekdays.every((day) =>
    weekly[day].some(({ openMinute, closeMinute }) => openMinute === 0 && closeMinute === MINUTES_OF_DAY),
  );
}
