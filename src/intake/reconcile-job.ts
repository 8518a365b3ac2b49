import type { Tx } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { PolledTable } from './poll-turn-client.ts';
import {
  NOTHING_YET,
  type ReconcileCounts,
  type ReconcileOutcome,
  type ReconcileTally,
} from './reconcile.ts';
import { type Reconciled, type ReconcileParts, reconcileTable } from './reconcile-client.ts';

/** Where runs are written down. */
export interface RunBook {
  /** Within `tx`, or by itself; false while another run of the table is under way. */
  begin(run: { runId: string; table: string; startedAt: Instant }, tx?: Tx): Promise<boolean>;
  saveCounts(runId: string, counts: ReconcileCounts): Promise<void>;
  finish(
    runId: string,
    end: { outcome: ReconcileOutcome; counts: ReconcileCounts; finishedAt: Instant },
  ): Promise<void>;
  listTablesUnderWay(): Promise<string[]>;
  fail(table: string, at: Instant): Promise<void>;
}

export interface FinishedRun extends Reconciled {
  readonly runId: string;
  readonly table: string;
  readonly finishedAt: Instant;
}

export interface ReconcileJobParts extends ReconcileParts {
  readonly tables: ReadonlyMap<string, PolledTable>;
  readonly runs: RunBook;
  /** The instance's clock. */
  now(): Instant;
  newRunId(): string;
  /** Runs `work` unless another process compares this table just now; says whether it ran. */
  exclusively(table: string, work: () => Promise<void>): Promise<boolean>;
  onFinished(run: FinishedRun): void;
  onError(error: unknown): void;
}

/** Compares tables with the mirror, each by one run at a time. */
export interface Reconciler {
  /** Writes a run down, to be begun by `start` once `tx` has committed; null while one is under way. */
  plan(tx: Tx, table: string): Promise<{ runId: string } | null>;
  start(table: string, runId: string): void;
  /** Compares every table, one after the other; one that is being compared already is left out. */
  runAll(): Promise<void>;
  /** Ends, as failed, runs of processes that are gone. One that only just begins notes its own outcome in the end. */
  clearAbandoned(): Promise<void>;
  /** Breaks off what is under way and waits for its end. */
  stop(): Promise<void>;
}

export function createReconciler(parts: ReconcileJobParts): Reconciler {
  const { runs } = parts;
  const stopping = new AbortController();
  const underWay = new Map<string, Promise<void>>();

  const run = (table: string, runId: string): Promise<void> => {
    const running = runOne(parts, table, runId, stopping.signal)
      .catch(parts.onError)
      .finally(() => underWay.delete(table));
    underWay.set(table, running);
    return running;
  };
  return {
    async plan(tx, table) {
      const runId = parts.newRunId();
      return (await runs.begin({ runId, table, startedAt: parts.now() }, tx)) ? { runId } : null;
    },
    start: (table, runId) => void run(table, runId),
    async runAll() {
      for (const table of parts.tables.keys()) {
        if (stopping.signal.aborted) return;
        const runId = parts.newRunId();
        if (await runs.begin({ runId, table, startedAt: parts.now() })) await run(table, runId);
      }
    },
    async clearAbandoned() {
      for (const table of await runs.listTablesUnderWay()) {
        if (underWay.has(table)) continue;
        await parts.exclusively(table, () => runs.fail(table, parts.now()));
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay.values());
    },
  };
}

/** One run from its lock to its last line in the book. */
async function runOne(
  parts: ReconcileJobParts,
  table: string,
  runId: string,
  signal: AbortSignal,
): Promise<void> {
  const { runs } = parts;
  const finish = async (reconciled: Reconciled): Promise<void> => {
    const finishedAt = parts.now();
    await runs.finish(runId, { outcome: reconciled.outcome, counts: reconciled.tally, finishedAt });
    parts.onFinished({ ...reconciled, runId, table, finishedAt });
  };
  const saveCounts = (tally: ReconcileTally): Promise<void> => runs.saveCounts(runId, tally);
  const hasRun = await parts.exclusively(table, async () => {
    await finish(await reconcileTable(parts, parts.tables.get(table)!, signal, saveCounts));
  });
  const error = new Error(`Another process compares ${table}.`);
  if (!hasRun) await finish({ outcome: 'failed', tally: NOTHING_YET, trouble: { kind: 'error', error } });
}
