import type { SimulatorTime } from './simulator-time.ts';

/**
 * The clock on the instance's wall: what `Date` headers and record stamps show. It may be wrong on purpose, so that
 * a client's handling of clock skew can be tried.
 */
export interface InstanceClock {
  /** UTC epoch milliseconds as the instance believes them. */
  now(): number;
  /** How far the instance is ahead of machine time (negative: behind). */
  skewMs(): number;
  setSkew(skewMs: number): void;
  /** Moves the instance's time on; listeners learn of it, because what was due later may be due now. */
  advance(byMs: number): void;
  onMove(listener: () => void): void;
}

export function createInstanceClock(time: SimulatorTime): InstanceClock {
  const listeners: (() => void)[] = [];
  let skew = 0;
  const setSkew = (skewMs: number): void => {
    skew = skewMs;
    for (const listener of listeners) listener();
  };
  return {
    now: () => time.now() + skew,
    skewMs: () => skew,
    setSkew,
    advance: (byMs) => setSkew(skew + byMs),
    onMove: (listener) => listeners.push(listener),
  };
}
