import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCursorStore } from '../../src/intake/cursor-store.ts';
import { type FinishedTurn, makePollJob, type PollJob } from '../../src/intake/poll-job.ts';
import { parseBaseFilter } from '../../src/servicenow/base-filter.ts';
import type { ServiceNowRecord } from '../../src/servicenow/record.ts';
import { makeTableClient, type TableClient } from '../../src/servicenow/table-client.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { systemTime } from '../../src/time/time-source.ts';
import { openTestDatabase } from '../support/test-database.ts';

const table = 'sn_customerservice_case';
const fields = ['sys_id', 'sys_updated_on', 'sys_mod_count', 'state', 'short_description'];

let database: OpenDatabase;
let simulator: Simulator;
let client: TableClient;
/** What the pipeline has been given, and in which portions. */
let mirror: Map<string, ServiceNowRecord>;
let portions: number[];
let applyRecords: (records: readonly ServiceNowRecord[]) => Promise<void>;
const jobs: PollJob[] = [];

beforeAll(async () => {
  database = await openTestDatabase('pglite');
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.db.deleteFrom('sync_cursor').execute();
  simulator = await startSimulator();
  client = makeTableClient(
    {
      baseUrl: simulator.url,
      timeoutMs: 5_000,
      maxReplyBytes: 50_000_000,
      credential: {
        kind: 'basic',
        username: simulator.credentials.userName,
        password: simulator.credentials.password,
      },
      limits: { concurrency: 4, requestsPerSecond: null },
      caPem: null,
    },
    { time: systemTime, random: () => 0, randomId: () => 'id', observeExchange: () => {} },
  );
  mirror = new Map();
  portions = [];
  applyRecords = async (records) => {
    portions.push(records.length);
    for (const record of records) mirror.set(record['sys_id']!, record);
  };
});

afterEach(async () => {
  await Promise.all(jobs.splice(0).map((job) => job.stop()));
  client.close();
  await simulator.close();
});

function pollJob(changes: { pageSize?: number; intervalMs?: number; query?: string } = {}): PollJob {
  const filter = changes.query === undefined ? null : parseBaseFilter(changes.query);
  const job = makePollJob(
    {
      client,
      time: systemTime,
      cursors: makeCursorStore(database.db),
      applyRecords: (records) => applyRecords(records),
      pageSize: changes.pageSize ?? 20,
      intervalMs: changes.intervalMs ?? 30_000,
      exclusively: async (_table, work) => {
        await work();
        return true;
      },
      onTurn: () => {},
    },
    { table, fields, base: filter?.ok ? filter.filter : null },
  );
  jobs.push(job);
  return job;
}

function polled(job: PollJob): Promise<FinishedTurn> {
  return job.pollNow();
}

/** Every case of the instance, as the mirror should have it. */
function expectMirrored(): void {
  const rows = simulator.instance.find(table);
  const told = (row: Readonly<Record<string, unknown>>) => [
    row['sys_id'],
    row['sys_mod_count'],
    row['short_description'],
  ];
  expect([...mirror.values()].map(told).sort()).toEqual(rows.map(told).sort());
}

const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;

