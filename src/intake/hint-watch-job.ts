import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import { SECOND_MS } from '../time/instant.ts';
import type { Cancel, TimeSource } from '../time/time-source.ts';
import type { OpenHint } from './hint.ts';
import { type FollowUpParts, followUp } from './hint-client.ts';

export interface HintWatchParts extends FollowUpParts {
  readonly time: TimeSource;
  listOpenHints(limit: number): Promise<OpenHint[]>;
  /** Runs `work` unless another process follows up hints just now; says whether it ran. */
  exclusively(work: () => Promise<void>): Promise<boolean>;
  /** Told what kept hints from being followed up; it is tried again. */
  onError(error: unknown): void;
}

/** Follows up what webhooks hint at. Enters: open hints. Leaves: records, fetched again, on their way. */
export interface HintWatch {
  start(): void;
  /** There are new hints: looks at once, unless ServiceNow is being given a rest. */
  wake(): void;
  /** Begins nothing more; ends when the look under way has ended. */
  stop(): Promise<void>;
}

/** So many are read at a time. Many may name one record; those that remain are read at the next look. */
const MOST_HINTS = 2000;
/** Another process may have died over its hints, or may have put some in. A look costs one step into an index. */
const LONGEST_SLEEP_MS = SECOND_MS;
const FIRST_REST_MS = SECOND_MS;
/** Short, because only a webhook tells of a deletion at once. */
const LONGEST_REST_MS = 30 * SECOND_MS;

/** Looks at open hints when there are new ones, and follows them up, many records with one request. */
export function createHintWatch(parts: HintWatchParts): HintWatch {
  const stopping = new AbortController();
  let isStarted = false;
  let cancelSleep: Cancel = () => {};
  let round: Promise<void> | null = null;
  let again = false;
  let failures = 0;

  const begin = (): void => {
    cancelSleep();
    if (stopping.signal.aborted) return;
    again = false;
    round = lookWatched().then((delayMs) => {
      round = null;
      if (stopping.signal.aborted) return;
      const isWoken = again && failures === 0;
      cancelSleep = parts.time.after(isWoken ? 0 : delayMs, begin);
    });
  };

  /** How long to sleep afterwards. */
  const lookWatched = async (): Promise<number> => {
    try {
      const delayMs = await look();
      failures = 0;
      return delayMs;
    } catch (error) {
      if (stopping.signal.aborted) return 0;
      parts.onError(error);
      failures += 1;
      return restAfter(error, failures);
    }
  };

  const look = async (): Promise<number> => {
    const open = await parts.listOpenHints(MOST_HINTS);
    if (open.length === 0) return LONGEST_SLEEP_MS;
    const hasRun = await parts.exclusively(() => followUp(parts, open, stopping.signal));
    return hasRun ? 0 : LONGEST_SLEEP_MS;
  };

  return {
    start() {
      isStarted = true;
      begin();
    },
    wake() {
      if (round !== null) again = true;
      else if (isStarted && failures === 0) begin();
    },
    async stop() {
      stopping.abort();
      cancelSleep();
      await round;
    },
  };
}

function restAfter(error: unknown, failures: number): number {
  const askedMs = isServiceNowError(error) ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(askedMs, Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** Math.min(failures - 1, 10)));
}
