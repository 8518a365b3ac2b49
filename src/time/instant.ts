/** A point in time: UTC epoch milliseconds. */
export type Instant = number;

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** ISO 8601 with `Z` or an offset; everything up to the minutes stands at a fixed place. */
const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads an ISO 8601 instant with `Z` or an offset, to the millisecond; further digits are cut.
 * Returns null for anything else, a reading without a zone included: guessing a zone would move a due time.
 * Histories are made of these, so digits are read where they stand instead of being cut out and converted.
 */
export function parseInstant(text: string): Instant | null {
  if (!SHAPE.test(text)) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = text[16] === ':' ? twoDigits(text, 17) : 0;
  const offsetMinutes = readOffset(text);
  if (offsetMinutes === null || hour > 23 || minute > 59 || second > 59) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  const millisecond = text[16] === ':' ? readMilliseconds(text, 19) : 0;
  // Date.UTC takes a year below 100 for one of the last century; the calendar repeats every 400 years.
  const local = Date.UTC(year + 400, month - 1, day, hour, minute, second, millisecond) - FOUR_CENTURIES_MS;
  return local - offsetMinutes * MINUTE_MS;
}

const FOUR_CENTURIES_MS = 146_097 * DAY_MS;

/** Writes an instant in UTC with `Z` and milliseconds. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** Like {@link formatInstant}, keeping null. */
export function formatOptionalInstant(instant: Instant | null): string | null {
  return instant === null ? null : formatInstant(instant);
}

function twoDigits(text: string, index: number): number {
  return digit(text, index) * 10 + digit(text, index + 1);
}

/** The digit that stands there; anything outside 0 to 9 where none does. */
function digit(text: string, index: number): number {
  return text.charCodeAt(index) - 48;
}

/** The first three digits after the point or comma at `index`; 0 where there is none. */
function readMilliseconds(text: string, index: number): number {
  let milliseconds = 0;
  if (text[index] !== '.' && text[index] !== ',') return milliseconds;
  for (let place = 1; place <= 3; place++) {
    const value = digit(text, index + place);
    if (!(value >= 0 && value <= 9)) break;
    milliseconds += value * 10 ** (3 - place);
  }
  return milliseconds;
}

/** Minutes east of UTC, as written at the end; null where no zone is that far off. */
function readOffset(text: string): number | null {
  if (text.endsWith('Z')) return 0;
  const signAt = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
  const hour = twoDigits(text, signAt + 1);
  const minute = twoDigits(text, text.length - 2);
  if (hour > 23 || minute > 59) return null;
  return (text[signAt] === '-' ? -1 : 1) * (hour * 60 + minute);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
