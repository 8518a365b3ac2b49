import { fromKysely, type JobResult, PgBoss, type Job as TakenJob } from 'pg-boss';
import type { OpenDatabase, Tx } from './database.ts';
import { runExclusively } from './exclusive.ts';

/** One thing to do for one record; the queue keeps the order of a record's jobs. */
export interface Job {
  /** The record: of one key, one job runs at a time, in the order in which they were put in. */
  readonly key: string;
  readonly data: object;
}

/** A durable queue in the same database, so that a job is put in by the very transaction that decides on it. */
export interface Queue {
  put(tx: Tx, jobs: readonly Job[]): Promise<void>;
  /** Hands jobs to `work`, up to `concurrency` at a time. A job that throws is tried again later, with growing delay. */
  work(concurrency: number, work: (data: object) => Promise<void>): Promise<void>;
  /**
   * Gives jobs back whose process has shown no sign of life for some seconds. To be called every second or so, where
   * several processes share the database.
   */
  takeOver(): Promise<void>;
  /** Hands out no more jobs, and resolves when those under way have ended. */
  pause(): Promise<void>;
  /** Closes the queue; jobs still under way are waited for, at most `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

export interface QueueSettings {
  readonly name: string;
  /** Delay before the first retry; it doubles each time, jittered. */
  readonly retryDelaySeconds: number;
  readonly longestRetryDelaySeconds: number;
  onError(error: Error): void;
}

/** A process gives a sign of life for each of its jobs as often as this. */
const SIGN_OF_LIFE_SECONDS = 1;
/** Without one for so long it is taken for dead, its jobs for orphans. */
const DEAD_AFTER_SECONDS = 5;
/** pg-boss would see it by itself after this long; it allows no less. */
const HEARTBEAT_SECONDS = 10;
/** Jobs that are taken together end together, so that one which takes long must not hold up all the others. */
const WORKERS = 4;
/** Whoever works decides when to give up; the queue itself never does. */
const ENDLESS_RETRIES = 1_000_000;

/** Opens the queue, creating or upgrading its tables; several replicas may do so at once. */
export async function openQueue(database: OpenDatabase, settings: QueueSettings): Promise<Queue> {
  const boss = new PgBoss({
    ...database.queueConnection,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    registerInstance: false,
    monitorVacuum: false,
    reindex: false,
  });
  boss.on('error', settings.onError);
  await boss.start();
  const options = {
    retryLimit: ENDLESS_RETRIES,
    retryDelay: settings.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: settings.longestRetryDelaySeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: 3600,
  };
  await boss.createQueue(settings.name, { policy: 'key_strict_fifo', notify: true, ...options });
  // One that an earlier start created keeps what it was created with until it is told otherwise.
  await boss.updateQueue(settings.name, options);
  // The embedded engine serves one process: whatever is under way when it opens was left by one that died.
  if (database.engine === 'pglite') await giveBack(boss, settings.name, 'true');
  return {
    async put(tx, jobs) {
      if (jobs.length === 0) return;
      const inserts = jobs.map((job) => ({ data: job.data, singletonKey: job.key }));
      await boss.insert(settings.name, inserts, { db: fromKysely(tx) });
    },
    async work(concurrency, work) {
      const workers = Math.min(WORKERS, concurrency);
      const jobsAtOnce = Math.ceil(concurrency / workers);
      for (let worker = 0; worker < workers; worker++)
        await startWorker(boss, settings.name, jobsAtOnce, work);
    },
    async takeOver() {
      // Given back by two processes at once, a job would wait for two retries.
      await runExclusively(database, `take-over:${settings.name}`, () =>
        giveBack(boss, settings.name, `heartbeat_on < now() - interval '${DEAD_AFTER_SECONDS} seconds'`),
      );
    },
    pause: () => boss.offWork(settings.name, { wait: true }),
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs, close: true }),
  };
}

/**
 * Takes many jobs with one look, works on all of them at the same time, and looks again at once: only a look that finds
 * nothing is followed by a rest, which a notification ends.
 */
async function startWorker(
  boss: PgBoss,
  name: string,
  jobsAtOnce: number,
  work: (data: object) => Promise<void>,
): Promise<void> {
  let id: string | null = null;
  const options = {
    batchSize: jobsAtOnce,
    perJobResults: true,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 1,
    heartbeatRefreshSeconds: SIGN_OF_LIFE_SECONDS,
  } as const;
  id = await boss.work<object, unknown, typeof options>(name, options, async (jobs) => {
    const results = await Promise.all(jobs.map((job) => workOn(job, work)));
    if (id !== null) boss.notifyWorker(id);
    return results;
  });
}

async function workOn(job: TakenJob<object>, work: (data: object) => Promise<void>): Promise<JobResult> {
  try {
    await work(job.data);
    return { id: job.id, status: 'completed' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { id: job.id, status: 'failed', output: { message } };
  }
}

/** Has jobs that are under way, and meet a condition, tried again. */
async function giveBack(boss: PgBoss, name: string, condition: string): Promise<void> {
  const sql = `select id from pgboss.job where name = $1 and state = 'active' and ${condition}`;
  const { rows } = await boss.getDb().executeSql(sql, [name]);
  const ids = rows.map((row: { id: string }) => row.id);
  if (ids.length > 0) await boss.fail(name, ids);
}
