import type { HolidayBook } from '../calendar/holidays.ts';
import type { Instant } from '../time/instant.ts';
import { isJudged, type JudgedLine, type JudgedTicket } from './judge.ts';
import { countOf } from './text-table.ts';

/** Notes which tickets reach into years whose holidays nobody published. */
export interface HolidayWatch {
  take(judged: JudgedLine): void;
  /** A sentence for the operator; null where every ticket lies within the published years. */
  hint(): string | null;
}

/** Watches for tickets whose clocks or escalations reach beyond the years of `holidays`. */
export function watchHolidays(holidays: HolidayBook): HolidayWatch {
  const { firstYear, lastYear } = holidays;
  const years = new Set<number>();
  let tickets = 0;
  const take = (judged: JudgedLine): void => {
    if (!isJudged(judged) || judged.verdict.clocks.length === 0) return;
    const [first, last] = touchedYears(judged);
    if (first >= firstYear && last <= lastYear) return;
    tickets += 1;
    for (let year = first; year <= last; year++) if (year < firstYear || year > lastYear) years.add(year);
  };
  const hint = (): string | null => {
    if (tickets === 0) return null;
    return (
      `${countOf(tickets, 'ticket')} ${tickets === 1 ? 'touches' : 'touch'} years outside the holiday data ` +
      `(${firstYear} to ${lastYear}): ${nameYears(years)}. Their holidays were worked out by rule; ` +
      'one-off holidays and later changes of the law are missing.'
    );
  };
  return { take, hint };
}

/** The first and the last year, in UTC, of the instants that the verdict rests on or names. */
function touchedYears({ verdict, asOf }: JudgedTicket): [first: number, last: number] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const touch = (at: Instant | null): void => {
    if (at === null) return;
    first = Math.min(first, at);
    last = Math.max(last, at);
  };
  for (const clock of verdict.clocks) {
    touch(clock.startedAt);
    touch(clock.dueAt);
    touch(clock.stoppedAt);
    if (clock.stoppedAt === null && clock.state !== 'cancelled' && clock.state !== 'pending') touch(asOf);
  }
  for (const step of verdict.escalations) touch(step.at);
  return [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear()];
}

const YEARS_NAMED = 5;

function nameYears(years: ReadonlySet<number>): string {
  const sorted = [...years].sort((one, other) => one - other);
  return sorted.length <= YEARS_NAMED ? sorted.join(', ') : `${sorted[0]} … ${sorted.at(-1)}`;
}
