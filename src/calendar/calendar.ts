import { DAY_MS, type Instant } from '../time/instant.ts';
import { type CalendarDefinition, coversWholeWeek, isNeverOpen } from './calendar-definition.ts';
import { noHolidays } from './holidays.ts';
import { type OpeningInterval, openingIntervals, pushMerged } from './opening-intervals.ts';
import { type PrefixSums, prefixSums } from './prefix-sums.ts';

/** Working-time arithmetic on one calendar. Pure: the same arguments give the same answer at any time. */
export interface Calendar {
  /** Open milliseconds in `[fromAt, toAt)`; 0 when `toAt` is not later. */
  between(fromAt: Instant, toAt: Instant): number;
  /**
   * The earliest instant at or after `fromAt` with `amountMs` of open time between: an amount used up exactly at closing
   * time ends at closing time, and an amount of 0 ends where it starts.
   * Throws {@link CalendarError} where that lies outside the years that calendars cover, or the calendar never opens.
   */
  add(fromAt: Instant, amountMs: number): Instant;
  isOpen(at: Instant): boolean;
}

export class CalendarError extends Error {
  readonly code: 'calendar-never-open' | 'calendar-out-of-range';
  constructor(code: CalendarError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Calendars answer for these years; beyond them nobody knows the law, and a target that long is a slip of the pen. */
const FIRST_YEAR = 1900;
const END_YEAR = 2300;
const FIRST_DAY = Date.UTC(FIRST_YEAR, 0, 1) / DAY_MS;
const END_DAY = Date.UTC(END_YEAR, 0, 1) / DAY_MS;
/** At least this much is worked out at a time; each extension doubles what there is. */
const SHORTEST_EXTENSION_DAYS = 366;
/** Local dates reach up to a day beyond the UTC dates on either side. */
const MARGIN_DAYS = 2;

/** Open around the clock, every day of the year: plain elapsed time. */
export const alwaysOpen: Calendar = {
  between: (fromAt, toAt) => Math.max(0, toAt - fromAt),
  add: (fromAt, amountMs) => fromAt + amountMs,
  isOpen: () => true,
};

/**
 * Makes the arithmetic of `definition`: a prefix sum over its opening intervals, worked out year by year as instants ask
 * for it. Throws {@link CalendarError} `calendar-never-open` where no weekday has hours.
 */
export function createCalendar(definition: CalendarDefinition): Calendar {
  if (isNeverOpen(definition.weekly)) {
    throw new CalendarError(
      'calendar-never-open',
      'The calendar has no opening hours on any weekday; give it some.',
    );
  }
  if (coversWholeWeek(definition.weekly) && definition.holidaysOf === noHolidays) return alwaysOpen;
  return new ExtendingCalendar(definition);
}

/** Keeps the intervals worked out so far, `[#firstDay, #endDay)`, and extends them when an instant lies outside. */
class ExtendingCalendar implements Calendar {
  readonly #definition: CalendarDefinition;
  #firstDay = 0;
  #endDay = 0;
  #intervals: OpeningInterval[] = [];
  #sums: PrefixSums = prefixSums([], 0, 0);

  constructor(definition: CalendarDefinition) {
    this.#definition = definition;
  }

  between(fromAt: Instant, toAt: Instant): number {
    if (toAt <= fromAt) return 0;
    this.#cover(fromAt);
    this.#cover(toAt);
    return this.#sums.openBefore(toAt) - this.#sums.openBefore(fromAt);
  }

  add(fromAt: Instant, amountMs: number): Instant {
    if (amountMs <= 0) return fromAt;
    this.#cover(fromAt);
    let needed = this.#sums.openBefore(fromAt) + amountMs;
    while (needed > this.#sums.totalMs) {
      this.#extendForward(this.#endDay + SHORTEST_EXTENSION_DAYS);
      needed = this.#sums.openBefore(fromAt) + amountMs;
    }
    return this.#sums.instantAt(needed);
  }

  isOpen(at: Instant): boolean {
    return this.between(at, at + 1) === 1;
  }

  #cover(at: Instant): void {
    if (at >= this.#sums.fromAt && at < this.#sums.toAt) return;
    const day = Math.floor(at / DAY_MS);
    if (!(day >= FIRST_DAY + MARGIN_DAYS && day < END_DAY - MARGIN_DAYS)) throw outOfRange();
    if (this.#firstDay === this.#endDay)
      this.#build(day - SHORTEST_EXTENSION_DAYS, day + SHORTEST_EXTENSION_DAYS);
    else if (at < this.#sums.fromAt) this.#build(day - SHORTEST_EXTENSION_DAYS, this.#endDay);
    else this.#extendForward(day + MARGIN_DAYS + 1);
  }

  #extendForward(endDay: number): void {
    if (this.#endDay >= END_DAY) throw outOfRange();
    this.#build(this.#firstDay, Math.max(endDay, this.#endDay + (this.#endDay - this.#firstDay)));
  }

  #build(firstDay: number, endDay: number): void {
    const newFirst = Math.max(FIRST_DAY, firstDay);
    const newEnd = Math.min(END_DAY, endDay);
    if (this.#firstDay === this.#endDay || newFirst < this.#firstDay) {
      this.#intervals = openingIntervals(this.#definition, newFirst, newEnd);
    } else {
      pushMerged(this.#intervals, openingIntervals(this.#definition, this.#endDay, newEnd));
    }
    this.#firstDay = newFirst;
    this.#endDay = newEnd;
    // Instants in the margin may belong to local dates that are not worked out: they are left uncovered.
    const fromAt = (newFirst + MARGIN_DAYS) * DAY_MS;
    const toAt = (newEnd - MARGIN_DAYS) * DAY_MS;
    this.#sums = prefixSums(this.#intervals, fromAt, toAt);
  }
}

function outOfRange(): CalendarError {
  return new CalendarError(
    'calendar-out-of-range',
    `Calendars cover the years ${FIRST_YEAR} to ${END_YEAR - 1}; this lies outside. Check the instant or the length of the target.`,
  );
}
