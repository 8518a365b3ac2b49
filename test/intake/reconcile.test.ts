import { describe, expect, it } from 'vitest';
import type { FaultOrder } from '../../src/simulator/faults/fault.ts';
import { minutesAgo, useReconcileDesk } from '../support/reconcile-desk.ts';
import { CASES } from '../support/synced-desk.ts';

const held = useReconcileDesk('pglite');

describe('comparing a whole table', () => {
  it('finds nothing to do where the mirror is right', async () => {
    expect(await held.compare()).toEqual({
      outcome: 'complete',
      scanned: 45,
      inserted: 0,
      updated: 0,
      deleted: 0,
    });
    expect(held.askedById()).toEqual([]);
    expect(await held.desk.metric(`slabridge_reconcile_drift_records{table="${CASES}"}`)).toBe(0);
    expect(
      await held.desk.metric(`slabridge_reconcile_last_success_timestamp_seconds{table="${CASES}"}`),
    ).toBeGreaterThan(Date.now() / 1000 - 60);
    expect(held.published).toEqual([
      {
        event: 'sync',
        data: expect.objectContaining({ table: CASES, outcome: 'complete', scanned: 45 }),
      },
    ]);
  });

  it('puts right what was missed: new, changed, and changed without a trace', async () => {
    const [changed, silent] = [held.idAt(12), held.idAt(30)];
    held.simulator.instance.insert(CASES, { short_description: 'Missed' }, { at: minutesAgo(20) });
    held.simulator.instance.update(CASES, changed, { short_description: 'Changed' }, { at: minutesAgo(10) });
    held.simulator.instance.update(CASES, silent, { short_description: 'Silent' }, { autoSysFields: false });

    expect(await held.compare()).toEqual({
      outcome: 'complete',
      scanned: 46,
      inserted: 1,
      updated: 2,
      deleted: 0,
    });
    expect(await held.desk.ticket(silent)).toMatchObject({ short_description: 'Silent' });
    expect(await held.desk.metric(`slabridge_reconcile_drift_records{table="${CASES}"}`)).toBe(3);
  });

  it('does not call drift what polling has just not come to', async () => {
    held.simulator.instance.insert(CASES, { short_description: 'Just now' });

    expect(await held.compare()).toMatchObject({ outcome: 'complete', inserted: 1 });
    expect(await held.desk.metric(`slabridge_reconcile_drift_records{table="${CASES}"}`)).toBe(0);
  });

  it.each([
    ['at the beginning', [0, 1, 2]],
    ['in the middle', [9, 10, 11, 25]],
    ['at the end', [43, 44]],
    ['everywhere', [0, 9, 10, 19, 44]],
  ])('deletes what is gone %s, after asking for each by its id', async (_where, places) => {
    const gone = places.map(held.idAt).sort();
    for (const sysId of gone) held.simulator.instance.delete(CASES, sysId);

    expect(await held.compare()).toEqual({
      outcome: 'complete',
      scanned: 45 - gone.length,
      inserted: 0,
      updated: 0,
      deleted: gone.length,
    });
    expect(await held.deletedIds()).toEqual(gone);
    expect(held.askedById().sort()).toEqual(gone);
    expect(await held.desk.metric(`slabridge_reconcile_drift_records{table="${CASES}"}`)).toBe(gone.length);
  });

  it('deletes everything where the table is empty and says so', async () => {
    for (const sysId of held.ids()) held.simulator.instance.delete(CASES, sysId);

    expect(await held.compare()).toMatchObject({ outcome: 'complete', scanned: 0, deleted: 45 });
  });

  it('takes back a deletion where the record is there after all', async () => {
    const sysId = held.idAt(20);
    await held.desk.desk.pipeline.applyDeletion(CASES, sysId, 'webhook');

    expect(await held.compare()).toMatchObject({ outcome: 'complete', updated: 1, deleted: 0 });
    expect(await held.deletedIds()).toEqual([]);
  });

  describe('deletes nothing and says that it is incomplete', () => {
    it.each([
      ['a few rows', (ids: string[]) => ids.slice(14, 17)],
      ['a whole page', (ids: string[]) => ids.slice(10, 20)],
      ['the last rows', (ids: string[]) => ids.slice(-3)],
      ['every row', (ids: string[]) => ids],
    ])('where %s are hidden from the account', async (_name, choose) => {
      const ids = held.ids();
      held.simulator.instance.delete(CASES, held.idAt(25));
      held.simulator.settings.hiddenRows.push({ table: CASES, query: `sys_idIN${choose(ids).join(',')}` });

      expect(await held.compare()).toMatchObject({ outcome: 'incomplete', deleted: 0 });
      expect(await held.deletedIds()).toEqual([]);
      expect(
        await held.desk.metric(`slabridge_reconcile_last_success_timestamp_seconds{table="${CASES}"}`),
      ).toBe(0);
    });

    const always = { match: { operation: 'list', table: CASES }, times: 'always', skip: 2 } as const;
    it.each<[string, FaultOrder]>([
      ['fails', { kind: 'status', status: 500, ...always }],
      ['is cut off', { kind: 'truncated-json', ...always }],
      ['stops half-way with an error beside the result', { kind: 'result-and-error', ...always }],
      ['was cancelled in mid-stream', { kind: 'cancelled-mid-stream', ...always }],
      ['is a web page', { kind: 'hibernating', ...always }],
      ['lacks rows that it announced', { kind: 'rows-dropped', rows: 3, ...always }],
      ['is refused', { kind: 'acl-denied', ...always }],
      ['breaks the connection', { kind: 'reset', ...always }],
    ])('where a page %s', async (_name, fault) => {
      held.simulator.instance.delete(CASES, held.idAt(5));
      held.simulator.instance.delete(CASES, held.idAt(40));
      held.simulator.faults.add(fault);

      expect(await held.compare()).toMatchObject({ outcome: 'incomplete', deleted: 0 });
      expect(await held.deletedIds()).toEqual([]);
    });

    it('where an answer does not say how many records there are', async () => {
      held.simulator.instance.delete(CASES, held.idAt(5));
      const { client } = held.desk.wiring;
      held.reconciler = held.connect({
        client: {
          ...client,
          queryPage: async (request) => ({ ...(await client.queryPage(request)), totalCount: null }),
        },
      });

      expect(await held.compare()).toMatchObject({ outcome: 'incomplete', scanned: 44, deleted: 0 });
    });
  });

  it('deletes only what answers 404: a record that may not be asked for stays', async () => {
    const [gone, refused] = [held.idAt(10), held.idAt(35)];
    held.simulator.instance.delete(CASES, gone);
    held.simulator.instance.delete(CASES, refused);
    const match = { operation: 'get', sysId: refused } as const;
    held.simulator.faults.add({ kind: 'acl-denied', match, times: 'always' });

    expect(await held.compare()).toMatchObject({ outcome: 'incomplete', scanned: 43, deleted: 1 });
    expect(await held.deletedIds()).toEqual([gone]);
  });

  it('does not delete what answers 404 and is counted all the same: it is hidden', async () => {
    const sysId = held.idAt(10);
    const row = held.simulator.instance.get(CASES, sysId)!;
    held.simulator.instance.delete(CASES, sysId);
    const { client } = held.desk.wiring;
    held.reconciler = held.connect({
      client: {
        ...client,
        async getRecord(table, id, fields, signal) {
          const record = await client.getRecord(table, id, fields, signal);
          // It comes back, out of the account's sight.
          held.simulator.settings.hiddenRows.push({ table: CASES, query: `sys_id=${id}` });
          held.simulator.instance.insert(CASES, row);
          return record;
        },
      },
    });

    expect(await held.compare()).toMatchObject({ outcome: 'incomplete', deleted: 0 });
  });

  it('breaks off where asking by id fails, and goes on with the next run', async () => {
    const gone = held.idAt(10);
    held.simulator.instance.delete(CASES, gone);
    const fault = held.simulator.faults.add({
      kind: 'maintenance',
      match: { operation: 'get' },
      times: 'always',
    });
    expect(await held.compare()).toMatchObject({ outcome: 'incomplete', deleted: 0 });
    held.simulator.faults.remove(fault);

    expect(await held.compare()).toMatchObject({ outcome: 'complete', deleted: 1 });
  });

  it('applies what is there by its id although it was not among the others', async () => {
    const sysId = held.idAt(10);
    const row = held.simulator.instance.get(CASES, sysId)!;
    held.simulator.instance.delete(CASES, sysId);
    const { client } = held.desk.wiring;
    held.reconciler = held.connect({
      client: {
        ...client,
        getRecord(table, id, fields, signal) {
          held.simulator.instance.insert(CASES, { ...row, short_description: 'Back again' });
          return client.getRecord(table, id, fields, signal);
        },
      },
    });

    expect(await held.compare()).toEqual({
      outcome: 'complete',
      scanned: 44,
      inserted: 0,
      updated: 1,
      deleted: 0,
    });
    expect(await held.desk.ticket(sysId)).toMatchObject({
      short_description: 'Back again',
      deleted_at: null,
    });
  });
});
