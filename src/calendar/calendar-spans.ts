import { DateTime } from 'luxon';
import { DAY_MS, type Instant } from '../time/instant.ts';
import type { CalendarDefinition } from './calendar-definition.ts';
import { openingIntervals } from './opening-intervals.ts';

/** A stretch in which a calendar is open, or closed for one reason. */
export interface CalendarSpan {
  readonly fromAt: Instant;
  readonly toAt: Instant;
  readonly kind: 'open' | 'closed' | 'holiday';
  /** The holiday's name; null for the other kinds. */
  readonly holiday: string | null;
}

/** Local dates reach up to a day beyond the UTC dates on either side. */
const MARGIN_DAYS = 2;

/**
 * Divides `[fromAt, toAt)` into what is open and what is closed, a holiday by its name: for explaining, where every
 * stretch is to be seen. The spans follow each other without a gap; the open ones are as long as the calendar counts.
 */
export function splitByCalendar(
  definition: CalendarDefinition,
  fromAt: Instant,
  toAt: Instant,
): CalendarSpan[] {
  const firstDay = Math.floor(fromAt / DAY_MS) - MARGIN_DAYS;
  const endDay = Math.floor(toAt / DAY_MS) + MARGIN_DAYS;
  const spans: CalendarSpan[] = [];
  let at = fromAt;
  for (const interval of openingIntervals(definition, firstDay, endDay)) {
    const openAt = Math.max(interval.openAt, fromAt);
    const closeAt = Math.min(interval.closeAt, toAt);
    if (openAt >= closeAt) continue;
    spans.push(...closedSpans(definition, at, openAt));
    spans.push({ fromAt: openAt, toAt: closeAt, kind: 'open', holiday: null });
    at = closeAt;
  }
  spans.push(...closedSpans(definition, at, toAt));
  return spans;
}

/** Divides closed time by local dates, as far as some of them are holidays. */
function closedSpans(definition: CalendarDefinition, fromAt: Instant, toAt: Instant): CalendarSpan[] {
  const spans: CalendarSpan[] = [];
  let day = DateTime.fromMillis(fromAt, { zone: definition.timezone }).startOf('day');
  for (let at = fromAt; at < toAt; ) {
    const next = day.plus({ days: 1 });
    const endAt = Math.min(next.toMillis(), toAt);
    const holiday = definition.holidaysOf(day.year).get(day.toFormat('yyyy-MM-dd')) ?? null;
    const last = spans.at(-1);
    if (last !== undefined && last.holiday === holiday) spans[spans.length - 1] = { ...last, toAt: endAt };
    else spans.push({ fromAt: at, toAt: endAt, kind: holiday === null ? 'closed' : 'holiday', holiday });
    day = next;
    at = endAt;
  }
  return spans;
}
