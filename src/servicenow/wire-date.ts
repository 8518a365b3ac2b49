import { type Instant, SECOND_MS } from '../time/instant.ts';

const WIRE_DATE = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})$/;

/**
 * Reads a stored date-time of ServiceNow, `YYYY-MM-DD HH:MM:SS` in UTC. Null for anything else, for a day that does
 * not exist, and for the display formats of a user's profile: guessing one would move a due time.
 */
export function parseWireDate(text: string): Instant | null {
  const match = WIRE_DATE.exec(text);
  if (match === null) return null;
  const part = (index: number): number => Number(match[index]);
  const instant = Date.UTC(part(1), part(2) - 1, part(3), part(4), part(5), part(6));
  // Date.UTC rolls 31 June over to 1 July; writing it out again shows that.
  return formatWireDate(instant) === text ? instant : null;
}

/** Writes an instant as ServiceNow stores it, cut to the whole second. */
export function formatWireDate(instant: Instant): string {
  const wholeSecond = Math.floor(instant / SECOND_MS) * SECOND_MS;
  return new Date(wholeSecond).toISOString().slice(0, 19).replace('T', ' ');
}
