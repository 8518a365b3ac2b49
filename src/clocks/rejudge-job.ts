import { SECOND_MS } from '../time/instant.ts';
import { sleep, type TimeSource } from '../time/time-source.ts';

export interface RejudgeParts {
  readonly time: TimeSource;
  /** Judges the next tickets of the list, in one transaction, and says how many; 0 when there is none to be had. */
  judgeNext(limit: number): Promise<number>;
  countLeft(): Promise<number>;
  /** Told every few seconds while tickets are left. */
  onProgress(left: number): void;
  /** Told once when none is left, by whoever sees it first in this process. */
  onDone(tookMs: number): void;
  onError(error: unknown): void;
}

/** Judges every open ticket anew after a change of rules, beside the service's other work. */
export interface RejudgeJob {
  start(): void;
  /** Ends when the judging under way has ended; the next start goes on with the rest. */
  stop(): Promise<void>;
}

/** So many tickets are judged in one transaction: few enough that whoever asks for something meanwhile hardly waits. */
const BATCH = 500;
/** While the database stores what one lane judged, the other one judges. */
const LANES = 2;
const TELL_MS = 2 * SECOND_MS;
/** Until what another replica has under way is done, and after an error. */
const PAUSE_MS = SECOND_MS;

export function createRejudgeJob(parts: RejudgeParts): RejudgeJob {
  const { time } = parts;
  const stopping = new AbortController();
  let lanes: Promise<unknown> = Promise.resolve();
  let toldAt = 0;

  /** Judges tickets until none is left. */
  const walk = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const judged = await parts.judgeNext(BATCH);
        if (judged === 0 && (await parts.countLeft()) === 0) return;
        if (judged === 0) await sleep(time, PAUSE_MS, stopping.signal);
        else await tell();
      } catch (error) {
        parts.onError(error);
        await sleep(time, PAUSE_MS, stopping.signal);
      }
    }
  };
  const tell = async (): Promise<void> => {
    if (time.now() - toldAt < TELL_MS) return;
    toldAt = time.now();
    parts.onProgress(await parts.countLeft());
  };

  return {
    start() {
      const beganAt = time.now();
      toldAt = beganAt;
      lanes = Promise.all(Array.from({ length: LANES }, walk)).then(() => {
        if (!stopping.signal.aborted) parts.onDone(time.now() - beganAt);
      });
    },
    async stop() {
      stopping.abort();
      await lanes;
    },
  };
}
