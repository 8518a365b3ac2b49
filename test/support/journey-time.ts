import type { Instant } from '../../src/time/instant.ts';
import type { TimeSource } from '../../src/time/time-source.ts';

/** Time that passes by itself, from an instant of the test's choosing, and leaps ahead when the test says so. */
export interface LeapingTime extends TimeSource {
  /** Moves on at once; what falls due on the way is fired, in order. */
  leap(byMs: number): void;
  /** Leaps to an instant; does nothing if it has passed. */
  leapTo(at: Instant): void;
}

interface Timer {
  readonly dueAt: Instant;
  readonly action: () => void;
  alarm: NodeJS.Timeout;
}

/**
 * For the whole service with its sockets and its database, which know real time only: between two leaps they have the
 * time that they need, and a leap spares the test the hours of a story.
 */
export function leapingTime(startsAt: Instant): LeapingTime {
  let aheadMs = startsAt - Date.now();
  const timers = new Set<Timer>();
  const now = (): Instant => Date.now() + aheadMs;

  function arm(timer: Timer): void {
    clearTimeout(timer.alarm);
    timer.alarm = setTimeout(
      () => fire(timer),
      Math.min(Math.max(0, timer.dueAt - now()), 2 ** 31 - 1),
    ).unref();
  }

  function fire(timer: Timer): void {
    if (timers.delete(timer)) timer.action();
  }

  function leapTo(at: Instant): void {
    for (;;) {
      const [next] = [...timers]
        .filter(({ dueAt }) => dueAt <= at)
        .sort((one, other) => one.dueAt - other.dueAt);
      if (next === undefined) break;
      clearTimeout(next.alarm);
      aheadMs += Math.max(0, next.dueAt - now());
      fire(next);
    }
    aheadMs += Math.max(0, at - now());
    for (const timer of timers) arm(timer);
  }

  return {
    now,
    after(delayMs, action) {
      const timer: Timer = { dueAt: now() + Math.max(0, delayMs), action, alarm: undefined as never };
      timers.add(timer);
      arm(timer);
      return () => {
        clearTimeout(timer.alarm);
        timers.delete(timer);
      };
    },
    leap: (byMs) => leapTo(now() + byMs),
    leapTo,
  };
}
