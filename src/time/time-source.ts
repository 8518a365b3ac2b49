import type { Instant } from './instant.ts';

/** Stops a timer that has not fired; harmless afterwards. */
export type Cancel = () => void;

/** Machine time: the one thing in the product that knows what time it is. Injected everywhere, so that it can be virtual. */
export interface TimeSource {
  now(): Instant;
  /** Calls `action` once, `delayMs` from now (at once for 0 or less). The timer does not keep the process alive. */
  after(delayMs: number, action: () => void): Cancel;
}

/** `setTimeout` takes at most 2^31-1 ms; a longer wait is cut into legs. */
const LONGEST_LEG_MS = 2 ** 31 - 1;

export const systemTime: TimeSource = {
  now: () => Date.now(),
  after(delayMs, action) {
    let timer: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      const legMs = Math.min(leftMs, LONGEST_LEG_MS);
      timer = setTimeout(() => (leftMs > legMs ? wait(leftMs - legMs) : action()), legMs);
      timer.unref();
    };
    wait(Math.max(0, delayMs));
    return () => clearTimeout(timer);
  },
};

/** Resolves `delayMs` from now, or at once when `signal` aborts. */
export function sleep(time: TimeSource, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = time.after(delayMs, done);
    signal?.addEventListener('abort', done);
  });
}

/** Lets everything else that waits have its turn: for long work, between its slices. No time has to pass for it. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
