import { DAY_MS, type Instant } from '../time/instant.ts';
import type { CalendarDefinition } from './calendar-definition.ts';
import { openingIntervals } from './opening-intervals.ts';

/** Longer than any closure of a calendar that opens at all. */
const LONGEST_CLOSURE_DAYS = 400;

/**
 * The last closing time of the local date that is open at `at`, or, where that is over, of the next date that opens.
 * Null where nothing opens within a year.
 */
export function endOfOpenDay(definition: CalendarDefinition, at: Instant): Instant | null {
  // Local dates reach up to a day beyond the UTC date on either side.
  const firstDay = Math.floor(at / DAY_MS) - 1;
  for (let day = firstDay; day < firstDay + LONGEST_CLOSURE_DAYS; day++) {
    const last = openingIntervals(definition, day, day + 1).at(-1);
    if (last !== undefined && last.closeAt > at) return last.closeAt;
  }
  return null;
}
