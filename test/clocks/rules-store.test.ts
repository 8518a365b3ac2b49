import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rejudgeWhenRulesChanged } from '../../src/clocks/rules-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { at } from '../support/observations.ts';
import { storeTicket } from '../support/stored-tickets.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

describe.each(engines)('rules that have changed since the last start, on %s', (engine) => {
  let database: OpenDatabase;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });

  afterAll(() => database.close());

  it('have every open ticket judged anew, once', async () => {
    const { db } = database;
    const opened = at('2024-03-04 10:00');
    await storeTicket(db, opened, { sysId: '1'.repeat(32), state: 'new' });
    await storeTicket(db, opened, { sysId: '2'.repeat(32), state: 'closed' });
    await storeTicket(db, opened, { sysId: '3'.repeat(32), state: 'cancelled' });
    await storeTicket(db, opened, { sysId: '4'.repeat(32), state: 'resolved' });
    await storeTicket(db, opened, { sysId: '5'.repeat(32), deletedAt: opened });
    const now = at('2024-03-04 10:07');

    expect(await rejudgeWhenRulesChanged(db, 'rules', now)).toBe(2);
    expect(await rejudgeWhenRulesChanged(db, 'rules', now + 1)).toBe(0);
    const due = await db
      .selectFrom('ticket')
      .select(['state', 'next_judgement_at'])
      .where('next_judgement_at', 'is not', null)
      .orderBy('id')
      .execute();
    expect(due).toEqual([
      { state: 'new', next_judgement_at: new Date(now) },
      { state: 'resolved', next_judgement_at: new Date(now) },
    ]);
    expect(await rejudgeWhenRulesChanged(db, 'other rules', now + 1)).toBe(2);
  });
});
