/** Dates as ServiceNow writes them: `YYYY-MM-DD HH:MM:SS`, UTC unless a zone is named. */

/** Writes an instant as a raw field value: UTC, whole seconds (further digits are cut). */
export function formatWireTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads a raw field value; NaN if it is no such date. A date alone is its midnight. */
export function parseWireTime(text: string): number {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?$/.exec(text.trim());
  return match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`);
}

/** The reading of a wall clock in `zone`, in the same notation. */
export function formatInZone(at: number, zone: string): string {
  return zone === 'UTC' ? formatWireTime(at) : formatWireTime(at + zoneOffsetMs(zone, at));
}

/** The instant at which a wall clock in `zone` shows `text`; NaN if it is no date. */
export function parseInZone(text: string, zone: string): number {
  const reading = parseWireTime(text);
  if (Number.isNaN(reading) || zone === 'UTC') return reading;
  // The first guess may lie on the wrong side of a clock change; the second is measured where the first landed.
  const guess = reading - zoneOffsetMs(zone, reading);
  return reading - zoneOffsetMs(zone, guess);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** How far local time in `zone` is ahead of UTC at that instant. */
export function zoneOffsetMs(zone: string, at: number): number {
  const parts = zoneFormatter(zone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((candidate) => candidate.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}

function zoneFormatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
