/**
 * The simulator's own machine time. It has the shape of any time source with `now` and `after`, so that a test can
 * hand in virtual time; it is not the product's, because the simulator knows nothing of the product.
 */
export interface SimulatorTime {
  /** UTC epoch milliseconds. */
  now(): number;
  /** Calls `action` once, `delayMs` from now; the returned function cancels. */
  after(delayMs: number, action: () => void): () => void;
}

/** `setTimeout` takes at most this much; whoever waits longer asks again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const machineTime: SimulatorTime = {
  now: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, Math.min(Math.max(0, delayMs), LONGEST_TIMER_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};
