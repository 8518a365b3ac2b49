import type { Instant } from '../time/instant.ts';
import type { Cancel, TimeSource } from '../time/time-source.ts';

export interface DeadlineWatchParts {
  readonly time: TimeSource;
  /** The instance's clock. */
  now(): Instant;
  findNextDeadline(): Promise<Instant | null>;
  findDueTickets(now: Instant, limit: number): Promise<number[]>;
  judgeAgain(ticketIds: readonly number[]): Promise<void>;
  /** Told after each look that went well, what was due judged, for the metric. */
  onLooked(): void;
  onError(error: unknown): void;
}

export interface DeadlineWatch {
  start(): void;
  /** A deadline may have come nearer: looks again. */
  wake(): void;
  /** Ends when the judging under way has ended. */
  stop(): Promise<void>;
}

/** So many tickets are judged in one transaction. */
const BATCH = 100;
/**
 * Longest sleep: another replica may have brought a deadline nearer, and the instance's clock may have been set. A look
 * costs one step into an index.
 */
const LONGEST_SLEEP_MS = 1000;
const AFTER_ERROR_MS = 1000;

/** Sleeps until the next clock breaches, warning or ladder step falls due, and has those tickets judged then. */
export function createDeadlineWatch(parts: DeadlineWatchParts): DeadlineWatch {
  let stopped = true;
  let cancelSleep: Cancel = () => {};
  let round: Promise<void> | null = null;
  let again = false;

  const sleep = (delayMs: number): void => {
    cancelSleep();
    if (!stopped) cancelSleep = parts.time.after(delayMs, begin);
  };

  const begin = (): void => {
    if (stopped) return;
    if (round !== null) {
      again = true;
      return;
    }
    again = false;
    round = look()
      .then((delayMs) => {
        parts.onLooked();
        return delayMs;
      })
      .catch((error) => {
        parts.onError(error);
        return AFTER_ERROR_MS;
      })
      .then((delayMs) => {
        round = null;
        sleep(again ? 0 : delayMs);
      });
  };

  const look = async (): Promise<number> => {
    const deadlineAt = await parts.findNextDeadline();
    if (deadlineAt === null) return LONGEST_SLEEP_MS;
    const now = parts.now();
    if (deadlineAt > now) return Math.min(LONGEST_SLEEP_MS, deadlineAt - now);
    await parts.judgeAgain(await parts.findDueTickets(now, BATCH));
    return 0;
  };

  return {
    start() {
      stopped = false;
      begin();
    },
    wake: begin,
    async stop() {
      stopped = true;
      cancelSleep();
      await round;
    },
  };
}
