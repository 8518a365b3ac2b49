import { schedule } from 'node-cron';

export interface CronJobParts {
  /** For node-cron's own messages. */
  readonly name: string;
  /** Five fields, read in UTC. */
  readonly expression: string;
  /** `signal` aborts when the job is stopped: what is under way may end early. */
  run(signal: AbortSignal): Promise<void>;
  onError(error: unknown): void;
}

/** Work that is done by the clock on the wall, and never twice at once. */
export interface CronJob {
  start(): void;
  /** Does the work now, unless it is under way already; ends when it has ended. What it throws goes to `onError`. */
  runNow(): Promise<void>;
  /** Ends when the work under way has ended. */
  stop(): Promise<void>;
}

/** Makes a job of work that runs by a cron expression; a turn that falls due while the last one lasts is left out. */
export function createCronJob(parts: CronJobParts): CronJob {
  const ending = new AbortController();
  let underWay: Promise<void> | null = null;

  const runNow = (): Promise<void> => {
    if (ending.signal.aborted) return Promise.resolve();
    underWay ??= parts
      .run(ending.signal)
      .catch((error) => parts.onError(error))
      .finally(() => {
        underWay = null;
      });
    return underWay;
  };
  let destroy = (): unknown => undefined;

  return {
    start() {
      const task = schedule(parts.expression, runNow, {
        name: parts.name,
        timezone: 'UTC',
        noOverlap: true,
        unref: true,
        // A turn that comes late, on a machine that slept, is made up for by the next one.
        suppressMissedWarning: true,
      });
      destroy = () => task.destroy();
    },
    runNow,
    async stop() {
      ending.abort();
      await destroy();
      await underWay;
    },
  };
}
