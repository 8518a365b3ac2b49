/** Steps that people count time in, in milliseconds. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const steps = [
  MINUTE / 12,
  MINUTE / 4,
  MINUTE / 2,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
];

/** So much room a label needs, in pixels. */
const LABEL_WIDTH = 84;

/**
 * @typedef {object} Axis
 * @property {(at: number) => number} x where an instant lies, in pixels
 * @property {readonly { at: number, label: string }[]} ticks
 */

/**
 * Lays `[fromAt, toAt]` on `width` pixels, with ticks at round times of where the reader is.
 * @param {number} fromAt
 * @param {number} toAt
 * @param {number} left where it begins, in pixels
 * @param {number} width
 * @returns {Axis}
 */
export function makeAxis(fromAt, toAt, left, width) {
  const lengthMs = Math.max(1000, toAt - fromAt);
  const most = Math.max(1, Math.floor(width / LABEL_WIDTH));
  const step = steps.find((one) => lengthMs / one <= most) ?? lengthMs;
  const offsetMs = -new Date(fromAt).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((fromAt + offsetMs) / step) * step - offsetMs;
  const ticks = [];
  for (let at = first; at <= toAt; at += step) ticks.push({ at, label: labelOf(at, step) });
  return { x: (at) => left + ((at - fromAt) / lengthMs) * width, ticks };
}

/** @param {number} at @param {number} step */
function labelOf(at, step) {
  /** @type {Intl.DateTimeFormatOptions} */
  const clock = { hour: '2-digit', minute: '2-digit', ...(step < MINUTE ? { second: '2-digit' } : {}) };
  const date = new Date(at);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
  if (step >= DAY || isMidnight) return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  return date.toLocaleTimeString('en-GB', clock);
}
