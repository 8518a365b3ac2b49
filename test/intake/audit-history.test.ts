import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCursorStore } from '../../src/intake/cursor-store.ts';
import { rememberOwnWrite } from '../../src/outbox/outbox-store.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { describeGaps } from '../../src/tickets/history-gaps.ts';
import { listProblems } from '../../src/tickets/ticket.ts';
import { loadTicket } from '../../src/tickets/ticket-store.ts';
import { loadVersions } from '../../src/tickets/version-store.ts';
import { type LeapingTime, leapingTime } from '../support/journey-time.ts';
import { CASES, openSyncedDesk, type SyncedDesk } from '../support/synced-desk.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

describe.each(engines)('the audit trail of the instance, on %s', (engine) => {
  let database: OpenDatabase;
  let simulator: Simulator;
  let desk: SyncedDesk;
  let isLooking: boolean;
  let time: LeapingTime;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.db.deleteFrom('ticket').execute();
    await database.db.deleteFrom('own_write').execute();
    simulator = await startSimulator();
    time = leapingTime(Date.now());
    desk = openSyncedDesk(database, simulator, { time });
    isLooking = false;
    await makeCursorStore(database.db).saveFirstLoad(CASES, null, true);
  });
  afterEach(async () => {
    await desk.histories.stop();
    desk.client.close();
    await simulator.close();
  });

  const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;
  const insertCase = (values: Readonly<Record<string, string>> = {}): string =>
    simulator.instance.insert(
      CASES,
      { short_description: 'No dial tone', ...values },
      { at: minutesAgo(60) },
    )['sys_id']!;
  const update = (sysId: string, values: Readonly<Record<string, string>>, minutes: number): void =>
    void simulator.instance.update(CASES, sysId, values, { at: minutesAgo(minutes) });

  /** Looks histories up in the background until none is left. */
  async function examineAll(): Promise<void> {
    if (!isLooking) desk.histories.start(desk.desk.pipeline);
    isLooking = true;
    const left = () =>
      database.db.selectFrom('ticket').select('id').where('unexamined_since', 'is not', null).execute();
    await expect.poll(left, { timeout: 10_000, interval: 10 }).toEqual([]);
  }

  const requestsFor = (table: string) =>
    simulator.requests.all().filter((request) => request.table === table);
  const ticketOf = async (sysId: string) => loadTicket(database.db, (await desk.ticket(sysId))!.id);
  async function versionsOf(sysId: string) {
    const { id } = await ticketOf(sysId);
    const versions = (await loadVersions(database.db, [id])).get(id) ?? [];
    return versions.map(({ sysModCount, state, priority, tier }) => [sysModCount, state, priority, tier]);
  }
  const clockOf = async (sysId: string, kind: 'response' | 'fix') => {
    const { id } = await ticketOf(sysId);
    return database.db
      .selectFrom('clock')
      .selectAll()
      .where('ticket_id', '=', id)
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow();
  };

  it('completes what happened before the first sync, and the clocks with it', async () => {
    const sysId = insertCase({ priority: '1' });
    update(sysId, { state: '10' }, 50);
    update(sysId, { state: '18' }, 40);
    update(sysId, { work_notes: 'Called back' }, 35);
    update(sysId, { state: '10' }, 30);
    await desk.mirrorAll();
    expect(await versionsOf(sysId)).toEqual([[4, 'open', 'critical', 1]]);
    const estimated = await clockOf(sysId, 'fix');
    await examineAll();

    expect(await versionsOf(sysId)).toEqual([
      [0, 'new', 'critical', 1],
      [1, 'open', 'critical', 1],
      [2, 'waiting', 'critical', 1],
      [4, 'open', 'critical', 1],
    ]);
    const response = await clockOf(sysId, 'response');
    expect(response).toMatchObject({ state: 'met' });
    expect(response.elapsed_ms).toBe(10 * 60_000);
    // Ten minutes of waiting, which nobody knew of.
    expect(estimated.elapsed_ms - (await clockOf(sysId, 'fix')).elapsed_ms).toBeGreaterThan(9 * 60_000);
    expect(listProblems(await ticketOf(sysId))).toEqual([]);
  });

  it('completes what changed between two polls', async () => {
    const sysId = insertCase();
    await desk.mirrorAll();
    update(sysId, { state: '10' }, 40);
    update(sysId, { state: '18' }, 30);
    update(sysId, { state: '10' }, 20);
    await desk.mirrorAll();

    // Nothing was judged by half of it.
    expect((await ticketOf(sysId)).unexaminedSince).toBe(null);
    expect((await versionsOf(sysId)).map(([count, state]) => [count, state])).toEqual([
      [0, 'new'],
      [1, 'open'],
      [2, 'waiting'],
      [3, 'open'],
    ]);
  });

  it('tells support levels by the names of the groups', async () => {
    const group = simulator.instance.insert('sys_user_group', { name: 'Level 3 Specialists' })['sys_id']!;
    const sysId = insertCase();
    update(sysId, { assignment_group: group }, 40);
    update(sysId, { assignment_group: '' }, 30);
    await desk.mirrorAll();
    await examineAll();

    expect((await versionsOf(sysId)).map(([count, , , tier]) => [count, tier])).toEqual([
      [0, 1],
      [1, 3],
      [2, 1],
    ]);
  });

  it('is asked for many records at once, and only where versions are missing', async () => {
    for (let count = 0; count < 30; count += 1) insertCase();
    const changed = Array.from({ length: 30 }, () => insertCase());
    for (const sysId of changed) update(sysId, { state: '10' }, 30);
    await desk.mirrorAll();
    await examineAll();

    const asked = requestsFor('sys_audit');
    expect(asked.length).toBeLessThanOrEqual(2);
    const named = asked.flatMap(
      (request) => request.parameters['sysparm_query']?.match(/[0-9a-f]{32}/g) ?? [],
    );
    expect([...new Set(named)].sort()).toEqual(changed.sort());
  });

  it('is not asked again for what it was asked once', async () => {
    const sysId = insertCase();
    update(sysId, { state: '10' }, 30);
    await desk.mirrorAll();
    await examineAll();
    simulator.requests.clear();
    await desk.mirrorAll();
    await examineAll();

    expect(requestsFor('sys_audit')).toEqual([]);
  });

  it('is asked once for all that was overtaken, before anything is judged', async () => {
    const sysIds = Array.from({ length: 100 }, () => insertCase());
    await desk.mirrorAll();
    for (const sysId of sysIds) {
      update(sysId, { state: '18' }, 30);
      update(sysId, { state: '10' }, 20);
    }
    await desk.mirrorAll({ keepsRequests: true });

    expect(requestsFor('sys_audit')).toHaveLength(1);
    expect((await versionsOf(sysIds[99]!)).map(([count]) => count)).toEqual([0, 1, 2]);
  });

  it('is not asked about what we wrote ourselves', async () => {
    const sysId = insertCase();
    await desk.mirrorAll();
    update(sysId, { work_notes: 'Escalated', escalation: '1' }, 30);
    update(sysId, { state: '10' }, 20);
    const own = { table: CASES, sysId, sysModCount: 1, at: 0 };
    await database.db.transaction().execute((tx) => rememberOwnWrite(tx, own));
    await desk.mirrorAll({ keepsRequests: true });

    expect(requestsFor('sys_audit')).toEqual([]);
    expect(await ticketOf(sysId)).toMatchObject({ unexaminedSince: null, history: { reason: null } });
  });

  it('is looked at later where it could not be asked at once', async () => {
    const sysId = insertCase();
    await desk.mirrorAll();
    update(sysId, { state: '18' }, 30);
    update(sysId, { state: '10' }, 20);
    simulator.faults.add({ kind: 'cancelled', match: { table: 'sys_audit' }, times: 3 });
    await desk.mirrorAll();
    const known = await ticketOf(sysId);
    expect(known.unexaminedSince).not.toBe(null);
    expect(describeGaps(known)[0]).toContain('has not been looked at');
    await examineAll();

    expect((await versionsOf(sysId)).map(([count]) => count)).toEqual([0, 1, 2]);
    expect(describeGaps(await ticketOf(sysId))).toEqual([]);
  });

  it('says in the words of the mapping what it can, and the rest is a problem', async () => {
    const sysId = insertCase();
    await desk.mirrorAll();
    update(sysId, { state: '99' }, 40);
    update(sysId, { state: '10' }, 30);
    await desk.mirrorAll();

    expect((await versionsOf(sysId)).map(([count, state]) => [count, state])).toEqual([
      [0, 'new'],
      [1, null],
      [2, 'open'],
    ]);
    expect(listProblems(await ticketOf(sysId))).toEqual([
      { field: 'state', value: '99', code: 'unknown-choice' },
    ]);
  });

  const close = (): void => void simulator.settings.closedTables.push({ table: 'sys_audit' });

  it.each([
    ['closed to the account', 'unreadable', close],
    [
      'hidden from the account',
      'unreadable',
      () => simulator.settings.hiddenRows.push({ table: 'sys_audit', query: 'fieldname=state' }),
    ],
  ])('leaves a mark on the ticket where it is %s, and that is no change of its content', async (_name, reason, hide) => {
    hide();
    const sysId = insertCase();
    await desk.mirrorAll();
    update(sysId, { state: '10' }, 40);
    update(sysId, { state: '18' }, 30);
    await desk.mirrorAll();

    const known = await ticketOf(sysId);
    expect(known.history).toMatchObject({ unknownBefore: 0, unknownBetween: 1, reason });
    expect(listProblems(known)).toEqual([{ field: 'history', value: '1', code: 'history-gap' }]);
    expect(describeGaps(known)).toEqual([
      'There was 1 version between those that were seen, and the audit trail (sys_audit) cannot be read with the rights ' +
        'of the account; what was seen before is taken to have held',
    ]);
    await desk.mirrorAll();
    expect(desk.desk.committed.at(-1)?.results).toEqual({ unchanged: 1 });
    expect(listProblems(await ticketOf(sysId))).toHaveLength(1);
  });

  it('leaves a mark where the instance did not keep the changes of one record', async () => {
    update(insertCase(), { state: '10' }, 50);
    const sysId = insertCase();
    await desk.mirrorAll();
    simulator.instance.update(CASES, sysId, { state: '10' }, { at: minutesAgo(40), audit: false });
    simulator.instance.update(CASES, sysId, { state: '18' }, { at: minutesAgo(30), audit: false });
    await desk.mirrorAll();

    expect((await ticketOf(sysId)).history).toMatchObject({ unknownBetween: 1, reason: 'not-kept' });
  });

  it('of a table that is not audited at all is not taken for one without changes', async () => {
    const sysId = insertCase();
    await desk.mirrorAll();
    for (const state of ['10', '18', '1'])
      simulator.instance.update(CASES, sysId, { state }, { at: minutesAgo(30), audit: false });
    await desk.mirrorAll();

    expect((await ticketOf(sysId)).history).toMatchObject({ unknownBetween: 2, reason: 'unreadable' });
  });

  it('that was refused is asked for again after an hour, and completes then what it could not before', async () => {
    close();
    const sysIds = [insertCase(), insertCase()];
    for (const sysId of sysIds) update(sysId, { state: '10' }, 40);
    await desk.mirrorAll();
    await examineAll();
    expect(requestsFor('sys_audit')).toHaveLength(1);
    expect(describeGaps(await ticketOf(sysIds[0]!))[0]).toContain('1 version before the first that was seen');

    update(sysIds[0]!, { state: '18' }, 30);
    update(sysIds[0]!, { state: '10' }, 20);
    await desk.mirrorAll({ keepsRequests: true });
    expect(requestsFor('sys_audit')).toHaveLength(1);
    simulator.settings.closedTables.length = 0;
    time.leap(61 * 60_000);

    await expect
      .poll(async () => (await ticketOf(sysIds[1]!)).history.reason, { timeout: 10_000, interval: 20 })
      .toBe(null);
    expect((await versionsOf(sysIds[0]!)).map(([count]) => count)).toEqual([0, 1, 2, 3]);
  });
});
