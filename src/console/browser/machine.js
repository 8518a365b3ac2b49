/**
 * The one place that asks the machine for the time, for a timer or for something random.
 */

let aheadMs = 0;

/**
 * Takes over the clock of the instance, by which every clock is judged: a laptop whose own is wrong shows right figures.
 * @param {string} at what the service says the time is
 */
export function followInstanceClock(at) {
  aheadMs = Date.parse(at) - Date.now();
}

/** The time on the instance's clock, in milliseconds. */
export function now() {
  return Date.now() + aheadMs;
}

/**
 * @param {number} delayMs
 * @param {() => void} action
 * @returns {() => void} how to cancel it
 */
export function after(delayMs, action) {
  const timer = setTimeout(action, delayMs);
  return () => clearTimeout(timer);
}

/**
 * @param {number} periodMs
 * @param {() => void} action
 * @returns {() => void} how to stop it
 */
export function every(periodMs, action) {
  const timer = setInterval(action, periodMs);
  return () => clearInterval(timer);
}

/** A text that nobody has used before: the key of an action. */
export function newKey() {
  return crypto.randomUUID();
}
