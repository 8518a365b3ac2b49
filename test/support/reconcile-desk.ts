import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { StreamEvent } from '../../src/admin/event-feed.ts';
import { type ReconcileRun, readLatestRuns } from '../../src/admin/reconcile-run-store.ts';
import type { TableClient } from '../../src/servicenow/table-client.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { connectReconcile, type Reconciliation } from '../../src/wiring/reconcile.ts';
import { shippedMapping } from './servicenow-mapping.ts';
import { CASES, openSyncedDesk, type SyncedDesk } from './synced-desk.ts';
import { type Engine, openTestDatabase } from './test-database.ts';

export const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;

/** Small pages, so that a table has several. */
const mapping = { ...shippedMapping, instance: { ...shippedMapping.instance, pageSize: 10 } };

/** An instance with 45 cases and a mirror that has them all, made anew for each test of a suite. */
export interface ReconcileDesk {
  readonly database: OpenDatabase;
  readonly simulator: Simulator;
  readonly desk: SyncedDesk;
  /** The one that the test speaks to, until it uses another. */
  reconciler: Reconciliation;
  /** What was told to whoever watches. */
  readonly published: readonly Omit<StreamEvent, 'id'>[];
  connect(changes?: { readonly client?: TableClient }): Reconciliation;
  /** Writes a run down, as an order does. */
  plan(): Promise<{ readonly runId: string } | null>;
  latestRun(): Promise<ReconcileRun | undefined>;
  /** Runs one comparison to its end; what it came to. */
  compare(): Promise<Pick<ReconcileRun, 'outcome' | 'scanned' | 'inserted' | 'updated' | 'deleted'>>;
  /** sys_ids of the instance's cases, in order. */
  ids(): string[];
  idAt(place: number): string;
  /** sys_ids of the mirror's tombstones, in order. */
  deletedIds(): Promise<string[]>;
  /** The cases that were asked for by id. */
  askedById(): (string | null)[];
}

/** Registers what makes and removes the desk; the object is filled before each test. */
export function useReconcileDesk(engine: Engine): ReconcileDesk {
  const held = {} as { -readonly [Key in keyof ReconcileDesk]: ReconcileDesk[Key] };
  beforeAll(async () => {
    held.database = await openTestDatabase(engine);
  });
  afterAll(() => held.database.close());
  beforeEach(async () => {
    await held.database.db.deleteFrom('ticket').execute();
    await held.database.db.deleteFrom('reconcile_run').execute();
    held.simulator = await startSimulator();
    held.simulator.generate({ count: 45, from: minutesAgo(90), to: minutesAgo(30) });
    held.desk = openSyncedDesk(held.database, held.simulator, { mapping });
    const published: Omit<StreamEvent, 'id'>[] = [];
    held.published = published;
    held.connect = (changes = {}) =>
      connectReconcile({
        ...held.desk.wiring,
        ...changes,
        feed: { publish: (event, data) => void published.push({ event, data }) },
        pollIntervalMs: 30_000,
        cron: null,
      });
    held.reconciler = held.connect();
    await held.desk.mirrorAll();
  });
  afterEach(async () => {
    await held.reconciler.stop();
    held.desk.client.close();
    await held.simulator.close();
  });
  return Object.assign(held, questionsTo(held));
}

function questionsTo(held: ReconcileDesk) {
  const ids = (): string[] =>
    held.simulator.instance.find(CASES, 'ORDERBYsys_id').map((row) => row['sys_id']!);
  const plan = () => held.database.db.transaction().execute((tx) => held.reconciler.plan(tx, CASES));
  const latestRun = async () => (await readLatestRuns(held.database.db)).get(CASES);
  return {
    ids,
    idAt: (place: number) => ids()[place]!,
    plan,
    latestRun,
    async compare() {
      const run = await plan();
      held.reconciler.start(CASES, run!.runId);
      const isDone = async () => (await latestRun())?.outcome !== null;
      await expect.poll(isDone, { timeout: 15_000, interval: 5 }).toBe(true);
      const { outcome, scanned, inserted, updated, deleted } = (await latestRun())!;
      return { outcome, scanned, inserted, updated, deleted };
    },
    async deletedIds() {
      const tombstones = held.database.db
        .selectFrom('ticket')
        .select('sys_id')
        .where('deleted_at', 'is not', null);
      return (await tombstones.execute()).map((row) => row.sys_id).sort();
    },
    askedById: () =>
      held.simulator.requests
        .all()
        .filter((request) => request.operation === 'get')
        .map((request) => request.sysId),
  };
}
