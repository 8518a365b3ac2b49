import { DateTime } from 'luxon';
import type { Instant } from './instant.ts';

/** British English, because it knows the short names of British clocks: GMT and BST. */
const LOCALE = 'en-GB';

/** An instant as people at `timezone` read it: `Mon 2 Feb 2026 10:00 GMT`; seconds only where they are not zero. */
export function formatLocal(at: Instant, timezone: string): string {
  const local = readLocal(at, timezone);
  return `${dateOf(local)} ${timeOf(local)} ${local.offsetNameShort}`;
}

/** A span as people at `timezone` read it: `Mon 2 Feb 2026 10:00–17:30 GMT`, or `Fri 25 Dec 2026, all day`. */
export function formatLocalSpan(fromAt: Instant, toAt: Instant, timezone: string): string {
  const from = readLocal(fromAt, timezone);
  const to = readLocal(toAt, timezone);
  const midnight = from.startOf('day');
  if (fromAt === midnight.toMillis() && toAt === midnight.plus({ days: 1 }).toMillis())
    return `${dateOf(from)}, all day`;
  if (from.offset !== to.offset || !from.hasSame(to, 'day'))
    return `${formatLocal(fromAt, timezone)} – ${formatLocal(toAt, timezone)}`;
  return `${dateOf(from)} ${timeOf(from)}–${timeOf(to)} ${from.offsetNameShort}`;
}

function readLocal(at: Instant, timezone: string): DateTime {
  return DateTime.fromMillis(at, { zone: timezone, locale: LOCALE });
}

function dateOf(local: DateTime): string {
  return local.toFormat('ccc d LLL yyyy');
}

function timeOf(local: DateTime): string {
  if (local.millisecond !== 0) return local.toFormat('HH:mm:ss.SSS');
  return local.toFormat(local.second !== 0 ? 'HH:mm:ss' : 'HH:mm');
}
