import { Temporal } from 'temporal-polyfill';
import { CLOSE, OPEN, type Peer, type PeerHours, ZONE } from './peer.ts';

/** The same loop over days, with the dates of the language's next standard library. */
export function temporalLoop(hours: PeerHours): Peer {
  const holidays = new Set(hours.holidays);
  const openTime = Temporal.PlainTime.from(OPEN);
  const closeTime = Temporal.PlainTime.from(CLOSE);

  const openSpan = (day: Temporal.PlainDate): { openAt: number; closeAt: number } | null => {
    if (day.dayOfWeek > 5 || holidays.has(day.toString())) return null;
    const openAt = day.toZonedDateTime({ timeZone: ZONE, plainTime: openTime }).epochMilliseconds;
    const closeAt = day.toZonedDateTime({ timeZone: ZONE, plainTime: closeTime }).epochMilliseconds;
    return { openAt, closeAt };
  };
  const dayOf = (at: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).toPlainDate();

  return {
    name: 'temporal-polyfill, a loop over days',
    setUp: 'time zone as an argument',
    add(fromAt, openMs) {
      let leftMs = openMs;
      for (let day = dayOf(fromAt); ; day = day.add({ days: 1 })) {
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
      const last = dayOf(toAt);
      for (let day = dayOf(fromAt); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
        const span = openSpan(day);
        if (span !== null)
          openMs += Math.max(0, Math.min(span.closeAt, toAt) - Math.max(span.openAt, fromAt));
      }
      return openMs;
    },
  };
}
