import { describe, expect, it } from 'vitest';
import { createReconciler, type FinishedRun } from '../../src/intake/reconcile-job.ts';
import { useReconcileDesk } from '../support/reconcile-desk.ts';
import { CASES } from '../support/synced-desk.ts';
import { engines } from '../support/test-database.ts';
import { virtualTime } from '../support/virtual-time.ts';

describe.each(engines)('the comparison of a table on %s', (engine) => {
  const held = useReconcileDesk(engine);

  it('is one run at a time for each table', async () => {
    const first = await held.plan();
    expect(first).not.toBe(null);
    expect(await held.plan()).toBe(null);
    held.reconciler.start(CASES, first!.runId);
    await expect.poll(async () => (await held.latestRun())?.outcome).toBe('complete');

    expect(await held.plan()).not.toBe(null);
  });

  it('forgets a run whose order was rolled back', async () => {
    const ordered = held.database.db.transaction().execute(async (tx) => {
      await held.reconciler.plan(tx, CASES);
      throw new Error('roll back');
    });
    await expect(ordered).rejects.toThrow('roll back');

    expect(await held.latestRun()).toBe(undefined);
    expect(await held.plan()).not.toBe(null);
  });

  it('notes a run as failed that a process left behind when it died', async () => {
    const left = await held.plan();
    const next = held.connect();
    await next.begin();
    await next.stop();

    expect(await held.latestRun()).toMatchObject({ runId: left?.runId, outcome: 'failed' });
    expect(await held.compare()).toMatchObject({ outcome: 'complete' });
  });

  it('leaves a run alone that is under way here or elsewhere', async () => {
    held.simulator.settings.latencyMs = 50;
    const run = await held.plan();
    held.reconciler.start(CASES, run!.runId);
    await expect.poll(async () => (await held.latestRun())?.scanned).toBeGreaterThan(0);
    await held.reconciler.begin();
    expect((await held.latestRun())?.outcome).toBe(null);
    if (engine === 'postgres') {
      const elsewhere = held.connect();
      await elsewhere.begin();
      await elsewhere.stop();
      expect((await held.latestRun())?.outcome).toBe(null);
    }

    held.simulator.settings.latencyMs = 0;
    await expect.poll(async () => (await held.latestRun())?.outcome).toBe('complete');
  });

  it('breaks off when the service stops, and deletes nothing for it', async () => {
    held.simulator.instance.delete(CASES, held.idAt(3));
    held.simulator.settings.latencyMs = 50;
    const run = await held.plan();
    held.reconciler.start(CASES, run!.runId);
    await expect.poll(async () => (await held.latestRun())?.scanned).toBeGreaterThan(0);
    await held.reconciler.stop();

    expect(await held.latestRun()).toMatchObject({ outcome: 'incomplete', deleted: 0 });
    expect(await held.deletedIds()).toEqual([]);
  });
});

describe('comparing every table, as the clock orders it', () => {
  /** A reconciler of two empty tables, with the runs that it wrote down. */
  function makeReconciler(changes: { readonly isUnderWay?: (table: string) => boolean } = {}) {
    const finished: FinishedRun[] = [];
    const begun: string[] = [];
    const fields = ['sys_id'];
    const time = virtualTime(0);
    const reconciler = createReconciler({
      client: {
        queryPage: async () => ({ records: [], totalCount: 0, serverAt: null }),
        getRecord: async () => null,
        skewMs: () => 0,
      },
      time,
      pageSize: 10,
      settledAfterMs: 0,
      tables: new Map(['incident', 'problem'].map((table) => [table, { table, base: null, fields }])),
      now: () => time.now(),
      newRunId: () => `run-${begun.length}`,
      applyRecords: async () => new Map(),
      applyDeletion: async () => true,
      listMirroredIds: async () => [],
      exclusively: async (_table, work) => {
        await work();
        return true;
      },
      runs: {
        begin: async ({ table }) => {
          begun.push(table);
          return changes.isUnderWay?.(table) !== true;
        },
        saveCounts: async () => {},
        finish: async () => {},
        listTablesUnderWay: async () => [],
        fail: async () => {},
      },
      onFinished: (run) => finished.push(run),
      onError: (error) => {
        throw error;
      },
    });
    return { reconciler, outcomes: () => finished.map(({ table, outcome }) => [table, outcome]) };
  }

  it('is done table by table', async () => {
    const { reconciler, outcomes } = makeReconciler();
    await reconciler.runAll();

    expect(outcomes()).toEqual([
      ['incident', 'complete'],
      ['problem', 'complete'],
    ]);
  });

  it('leaves out a table that is being compared already', async () => {
    const { reconciler, outcomes } = makeReconciler({ isUnderWay: (table) => table === 'incident' });
    await reconciler.runAll();

    expect(outcomes()).toEqual([['problem', 'complete']]);
  });

  it('begins nothing once the service stops', async () => {
    const { reconciler, outcomes } = makeReconciler();
    await reconciler.stop();
    await reconciler.runAll();

    expect(outcomes()).toEqual([]);
  });
});
