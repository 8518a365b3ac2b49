import { IANAZone } from 'luxon';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../time/instant.ts';
import { type CalendarDefinition, type OpeningSpan, weekdays } from './calendar-definition.ts';

/** One stretch of open time, `[openAt, closeAt)`. */
export interface OpeningInterval {
  openAt: Instant;
  closeAt: Instant;
}

/** A stretch in which the zone's offset does not change. */
interface OffsetStretch {
  readonly fromAt: Instant;
  readonly toAt: Instant;
  readonly offsetMs: number;
}

/** No zone is further than this from UTC, so a local date lies within this margin of the UTC date. */
const WIDEST_OFFSET_MS = 16 * HOUR_MS;

/**
 * The open time of the local dates from `firstDay` up to, not including, `endDay` (days since 1970-01-01),
 * in order and merged where it touches. Wall time that a clock change skips yields nothing, repeated wall time twice.
 */
export function openingIntervals(
  definition: CalendarDefinition,
  firstDay: number,
  endDay: number,
): OpeningInterval[] {
  const zone = IANAZone.create(definition.timezone);
  const intervals: OpeningInterval[] = [];
  for (let day = firstDay; day < endDay; day++) {
    const spans = openSpansOn(definition, day);
    if (spans.length > 0) pushMerged(intervals, intervalsOfDay(zone, day, spans));
  }
  return intervals;
}

/** Appends intervals that lie after those in `into`, joining the two where they touch. */
export function pushMerged(into: OpeningInterval[], later: readonly OpeningInterval[]): void {
  for (const interval of later) {
    const last = into.at(-1);
    if (last !== undefined && interval.openAt <= last.closeAt) {
      last.closeAt = Math.max(last.closeAt, interval.closeAt);
    } else into.push(interval);
  }
}

/** The opening spans of one local date, in minutes after its midnight: its own hours and the tail of the day before. */
export function openSpansOn(definition: CalendarDefinition, day: number): OpeningSpan[] {
  const date = new Date(day * DAY_MS);
  if (definition.holidaysOf(date.getUTCFullYear()).has(date.toISOString().slice(0, 10))) return [];
  // 1970-01-01 was a Thursday, the fourth weekday.
  const weekday = (((day + 3) % 7) + 7) % 7;
  const own = definition.weekly[weekdays[weekday]!];
  const dayBefore = definition.weekly[weekdays[(weekday + 6) % 7]!];
  const tails = dayBefore.filter((span) => span.closeMinute > MINUTES_OF_DAY);
  return [
    ...tails.map((span) => ({ openMinute: 0, closeMinute: span.closeMinute - MINUTES_OF_DAY })),
    ...own.map((span) => ({ ...span, closeMinute: Math.min(span.closeMinute, MINUTES_OF_DAY) })),
  ];
}

const MINUTES_OF_DAY = 24 * 60;

function intervalsOfDay(zone: IANAZone, day: number, spans: readonly OpeningSpan[]): OpeningInterval[] {
  const intervals: OpeningInterval[] = [];
  for (const stretch of offsetStretches(zone, day)) {
    for (const span of spans) {
      const openAt = day * DAY_MS + span.openMinute * MINUTE_MS - stretch.offsetMs;
      const closeAt = day * DAY_MS + span.closeMinute * MINUTE_MS - stretch.offsetMs;
      const inside = { openAt: Math.max(openAt, stretch.fromAt), closeAt: Math.min(closeAt, stretch.toAt) };
      if (inside.openAt < inside.closeAt) intervals.push(inside);
    }
  }
  return intervals.sort((one, other) => one.openAt - other.openAt);
}

/** The offsets in force around one local date: one stretch, or two where the clocks change. */
function offsetStretches(zone: IANAZone, day: number): OffsetStretch[] {
  const fromAt = day * DAY_MS - WIDEST_OFFSET_MS;
  const toAt = (day + 1) * DAY_MS + WIDEST_OFFSET_MS;
  const offsetMs = offsetAt(zone, fromAt);
  const laterOffsetMs = offsetAt(zone, toAt);
  if (offsetMs === laterOffsetMs) return [{ fromAt, toAt, offsetMs }];
  const changeAt = findOffsetChange(zone, fromAt, toAt);
  return [
    { fromAt, toAt: changeAt, offsetMs },
    { fromAt: changeAt, toAt, offsetMs: laterOffsetMs },
  ];
}

/** The first instant at which the offset differs from the one at `fromAt`. */
function findOffsetChange(zone: IANAZone, fromAt: Instant, toAt: Instant): Instant {
  const before = offsetAt(zone, fromAt);
  let low = fromAt;
  let high = toAt;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function offsetAt(zone: IANAZone, at: Instant): number {
  return zone.offset(at) * MINUTE_MS;
}
