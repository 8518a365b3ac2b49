import { setTimeout } from 'node:timers/promises';
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
    async advanceUntil(promise, stepMs = 20) {
      let isSettled = false;
      const settled = promise.finally(() => {
        isSettled = true;
      });
      settled.catch(() => {});
      while (!isSettled) {
        // Slow enough that a mocked exchange, even on a busy machine, ends before a deadline of some seconds passes.
        await setTimeout(1);
        if (!isSettled) advance(stepMs);
      }
      return settled;
    },
  };
}
