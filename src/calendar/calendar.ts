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
/** So much is worked out on either side of an instant that is asked for. */
const EXTENSION_DAYS = 366;
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

/** What is worked out: the local dates from `firstDay` up to, not including, `endDay`. */
interface WorkedOut {
  readonly firstDay: number;
  readonly endDay: number;
  readonly intervals: OpeningInterval[];
  readonly sums: PrefixSums;
}

/** Keeps what was worked out so far, and extends it when an instant lies outside. */
class ExtendingCalendar implements Calendar {
  readonly #definition: CalendarDefinition;
  #workedOut: WorkedOut | null = null;

  constructor(definition: CalendarDefinition) {
    this.#definition = definition;
  }

  between(fromAt: Instant, toAt: Instant): number {
    if (toAt <= fromAt) return 0;
    this.#cover(fromAt);
    const { sums } = this.#cover(toAt);
    return sums.openBefore(toAt) - sums.openBefore(fromAt);
  }

  add(fromAt: Instant, amountMs: number): Instant {
    if (amountMs <= 0) return fromAt;
    // Never more is open than time passes: an amount beyond all years is refused without going through them.
    if (!(fromAt + amountMs <= END_DAY * DAY_MS)) throw outOfRange();
    let worked = this.#cover(fromAt);
    const needed = worked.sums.openBefore(fromAt) + amountMs;
    while (needed > worked.sums.totalMs) {
      if (worked.endDay >= END_DAY) throw outOfRange();
      // Twice as much each time, so that a target of many years takes a few steps.
      worked = this.#extend(worked.firstDay, worked.endDay + (worked.endDay - worked.firstDay));
    }
    return worked.sums.instantAt(needed);
  }

  isOpen(at: Instant): boolean {
    return this.between(at, at + 1) === 1;
  }

  #cover(at: Instant): WorkedOut {
    const known = this.#workedOut;
    if (known !== null && at >= known.sums.fromAt && at < known.sums.toAt) return known;
    const day = Math.floor(at / DAY_MS);
    if (!(day >= FIRST_DAY + MARGIN_DAYS && day < END_DAY - MARGIN_DAYS)) throw outOfRange();
    const firstDay = day - EXTENSION_DAYS;
    const endDay = day + EXTENSION_DAYS;
    return this.#extend(
      Math.min(firstDay, known?.firstDay ?? firstDay),
      Math.max(endDay, known?.endDay ?? endDay),
    );
  }

  /** Works out these local dates; they include those that were worked out before. */
  #extend(firstDay: number, endDay: number): WorkedOut {
    const known = this.#workedOut;
    const newFirst = Math.max(FIRST_DAY, firstDay);
    const newEnd = Math.min(END_DAY, endDay);
    const goesOn = known !== null && newFirst === known.firstDay;
    const intervals = goesOn ? known.intervals : [];
    pushMerged(intervals, openingIntervals(this.#definition, goesOn ? known.endDay : newFirst, newEnd));
    // Instants in the margin may belong to local dates that are not worked out: they are left uncovered.
    const fromAt = (newFirst + MARGIN_DAYS) * DAY_MS;
    const toAt = (newEnd - MARGIN_DAYS) * DAY_MS;
    const sums = prefixSums(intervals, fromAt, toAt);
    this.#workedOut = { firstDay: newFirst, endDay: newEnd, intervals, sums };
    return this.#workedOut;
  }
}

function outOfRange(): CalendarError {
  return new CalendarError(
    'calendar-out-of-range',
    `Calendars cover the years ${FIRST_YEAR} to ${END_YEAR - 1}; this lies outside. Check the instant or the length of the target.`,
  );
}
