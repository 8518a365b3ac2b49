import { formatInZone, parseInZone } from '../time/wire-time.ts';

/** When an SLA's time runs: always, or in the weekly hours of a schedule. */
export interface Schedule {
  /** The instant at which `durationMs` of the schedule have passed since `start`. */
  add(start: number, durationMs: number): number;
  /** How much of the schedule lies between two instants. */
  between(start: number, end: number): number;
}

export const ALWAYS: Schedule = {
  add: (start, durationMs) => start + durationMs,
  between: (start, end) => Math.max(0, end - start),
};

const DAY_MS = 86_400_000;

/** Monday to Friday, 09:00 to 17:30 in `zone`. Holidays are left out: the instance has none entered. */
export function officeHours(zone: string): Schedule {
  const openingsFrom = function* (start: number): Generator<readonly [number, number]> {
    for (let day = start - DAY_MS; ; day += DAY_MS) {
      const date = formatInZone(day, zone).slice(0, 10);
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
      if (weekday === 0 || weekday === 6) continue;
      const opensAt = parseInZone(`${date} 09:00:00`, zone);
      const closesAt = parseInZone(`${date} 17:30:00`, zone);
      if (closesAt > start) yield [Math.max(opensAt, start), closesAt];
    }
  };
  return {
    add(start, durationMs) {
      let leftMs = durationMs;
      for (const [opensAt, closesAt] of openingsFrom(start)) {
        if (closesAt - opensAt >= leftMs) return opensAt + leftMs;
        leftMs -= closesAt - opensAt;
      }
      return start;
    },
    between(start, end) {
      let totalMs = 0;
      for (const [opensAt, closesAt] of openingsFrom(start)) {
        if (opensAt >= end) break;
        totalMs += Math.min(closesAt, end) - opensAt;
      }
      return totalMs;
    },
  };
}
