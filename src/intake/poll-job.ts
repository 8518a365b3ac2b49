import { UnusableRecord } from '../servicenow/record.ts';
import { isServiceNowError, type ServiceNowError } from '../servicenow/servicenow-error.ts';
import type { Instant } from '../time/instant.ts';
import type { Cancel } from '../time/time-source.ts';
import { ScanFault } from './page-scan.ts';
import { planNextTurn } from './poll-plan.ts';
import { type PolledTable, type PollTurn, type PollTurnParts, runPollTurn } from './poll-turn-client.ts';
import { describeSync, type TableSyncStatus } from './sync-status.ts';

export interface PollJobParts extends PollTurnParts {
  readonly intervalMs: number;
  /** Runs `work` unless another process is at this table just now; says whether it ran. */
  exclusively(table: string, work: () => Promise<void>): Promise<boolean>;
  /** Told after every turn, for metrics and the log. */
  onTurn(finished: FinishedTurn): void;
}

export interface FinishedTurn {
  readonly table: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** `ok`, `skipped` (another process polls), `stopped`, or the code of what went wrong. */
  readonly outcome: string;
  /** Null unless the turn ran to its end. */
  readonly turn: PollTurn | null;
  readonly error: unknown;
}

export interface PollProblem {
  /** Why this process's last turn failed and what to do, in plain words; null if it did not. */
  readonly problem: string | null;
}

/** Reads one table again and again. Enters: the cursor. Leaves: records, page by page, and the moved cursor. */
export interface PollJob {
  /** The first turn begins at once; resolves at its end. */
  start(): Promise<FinishedTurn>;
  /** Resolves at the end of a turn that begins now, or as soon as the one under way has ended; calls meanwhile share it. */
  pollNow(): Promise<FinishedTurn>;
  /** Reads everything changed since `toAt` again, beginning with the next turn. */
  rewind(toAt: Instant): Promise<void>;
  status(): Promise<TableSyncStatus & PollProblem>;
  /** Begins nothing more; resolves when the page under way has been applied. */
  stop(): Promise<void>;
}

export function makePollJob(parts: PollJobParts, polled: PolledTable): PollJob {
  const { time, cursors, intervalMs } = parts;
  const { table } = polled;
  const stopping = new AbortController();
  let lane: Promise<unknown> = Promise.resolve();
  let queued: Promise<FinishedTurn> | null = null;
  let cancelNext: Cancel = () => {};
  let failures = 0;
  let lastGoodAt: Instant | null = null;
  let problem: string | null = null;

  /** One thing at a time on this table: a turn, or a rewinding between turns. */
  function inLane<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = lane.then(work);
    lane = done.catch(() => {});
    return done;
  }

  async function takeTurn(): Promise<FinishedTurn> {
    cancelNext();
    const finished = await runTurn(parts, polled, stopping.signal);
    const { outcome, turn, startedAt, finishedAt } = finished;
    failures = finished.error === null ? 0 : failures + 1;
    if (outcome === 'ok') lastGoodAt = startedAt;
    problem = finished.error === null ? null : describeFailure(finished.error);
    if (!stopping.signal.aborted) {
      const retryAfterMs = isServiceNowError(finished.error) ? finished.error.retryAfterMs : null;
      const isLoadPending = turn?.isLoadPending ?? false;
      const tookMs = finishedAt - startedAt;
      const waitMs = planNextTurn({ intervalMs, tookMs, isLoadPending, failures, retryAfterMs });
      cancelNext = time.after(waitMs, () => void inLane(takeTurn));
    }
    parts.onTurn(finished);
    return finished;
  }

  return {
    start: () => inLane(takeTurn),
    pollNow() {
      queued ??= inLane(() => {
        queued = null;
        return takeTurn();
      });
      return queued;
    },
    rewind: (toAt) => inLane(() => cursors.saveWatermark(table, { updatedAt: toAt, sysId: '' })),
    async status() {
      const cursor = await cursors.load(table);
      return { ...describeSync(table, cursor, lastGoodAt, time.now()), problem };
    },
    async stop() {
      stopping.abort();
      cancelNext();
      await lane;
    },
  };
}

/** Runs one turn and stores how it ended; never throws. */
async function runTurn(parts: PollJobParts, polled: PolledTable, signal: AbortSignal): Promise<FinishedTurn> {
  const { time, cursors } = parts;
  const { table } = polled;
  const startedAt = time.now();
  let turn: PollTurn | null = null;
  const finish = (outcome: string, error: unknown = null): FinishedTurn => {
    return { table, startedAt, finishedAt: time.now(), outcome, turn, error };
  };
  try {
    const work = async (): Promise<void> => {
      turn = await runPollTurn(parts, polled, startedAt + parts.intervalMs, signal);
      if (!signal.aborted) await cursors.savePoll(table, { finishedAt: time.now(), outcome: 'ok' });
    };
    const hasRun = await parts.exclusively(table, work);
    return finish(signal.aborted ? 'stopped' : hasRun ? 'ok' : 'skipped');
  } catch (error) {
    if (signal.aborted) return finish('stopped');
    const outcome = nameFailure(error);
    // If not even this can be stored, the database is what is wrong, and the error under way says so.
    await cursors.savePoll(table, { finishedAt: time.now(), outcome }).catch(() => {});
    return finish(outcome, error);
  }
}

function nameFailure(error: unknown): string {
  return isForeseen(error) ? error.code : 'apply-failed';
}

function describeFailure(error: unknown): string {
  return isForeseen(error) ? error.message : 'The records could not be stored; the log says why.';
}

function isForeseen(error: unknown): error is ServiceNowError | ScanFault | UnusableRecord {
  return isServiceNowError(error) || error instanceof ScanFault || error instanceof UnusableRecord;
}
