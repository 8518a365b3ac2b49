import { DateTime } from 'luxon';
import { CLOSE, OPEN, type Peer, type PeerHours, ZONE } from './peer.ts';

/**
 * Working time the obvious way: a luxon date for each local day, its opening and closing, one after the other. Right,
 * and what most programs do.
 */
export function luxonLoop(hours: PeerHours): Peer {
  const holidays = new Set(hours.holidays);

  const openSpan = (day: DateTime): { openAt: number; closeAt: number } | null => {
    if (day.weekday > 5 || holidays.has(day.toISODate()!)) return null;
    return { openAt: day.set(OPEN).toMillis(), closeAt: day.set(CLOSE).toMillis() };
  };
  const startOfDay = (at: number): DateTime => DateTime.fromMillis(at, { zone: ZONE }).startOf('day');

  return {
    name: 'luxon, a loop over days',
    setUp: 'time zone as an argument',
    add(fromAt, openMs) {
      let leftMs = openMs;
      for (let day = startOfDay(fromAt); ; day = day.plus({ days: 1 })) {
        const span = openSpan(day);
        if (span === null) continue;
        const beginsAt = Math.max(span.openAt, fromAt);
        const spanMs = span.closeAt - beginsAt;
        if (spanMs >= leftMs && spanMs > 0) return beginsAt + leftMs;
        if (spanMs > 0) leftMs -= spanMs;
      }
    },
    between(fromAt, toAt) {
      let openMs = 0;
      for (let day = startOfDay(fromAt); day.toMillis() < toAt; day = day.plus({ days: 1 })) {
        const span = openSpan(day);
        if (span !== null)
          openMs += Math.max(0, Math.min(span.closeAt, toAt) - Math.max(span.openAt, fromAt));
      }
      return openMs;
    },
  };
}
