import { DAY_MS, type Instant, MINUTE_MS, parseInstant, SECOND_MS } from '../time/instant.ts';

/** Reads one time of a log; null when it is not written as the log's format says. */
export type TimeReader = (text: string) => Instant | null;

const tokens = /YYYY|MM|M|DD|D|HH|H|mm|ss/g;
const tokenDigits: Readonly<Record<string, string>> = {
  YYYY: '\\d{4}',
  MM: '\\d{2}',
  M: '\\d{1,2}',
  DD: '\\d{2}',
  D: '\\d{1,2}',
  HH: '\\d{2}',
  H: '\\d{1,2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
};

/**
 * Turns a format's `times` into a reader: `iso`, or a pattern such as `D/M/YYYY HH:mm`, read in `zone`.
 * Of a wall-clock time that a clock change repeats the first is meant; one that it skips counts as that much later.
 * Throws a RangeError for a zone that does not exist and for a pattern without a year, month or day.
 */
export function compileTimeReader(times: string, zone: string): TimeReader {
  const offsetAt = zoneOffsets(zone);
  if (times === 'iso') return parseInstant;
  const names = times.match(tokens) ?? [];
  for (const needed of ['Y', 'M', 'D']) {
    if (!names.some((name) => name.startsWith(needed))) {
      throw new RangeError(`the time pattern '${times}' names no ${needed}; write it like 'D/M/YYYY HH:mm'`);
    }
  }
  const pattern = patternOf(times);
  const at = (letter: string): number => names.findIndex((name) => name.startsWith(letter)) + 1;
  const [year, month, day, hour, minute, second] = [at('Y'), at('M'), at('D'), at('H'), at('m'), at('s')];
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return null;
    const part = (index = 0): number => (index === 0 ? 0 : Number(match[index]));
    const local = localReading(part(year), part(month), part(day), part(hour), part(minute), part(second));
    return local === null ? null : toInstant(local, offsetAt);
  };
}

function patternOf(times: string): RegExp {
  const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  let source = '';
  let from = 0;
  for (const token of times.matchAll(tokens)) {
    source += `${literal(times.slice(from, token.index))}(${tokenDigits[token[0]]})`;
    from = token.index + token[0].length;
  }
  return new RegExp(`^${source}${literal(times.slice(from))}$`);
}

/** The reading as if it were UTC, or null for one that no calendar and no clock shows (31/2, 24:00). */
function localReading(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  if (year < 100 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
    return null;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return new Date(local).getUTCDate() === day ? local : null;
}

function toInstant(local: number, offsetAt: (instant: Instant) => number): Instant {
  const before = offsetAt(local - DAY_MS);
  const after = offsetAt(local + DAY_MS);
  if (before === after || offsetAt(local - before) === before) return local - before;
  // The offset of the day before no longer holds: either the change lies behind, or the reading was skipped.
  return offsetAt(local - after) === after ? local - after : local - before;
}

/** A zone's offset from UTC in milliseconds at an instant. Changes come on quarter hours, so one look-up each is kept. */
function zoneOffsets(zone: string): (instant: Instant) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' });
  if (zone === 'UTC') return () => 0;
  const known = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / (15 * MINUTE_MS));
    let offset = known.get(quarter);
    if (offset === undefined) {
      offset = readOffset(format.formatToParts(instant));
      known.set(quarter, offset);
    }
    return offset;
  };
}

function readOffset(parts: readonly Intl.DateTimeFormatPart[]): number {
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(name);
  if (match === null) return 0;
  const sizeMs = (Number(match[2]) * 60 + Number(match[3])) * MINUTE_MS + Number(match[4] ?? 0) * SECOND_MS;
  return match[1] === '-' ? -sizeMs : sizeMs;
}
