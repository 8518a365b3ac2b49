/**
 * Opening hours, worked out the slow way: time is walked in small cells, and of each cell the wall clock is asked
 * whether it is open. Nothing is computed that can be looked at.
 */

export interface OpeningHours {
  readonly timezone: string;
  /** Shifts by weekday, `['09:00', '17:30']`; one that closes no later than it opens ends on the next day. */
  readonly weekly: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  /** Local dates, `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
}

export interface ReferenceCalendar {
  isOpen(at: number): boolean;
  /** Open milliseconds in [from, to); 0 when `to` is not later. */
  between(from: number, to: number): number;
  /** The earliest instant not before `from` by which `durationMs` of open time have passed. */
  add(from: number, durationMs: number): number;
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE = 60_000;
const LONGEST_WALK = 6 * 366 * 24 * 60 * MINUTE;

/** Around the clock: plain elapsed time. */
export const roundTheClock: ReferenceCalendar = {
  isOpen: () => true,
  between: (from, to) => Math.max(0, to - from),
  add: (from, durationMs) => from + durationMs,
};

export function referenceCalendar(hours: OpeningHours): ReferenceCalendar {
  const shifts = weekdays.map((day) =>
    (hours.weekly[day] ?? []).map(([from, to]) => [minutes(from), minutes(to)]),
  );
  const holidays = new Set(hours.holidays);
  const wallClock = new Intl.DateTimeFormat('en-GB', {
    timeZone: hours.timezone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'short',
  });

  // Shifts begin and end, and clocks change, on these minutes only; so inside a cell nothing changes.
  const cellMs = shifts.flat(2).reduce(greatestCommonDivisor, 15) * MINUTE;
  const seen = new Map<number, boolean>();

  function isOpen(at: number): boolean {
    const cell = Math.floor(at / cellMs);
    const known = seen.get(cell);
    if (known !== undefined) return known;
    const open = look(cell * cellMs);
    seen.set(cell, open);
    return open;
  }

  function look(at: number): boolean {
    const [, day, month, year, hour, minute] =
      /(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(wallClock.format(at)) ?? [];
    if (holidays.has(`${year}-${month}-${day}`)) return false;
    const weekday = new Date(`${year}-${month}-${day}T12:00:00Z`).getUTCDay();
    const now = Number(hour) * 60 + Number(minute);
    const today = shifts[weekday] ?? [];
    const yesterday = shifts[(weekday + 6) % 7] ?? [];
    // The tail of a shift that crosses midnight belongs to the date on which it lies.
    return (
      today.some(([from = 0, to = 0]) => now >= from && (to <= from || now < to)) ||
      yesterday.some(([from = 0, to = 0]) => to <= from && now < to)
    );
  }

  const endOfCell = (at: number): number => (Math.floor(at / cellMs) + 1) * cellMs;

  return {
    isOpen,
    between(from, to) {
      let open = 0;
      for (let at = from; at < to; at = endOfCell(at)) {
        if (isOpen(at)) open += Math.min(to, endOfCell(at)) - at;
      }
      return open;
    },
    add(from, durationMs) {
      let left = durationMs;
      let at = from;
      while (left > 0) {
        if (at - from > LONGEST_WALK) throw new Error('these hours never add up to that much open time');
        const step = endOfCell(at) - at;
        if (isOpen(at)) {
          if (left <= step) return at + left;
          left -= step;
        }
        at += step;
      }
      return at;
    },
  };
}

function minutes(time: string): number {
  const [hour, minute] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
