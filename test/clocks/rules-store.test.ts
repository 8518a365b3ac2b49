import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enforceRules, readRejudging, takeTicketsToRejudge } from '../../src/clocks/rules-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { at } from '../support/observations.ts';
import { storeTicket } from '../support/stored-tickets.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

describe.each(engines)('rules that have changed since the last start, on %s', (engine) => {
  let database: OpenDatabase;
  let openIds: number[];
  const take = (fingerprint: string, limit = 10): Promise<number[]> =>
    database.db.transaction().execute((tx) => takeTicketsToRejudge(tx, fingerprint, limit));

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const { db } = database;
    const opened = at('2024-03-04 10:00');
    await storeTicket(db, opened, { sysId: '1'.repeat(32), state: 'new' });
    await storeTicket(db, opened, { sysId: '2'.repeat(32), state: 'closed' });
    await storeTicket(db, opened, { sysId: '3'.repeat(32), state: 'cancelled' });
    await storeTicket(db, opened, { sysId: '4'.repeat(32), state: 'resolved' });
    await storeTicket(db, opened, { sysId: '5'.repeat(32), deletedAt: opened });
    const rows = await db
      .selectFrom('ticket')
      .select('id')
      .where('state', 'in', ['new', 'resolved'])
      .where('deleted_at', 'is', null)
      .orderBy('id')
      .execute();
    openIds = rows.map((row) => row.id);
  });
  beforeEach(() => enforceRules(database.db, 'rules of the last start'));
  afterAll(() => database.close());

  it('have every open ticket judged anew, once', async () => {
    expect(await enforceRules(database.db, 'other rules')).toBe(2);
    expect(await readRejudging(database.db)).toEqual({ left: 2, total: 2 });

    expect(await take('other rules', 1)).toEqual(openIds.slice(0, 1));
    expect(await take('other rules', 1)).toEqual(openIds.slice(1));
    expect(await take('other rules')).toEqual([]);
    expect(await enforceRules(database.db, 'other rules')).toBe(0);
    expect(await readRejudging(database.db)).toEqual({ left: 0, total: 2 });
  });

  it('leave tickets on the list whose judging fails, for the next start too', async () => {
    await enforceRules(database.db, 'other rules');
    const failing = database.db.transaction().execute(async (tx) => {
      await takeTicketsToRejudge(tx, 'other rules', 10);
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');

    expect(await enforceRules(database.db, 'other rules')).toBe(2);
    expect(await take('other rules')).toEqual(openIds);
  });

  it('are not applied by a replica that still works by the old ones', async () => {
    await enforceRules(database.db, 'other rules');

    expect(await take('rules of the last start')).toEqual([]);
    expect(await take('other rules')).toEqual(openIds);
  });

  it('take the place of rules that were still being applied', async () => {
    await enforceRules(database.db, 'other rules');

    expect(await enforceRules(database.db, 'the latest rules')).toBe(2);
    expect(await take('other rules')).toEqual([]);
    expect(await take('the latest rules')).toEqual(openIds);
  });
});
