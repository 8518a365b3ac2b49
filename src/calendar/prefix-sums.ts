import { DAY_MS, type Instant } from '../time/instant.ts';
import type { OpeningInterval } from './opening-intervals.ts';

/** Opening intervals as running totals, so that arithmetic costs the same for an hour and for a year. */
export interface PrefixSums {
  /** Questions are answered for instants in `[fromAt, toAt)`. */
  readonly fromAt: Instant;
  readonly toAt: Instant;
  /** Open time of all intervals that end before `toAt`, in milliseconds. */
  readonly totalMs: number;
  /** Open milliseconds before `at`, counted from the first interval. */
  openBefore(at: Instant): number;
  /** The first instant by which `openMs` (more than 0, at most `totalMs`) have been open, counted from the first interval. */
  instantAt(openMs: number): Instant;
}

/**
 * Builds running totals over `intervals` (in order, apart from each other). Two guess tables, one by day and one by
 * equal shares of the total, name the first interval worth looking at; from there it is a step or two.
 */
export function prefixSums(
  intervals: readonly OpeningInterval[],
  fromAt: Instant,
  toAt: Instant,
): PrefixSums {
  const count = intervals.length;
  const openAt = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const closeAt = new Float64Array(count + 1).fill(Number.POSITIVE_INFINITY);
  const sumBefore = new Float64Array(count + 1);
  intervals.forEach((interval, index) => {
    openAt[index] = interval.openAt;
    closeAt[index] = interval.closeAt;
    sumBefore[index + 1] = sumBefore[index]! + interval.closeAt - interval.openAt;
  });
  const openBefore = (at: Instant): number => {
    let index = byDay[Math.floor((at - fromAt) / DAY_MS)]!;
    while (closeAt[index]! <= at) index++;
    const sum = sumBefore[index]!;
    return at > openAt[index]! ? sum + at - openAt[index]! : sum;
  };
  const instantAt = (openMs: number): Instant => {
    let index = byShare[Math.floor(openMs / shareMs)]!;
    while (sumBefore[index + 1]! < openMs) index++;
    return openAt[index]! + openMs - sumBefore[index]!;
  };
  const byDay = firstIntervalByDay(closeAt, fromAt, toAt);
  const shareMs = Math.max(1, Math.ceil(sumBefore[count]! / Math.max(1, count)));
  const byShare = firstIntervalByShare(sumBefore, shareMs, count);
  const totalMs = openBefore(toAt - 1);
  return { fromAt, toAt, totalMs, openBefore, instantAt };
}

/** For each day from `fromAt`: the first interval that closes after the day begins. */
function firstIntervalByDay(closeAt: Float64Array, fromAt: Instant, toAt: Instant): Int32Array {
  const days = new Int32Array(Math.max(0, Math.ceil((toAt - fromAt) / DAY_MS)));
  let index = 0;
  for (let day = 0; day < days.length; day++) {
    while (closeAt[index]! <= fromAt + day * DAY_MS) index++;
    days[day] = index;
  }
  return days;
}

/** For each share of the total: the interval in which that much open time is reached at the earliest. */
function firstIntervalByShare(sumBefore: Float64Array, shareMs: number, count: number): Int32Array {
  const shares = new Int32Array(Math.floor(sumBefore[count]! / shareMs) + 1);
  let index = 0;
  for (let share = 0; share < shares.length; share++) {
    while (index < count - 1 && sumBefore[index + 1]! < share * shareMs) index++;
    shares[share] = index;
  }
  return shares;
}
