import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadClocks, type StoredClock, saveClocks } from '../../src/clocks/clock-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { at } from '../support/observations.ts';
import { storedClock, storeTicket } from '../support/stored-tickets.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const opened = at('2026-02-02 10:00');

describe.each(engines)('stored clocks on %s', (engine) => {
  let database: OpenDatabase;
  let ticketId: number;
  let otherId: number;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    ticketId = await storeTicket(database.db, opened, { sysId: 'a'.repeat(32) });
    otherId = await storeTicket(database.db, opened, { sysId: 'b'.repeat(32) });
  });

  afterAll(() => database.close());

  const save = (clock: StoredClock): Promise<void> =>
    database.db.transaction().execute((tx) => saveClocks(tx, [{ ticketId, clock }], opened));
  const loaded = async (): Promise<StoredClock[] | undefined> =>
    (await loadClocks(database.db, [ticketId, otherId])).get(ticketId);

  it('come back as they were judged, whatever they hold', async () => {
    const full = storedClock({
      state: 'missed',
      reason: 'cancelled',
      startedAt: opened,
      dueAt: opened + 1,
      stoppedAt: opened + 3,
      breachedAt: opened + 2,
      superseded: [opened + 4, opened + 5],
      paused: true,
      elapsedMs: 8_000_000_000_000,
      targetMs: 1_800_000,
      warnedPercent: 90,
    });
    await save(full);
    expect(await loaded()).toEqual([full]);

    const empty = storedClock({ state: 'pending', priority: null });
    await save(empty);
    expect(await loaded()).toEqual([empty]);
  });

  it('are found for each ticket that is asked for, also where it has none', async () => {
    expect((await loadClocks(database.db, [ticketId, otherId])).get(otherId)).toEqual([]);
    expect(await loadClocks(database.db, [otherId])).toEqual(new Map([[otherId, []]]));
    expect(await loadClocks(database.db, [])).toEqual(new Map());
  });

  it('are left as they are where none is to be saved', async () => {
    const before = await loaded();
    await database.db.transaction().execute((tx) => saveClocks(tx, [], opened));
    expect(await loaded()).toEqual(before);
  });
});
