import { DateTime } from 'luxon';

/**
 * Working time the obvious way: a luxon date for each local day, its opening and closing, one after the other. Right,
 * and what most programs do; here to compare with, and to check the answers.
 */
export interface LuxonHours {
  readonly zone: string;
  /** ISO weekdays, 1 for Monday. */
  readonly weekdays: readonly number[];
  readonly open: { readonly hour: number; readonly minute: number };
  readonly close: { readonly hour: number; readonly minute: number };
  readonly holidays: ReadonlySet<string>;
}

export function luxonAdd(hours: LuxonHours, fromAt: number, amountMs: number): number {
  let leftMs = amountMs;
  for (let day = startOfDay(hours, fromAt); ; day = day.plus({ days: 1 })) {
    const span = openSpan(hours, day);
    if (span === null) continue;
    const beginsAt = Math.max(span.openAt, fromAt);
    const openMs = span.closeAt - beginsAt;
    if (openMs >= leftMs && openMs > 0) return beginsAt + leftMs;
    if (openMs > 0) leftMs -= openMs;
  }
}

export function luxonBetween(hours: LuxonHours, fromAt: number, toAt: number): number {
  let openMs = 0;
  for (let day = startOfDay(hours, fromAt); day.toMillis() < toAt; day = day.plus({ days: 1 })) {
    const span = openSpan(hours, day);
    if (span !== null) openMs += Math.max(0, Math.min(span.closeAt, toAt) - Math.max(span.openAt, fromAt));
  }
  return openMs;
}

function startOfDay({ zone }: LuxonHours, at: number): DateTime {
  return DateTime.fromMillis(at, { zone }).startOf('day');
}

function openSpan(hours: LuxonHours, day: DateTime): { openAt: number; closeAt: number } | null {
  if (!hours.weekdays.includes(day.weekday) || hours.holidays.has(day.toISODate()!)) return null;
  return { openAt: day.set(hours.open).toMillis(), closeAt: day.set(hours.close).toMillis() };
}
