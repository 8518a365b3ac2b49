import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countDueTickets,
  findDueTickets,
  findNextDeadline,
  makeDue,
} from '../../src/clocks/deadline-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { at } from '../support/observations.ts';
import { storeTicket } from '../support/stored-tickets.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const opened = at('2026-02-02 10:00');

describe.each(engines)('deadlines on %s', (engine) => {
  let database: OpenDatabase;
  const ids: number[] = [];

  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });

  afterAll(() => database.close());

  it('are none where no ticket has one', async () => {
    for (const digit of ['1', '2', '3', '4'])
      ids.push(await storeTicket(database.db, opened, { sysId: digit.repeat(32) }));
    expect(await findNextDeadline(database.db)).toBeNull();
    expect(await findDueTickets(database.db, opened, 10)).toEqual([]);
  });

  it('are found as the next, the due ones, and how many are overdue', async () => {
    const deadlines = [at('2026-02-02 10:30'), at('2026-02-02 10:10'), at('2026-02-02 10:20')];
    for (const [index, deadline] of deadlines.entries())
      await database.db.transaction().execute((tx) => makeDue(tx, [ids[index]!], deadline));

    expect(await findNextDeadline(database.db)).toBe(at('2026-02-02 10:10'));
    expect(await findDueTickets(database.db, at('2026-02-02 10:20'), 10)).toEqual([ids[1], ids[2]]);
    expect(await findDueTickets(database.db, at('2026-02-02 10:20'), 1)).toEqual([ids[1]]);
    expect(await countDueTickets(database.db, at('2026-02-02 10:20'))).toBe(1);
    expect(await countDueTickets(database.db, at('2026-02-02 11:00'))).toBe(3);
  });

  it('may be brought forward for some tickets, or for none', async () => {
    await database.db.transaction().execute((tx) => makeDue(tx, [], opened));
    expect(await findDueTickets(database.db, opened, 10)).toEqual([]);
    await database.db.transaction().execute((tx) => makeDue(tx, [ids[0]!, ids[3]!], opened));
    expect((await findDueTickets(database.db, opened, 10)).sort()).toEqual([ids[0], ids[3]]);
  });
});