describe('the first sync', () => {
  it('brings every record of the table, closed ones included, page by page', async () => {
    simulator.generate({ count: 95, from: minutesAgo(90), to: minutesAgo(30) });
    const turn = await polled(pollJob());
    expect(turn).toMatchObject({ outcome: 'ok', turn: { hidden: 0, isLoadPending: false } });
    expectMirrored();
    expect(Math.max(...portions)).toBe(20);
  });

  it('brings every record of a table where all share one update stamp', async () => {
    const second = minutesAgo(30);
    simulator.generate({ count: 130, from: second, to: second });
    await polled(pollJob());
    expectMirrored();
  });

  it('does not founder on a record that was imported without an update stamp', async () => {
    simulator.generate({ count: 30, from: minutesAgo(90), to: minutesAgo(30) });
    simulator.instance.insert(table, { short_description: 'Imported', sys_updated_on: '' });
    expect((await polled(pollJob())).outcome).toBe('ok');
    expectMirrored();
  });

  it('is narrowed by the configured query', async () => {
    simulator.generate({ count: 30, from: minutesAgo(90), to: minutesAgo(30) });
    await polled(pollJob({ query: 'state=10^ORstate=18' }));
    expect(mirror.size).toBeGreaterThan(0);
    expect(mirror.size).toBe(simulator.instance.find(table, 'state=10^ORstate=18').length);
  });

  it('goes on where it was broken off, and polls changes meanwhile', async () => {
    simulator.generate({ count: 90, from: minutesAgo(90), to: minutesAgo(30) });
    const hasty = pollJob({ intervalMs: 0 });
    expect(await polled(hasty)).toMatchObject({ outcome: 'ok', turn: { isLoadPending: true } });
    expect(mirror.size).toBeLessThan(90);
    expect((await hasty.status()).firstLoad).toMatchObject({ isDone: false });
    await hasty.stop();

    const before = mirror.size;
    await polled(pollJob());
    expectMirrored();
    expect((await pollJob().status()).firstLoad).toEqual({ isDone: true, progress: 1 });
    expect(portions.slice(-4).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(90 - before + 20);
  });

  it('stores two pages at once, and moves past none before the one in front of it is stored', async () => {
    simulator.generate({ count: 95, from: minutesAgo(90), to: minutesAgo(30) });
    const ends: ((error?: Error) => void)[] = [];
    applyRecords = (records) =>
      records.length < 20
        ? Promise.resolve()
        : new Promise((resolve, reject) => {
            ends.push((error) => (error === undefined ? resolve() : reject(error)));
          });
    const lastSysId = async () => (await makeCursorStore(database.db).load(table)).firstLoad.lastSysId;
    const turn = polled(pollJob());
    await expect.poll(() => ends.length, { timeout: 5000 }).toBe(2);
    ends[1]!();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([ends.length, await lastSysId()]).toEqual([2, null]);

    ends[0]!();
    await expect.poll(() => ends.length, { timeout: 5000 }).toBe(4);
    const behindSecond = await lastSysId();
    expect(behindSecond).not.toBe(null);
    ends[2]!(new Error('The database is gone.'));
    ends[3]!();

    expect((await turn).outcome).toBe('apply-failed');
    expect(await lastSysId()).toBe(behindSecond);
  });

  it('of an empty table ends at once, and the first record is found by the next poll', async () => {
    const job = pollJob();
    expect(await polled(job)).toMatchObject({ outcome: 'ok', turn: { records: 0 } });
    simulator.instance.insert(table, { short_description: 'First' });
    await polled(job);
    expectMirrored();
  });
});

describe('a poll', () => {
  async function synced(count = 40): Promise<PollJob> {
    simulator.generate({ count, from: minutesAgo(90), to: minutesAgo(30) });
    const job = pollJob();
    await polled(job);
    portions = [];
    return job;
  }

  it('brings what was inserted and updated since, and no more than that', async () => {
    const job = await synced();
    const changed = simulator.instance.find(table)[7]!;
    simulator.instance.update(table, changed['sys_id']!, { short_description: 'Changed' });
    simulator.instance.insert(table, { short_description: 'New' });
    await polled(job);
    expectMirrored();
    // What was newest before is read again, because the watermark is approached anew from five seconds before it.
    expect(portions.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(3);
  });

  it('finds a record that is committed up to five seconds after its stamp', async () => {
    const job = await synced();
    const now = Date.now();
    simulator.instance.insert(table, { short_description: 'Later' }, { at: now - 2_000 });
    await polled(job);
    simulator.instance.insert(table, { short_description: 'Slow transaction' }, { at: now - 6_000 });
    await polled(job);
    expectMirrored();
  });

  it('is not led astray by a record from the future', async () => {
    const job = await synced();
    simulator.instance.insert(table, { short_description: 'Wrong clock' }, { at: Date.now() + 600_000 });
    await polled(job);
    simulator.instance.insert(table, { short_description: 'Right clock' });
    await polled(job);
    expectMirrored();
  });

  it('that fails on a page does not move the watermark past it', async () => {
    const job = await synced();
    simulator.generate({ count: 60, from: minutesAgo(20), to: minutesAgo(10), seed: 'more' });
    simulator.faults.add({ kind: 'result-and-error', match: { query: '^NQ' }, skip: 1 });
    expect(await polled(job)).toMatchObject({ outcome: 'servicenow-partial-result', turn: null });
    const status = await job.status();
    const applied = [...mirror.values()].map((record) => record['sys_updated_on']!).sort();
    expect(status.watermark!.updatedAt).toBe(Date.parse(`${applied.at(-1)!.replace(' ', 'T')}Z`));
    expect(status.lastPoll).toMatchObject({ outcome: 'servicenow-partial-result' });

    expect((await polled(job)).outcome).toBe('ok');
    expectMirrored();
  });

  it('whose records cannot be applied does not move the watermark', async () => {
    const job = await synced();
    const { watermark } = await job.status();
    const apply = applyRecords;
    simulator.generate({ count: 5, from: minutesAgo(20), to: minutesAgo(10), seed: 'more' });
    applyRecords = () => Promise.reject(new Error('the database is gone'));
    expect((await polled(job)).outcome).toBe('apply-failed');
    expect((await job.status()).watermark).toEqual(watermark);
    applyRecords = apply;
    await polled(job);
    expectMirrored();
  });

  it.each([
    'rows-dropped',
    'truncated-json',
    'cancelled-mid-stream',
    'hibernating',
    'connection-cut',
    'damaged-json',
    'session-busy',
    'reset',
  ])('comes through a single answer with the fault "%s" without losing a record', async (kind) => {
    const job = await synced();
    simulator.generate({ count: 70, from: minutesAgo(20), to: minutesAgo(10), seed: 'more' });
    simulator.faults.add({ kind, rows: 9, skip: 1, match: { table } });
    expect((await polled(job)).outcome).toBe('ok');
    expectMirrored();
  });

  it.each([-50, -1, 1, 50])('is not cut short by a count that is off by %i', async (by) => {
    const job = await synced();
    simulator.generate({ count: 70, from: minutesAgo(20), to: minutesAgo(10), seed: 'more' });
    simulator.faults.add({ kind: 'wrong-total', by, times: 'always', match: { table } });
    await polled(job);
    simulator.faults.clear();
    expectMirrored();
  });

  it('reads past pages that are hidden from the account, and says how much was hidden', async () => {
    const job = await synced();
    simulator.generate({
      count: 55,
      from: minutesAgo(25),
      to: minutesAgo(20),
      seed: 'hidden',
      values: { category: '2' },
    });
    simulator.generate({
      count: 10,
      from: minutesAgo(15),
      to: minutesAgo(10),
      seed: 'shown',
      values: { category: '1' },
    });
    simulator.settings.hiddenRows.push({ table, query: 'category=2' });
    expect(await polled(job)).toMatchObject({ outcome: 'ok', turn: { hidden: 55 } });
    expect(mirror.size).toBe(simulator.instance.find(table, 'category!=2').length);
  });

  it('notices that the account may not filter by date, and stops instead of skipping', async () => {
    const job = await synced();
    const { watermark } = await job.status();
    simulator.settings.forbiddenRanges.push({ table, fields: ['sys_updated_on'] });
    expect((await polled(job)).outcome).toMatch(/^scan-(range-ignored|out-of-order)$/);
    expect((await job.status()).watermark).toEqual(watermark);
  });

  it('notices that ServiceNow reads its dates in another time zone', async () => {
    const job = await synced();
    simulator.settings.queryLiteralZone = 'session';
    const account = simulator.access.accounts.find((one) => one.userName === simulator.credentials.userName)!;
    Object.assign(account, { timeZone: 'Europe/Berlin' });
    expect((await polled(job)).outcome).toBe('scan-range-ignored');
  });

  it('reads everything since a given instant again after a rewind', async () => {
    const job = await synced();
    await job.rewind(minutesAgo(100));
    await polled(job);
    expect(portions.reduce((sum, count) => sum + count, 0)).toBe(40);
  });
});

describe('the job', () => {
  it('polls at once and then at its interval', async () => {
    const job = pollJob({ intervalMs: 20 });
    job.start();
    await expect.poll(() => simulator.requests.all().length).toBeGreaterThan(2);
    simulator.instance.insert(table, { short_description: 'New' });
    await expect.poll(() => mirror.size).toBe(1);
  });

  it('never runs two turns at the same time', async () => {
    let running = 0;
    let most = 0;
    const apply = applyRecords;
    applyRecords = async (records) => {
      running += 1;
      most = Math.max(most, running);
      await apply(records);
      running -= 1;
    };
    simulator.generate({ count: 60, from: minutesAgo(90), to: minutesAgo(30) });
    const job = pollJob();
    await Promise.all([polled(job), polled(job), polled(job)]);
    expect(most).toBe(1);
  });

  it('stops only after the page under way has been applied and noted', async () => {
    simulator.generate({ count: 60, from: minutesAgo(90), to: minutesAgo(30) });
    const apply = applyRecords;
    let stopped: Promise<void> | null = null;
    const job = pollJob();
    applyRecords = async (records) => {
      stopped ??= job.stop();
      await apply(records);
    };
    expect((await polled(job)).outcome).toBe('stopped');
    await stopped;
    expect(portions.length).toBeLessThanOrEqual(2);
    expect((await job.status()).lastPoll).toBeNull();

    applyRecords = apply;
    await polled(pollJob());
    expectMirrored();
  });

  it('tells why the last turn failed, until the next good one', async () => {
    const job = pollJob();
    simulator.faults.add({ kind: 'acl-denied' });
    await polled(job);
    expect((await job.status()).problem).toContain('The account may not do this');
    applyRecords = async () => Promise.reject(new Error('the disk is full'));
    simulator.generate({ count: 1 });
    await polled(job);
    expect((await job.status()).problem).toBe('The records could not be stored; the log says why.');
    applyRecords = async () => {};
    await polled(job);
    expect((await job.status()).problem).toBeNull();
  });

  it('tells how far each table is', async () => {
    const newestAt = Math.floor(minutesAgo(30) / 1000) * 1000;
    simulator.generate({ count: 3, from: minutesAgo(90), to: newestAt });
    const job = pollJob();
    expect(await job.status()).toEqual({
      table,
      watermark: null,
      lagSeconds: null,
      lastPoll: null,
      firstLoad: { isDone: false, progress: 0 },
      problem: null,
    });
    await polled(job);
    const status = await job.status();
    expect(status).toMatchObject({ lastPoll: { outcome: 'ok' }, lagSeconds: 0 });
    expect(status.watermark?.updatedAt).toBe(newestAt);
  });
});
