import type { Cancel, TimeSource } from '../time/time-source.ts';

export interface RepeatedJobParts {
  readonly time: TimeSource;
  /** From the end of one turn to the beginning of the next. */
  readonly pauseMs: number;
  run(): Promise<void>;
  onError(error: unknown): void;
}

/** Work that is done again and again, with a pause between. */
export interface RepeatedJob {
  /** The first turn begins after a pause. */
  start(): void;
  /** Ends when the turn under way has ended. */
  stop(): Promise<void>;
}

export function createRepeatedJob({ time, pauseMs, run, onError }: RepeatedJobParts): RepeatedJob {
  let isStopped = false;
  let cancel: Cancel = () => {};
  let turn: Promise<void> = Promise.resolve();

  const pause = (): void => {
    if (isStopped) return;
    cancel = time.after(pauseMs, () => {
      turn = run().catch(onError).then(pause);
    });
  };
  return {
    start: pause,
    async stop() {
      isStopped = true;
      cancel();
      await turn;
    },
  };
}
