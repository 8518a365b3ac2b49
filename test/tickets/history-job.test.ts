import { describe, expect, it } from 'vitest';
import { ServiceNowError } from '../../src/servicenow/servicenow-error.ts';
import { createHistoryJob, type HistoryJobParts } from '../../src/tickets/history-job.ts';
import type { ExaminedTicket } from '../../src/tickets/merge-examined.ts';
import { versionOf } from '../../src/tickets/merge-observation.ts';
import { at, observation } from '../support/observations.ts';
import { type VirtualTime, virtualTime } from '../support/virtual-time.ts';

const opened = at('2026-03-02 10:00');
const minute = 60_000;
const table = 'sn_customerservice_case';

/** So many tickets, each first seen in its third version, and an audit trail that answers as the test says. */
function desk(size: number, fetchTrail: (sysIds: readonly string[]) => Promise<Map<string, []> | null>) {
  const time: VirtualTime = virtualTime(0);
  const waiting = new Map(
    Array.from({ length: size }, (_, index) => {
      const id = index + 1;
      return [id, { id, table, sysId: `${id}`, openedAt: opened, sysModCount: 2 }];
    }),
  );
  const asked: string[][] = [];
  const examined: ExaminedTicket[] = [];
  const errors: unknown[] = [];
  const loaded: string[] = [table];
  const reopened: number[] = [];
  const parts: HistoryJobParts = {
    time,
    listTables: async () => loaded,
    listUnexamined: async (_table, limit) => [...waiting.values()].slice(0, limit),
    loadVersions: async (ids) =>
      new Map(ids.map((id) => [id, [versionOf(observation(opened, { sysModCount: 2 }))]])),
    listOwnVersions: async () => new Map(),
    fetchTrail: async (_table, sysIds) => {
      asked.push([...sysIds]);
      return fetchTrail(sysIds);
    },
    mayAsk: () => true,
    reopenUnreadable: async () => {
      reopened.push(time.now());
      return 0;
    },
    applyHistories: async (some) => {
      for (const { id } of some) waiting.delete(id);
      examined.push(...some);
    },
    exclusively: async (work) => {
      await work();
      return true;
    },
    onError: (error) => errors.push(error),
  };
  const stopping = new AbortController();
  const job = createHistoryJob(parts, stopping.signal);
  return {
    asked,
    examined,
    errors,
    loaded,
    reopened,
    /** Lets the job work for a while. */
    async pass(ms: number): Promise<void> {
      for (let passed = 0; passed < ms; passed += 100) {
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        await new Promise((resolve) => setImmediate(resolve));
        time.advance(100);
      }
    },
    start: () => job.start(),
    async stop(): Promise<void> {
      stopping.abort();
      await job.stop();
    },
  };
}

const readable = async (sysIds: readonly string[]) =>
  new Map(sysIds.map((sysId): [string, []] => [sysId, []]));

function failure(code: 'servicenow-server-error' | 'servicenow-unreachable'): ServiceNowError {
  const request = { method: 'GET', endpoint: '/api/now/table/sys_audit' };
  return new ServiceNowError({ code, message: 'No.', ...request, outcome: 'definite', sent: true });
}

describe('histories', () => {
  it('are looked up for a hundred tickets at once, with a pause between', async () => {
    const { asked, examined, pass, start, stop } = desk(250, readable);
    start();
    await pass(100);
    expect(asked.map((sysIds) => sysIds.length)).toEqual([100]);
    await pass(1000);
    await stop();

    expect(asked.map((sysIds) => sysIds.length)).toEqual([100, 100, 50]);
    expect(examined).toHaveLength(250);
  });

  it('wait until the first load of their table is done', async () => {
    const { asked, loaded, pass, start, stop } = desk(1, readable);
    loaded.pop();
    start();
    await pass(3000);
    expect(asked).toEqual([]);
    loaded.push(table);
    await pass(2000);
    await stop();

    expect(asked).toHaveLength(1);
  });

  it('of a record that cannot be sent do not keep the others waiting', async () => {
    const { asked, examined, errors, pass, start, stop } = desk(5, async (sysIds) => {
      if (sysIds.includes('2')) throw failure('servicenow-server-error');
      return readable(sysIds);
    });
    start();
    await pass(6 * minute);
    await stop();

    expect(errors.length).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(12);
    const unreadable = examined.filter(({ history }) => history.reason === 'unreadable');
    expect(unreadable.map(({ id }) => id)).toEqual([2]);
    expect(examined).toHaveLength(5);
  });

  it('stay to be looked up while the instance cannot be reached', async () => {
    const { asked, examined, pass, start, stop } = desk(1, async () => {
      throw failure('servicenow-unreachable');
    });
    start();
    await pass(3 * minute);
    await stop();

    expect(asked.length).toBeLessThanOrEqual(4);
    expect(examined).toEqual([]);
  });

  it('that cannot be read are tried again once an hour', async () => {
    const { reopened, examined, pass, start, stop } = desk(1, async () => null);
    start();
    await pass(minute);
    expect(examined).toMatchObject([{ history: { unknownBefore: 2, reason: 'unreadable' } }]);
    expect(reopened).toEqual([]);
    await pass(60 * minute);
    await stop();

    expect(reopened.length).toBeGreaterThan(0);
  });
});
