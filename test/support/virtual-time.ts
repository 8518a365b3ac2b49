import { setImmediate } from 'node:timers/promises';
import type { Instant } from '../../src/time/instant.ts';
import type { TimeSource } from '../../src/time/time-source.ts';

export interface VirtualTime extends TimeSource {
  /** Moves on and fires what falls due, in order. */
  advance(byMs: number): void;
  /** Moves on, step by step, until the promise is settled; real input and output may happen between the steps. */
  advanceUntil<Result>(promise: Promise<Result>, stepMs?: number): Promise<Result>;
}

interface Timer {
  readonly at: Instant;
  readonly action: () => void;
}

/** Machine time that passes only when a test says so. */
export function virtualTime(startsAt: Instant): VirtualTime {
  let now = startsAt;
  let timers: Timer[] = [];

  function advance(byMs: number): void {
    const until = now + byMs;
    for (;;) {
      const next = timers.filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)[0];
      if (next === undefined) break;
      timers = timers.filter((timer) => timer !== next);
      now = Math.max(now, next.at);
      next.action();
    }
    now = until;
  }

  return {
    now: () => now,
    after(delayMs, action) {
      const timer = { at: now + Math.max(0, delayMs), action };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance,
    async advanceUntil(promise, stepMs = 50) {
      let isSettled = false;
      const settled = promise.finally(() => {
        isSettled = true;
      });
      settled.catch(() => {});
      while (!isSettled) {
        // A few turns of the event loop are what a mocked exchange takes.
        for (let turn = 0; turn < 20 && !isSettled; turn++) await setImmediate();
        if (!isSettled) advance(stepMs);
      }
      return settled;
    },
  };
}
