import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredClock } from '../../src/clocks/clock-store.ts';
import { forecastHorizons } from '../../src/clocks/forecast.ts';
import { countComingBreaches, listComingBreaches } from '../../src/clocks/forecast-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { at } from '../support/observations.ts';
import { storedClock, storeTicket } from '../support/stored-tickets.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const TABLE = 'sn_customerservice_case';

describe.each(engines)('the forecast on %s', (engine) => {
  let database: OpenDatabase;
  const now = at('2026-02-02 10:20');
  const horizons = forecastHorizons(now, at('2026-02-02 17:30'));

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const store = (digit: string, given: object, ...clocks: Partial<StoredClock>[]) =>
      storeTicket(
        database.db,
        at('2026-02-02 10:00'),
        { sysId: digit.repeat(32), number: `CS${digit}`, ...given },
        clocks.map(storedClock),
      );
    const response = { dueAt: at('2026-02-02 10:30') } as const;
    const fix = { kind: 'fix', dueAt: at('2026-02-02 15:00') } as const;
    await store(
      '2',
      { accountName: 'Boxeo' },
      { kind: 'troubleshoot', priority: 'high', dueAt: at('2026-02-02 11:00') },
    );
    await store('1', { accountName: 'Abc' }, fix, response);
    await store('3', { accountName: null, account: null }, { ...response, state: 'met' });
    await store('4', { accountName: 'Boxeo' }, { ...fix, state: 'paused', dueAt: null });
    await store('5', { accountName: 'Gone', deletedAt: at('2026-02-02 10:10') }, response);
    await store('6', { accountName: 'Boxeo' }, { ...fix, dueAt: at('2026-02-02 17:30') });
    await store('7', { accountName: 'Boxeo' }, { ...fix, dueAt: at('2026-02-02 17:30') + 1 });
    await store('8', { accountName: 'Abc' }, { ...response, kind: 'troubleshoot' });
  });

  afterAll(() => database.close());

  it('counts running clocks of live tickets up to each horizon, and no others', async () => {
    const groups = await countComingBreaches(database.db, horizons);
    const told = groups.map(({ account, priority, kind, counts }) => [account, priority, kind, ...counts]);

    expect(told.sort()).toEqual([
      ['Abc', 'critical', 'fix', 0, 0, 0, 1],
      ['Abc', 'critical', 'response', 1, 1, 1, 1],
      ['Abc', 'critical', 'troubleshoot', 1, 1, 1, 1],
      ['Boxeo', 'critical', 'fix', 0, 0, 0, 1],
      ['Boxeo', 'high', 'troubleshoot', 0, 1, 1, 1],
    ]);
  });

  it('lists the next to breach first', async () => {
    const coming = await listComingBreaches(database.db, horizons, 3);

    expect(coming.map(({ number, kind }) => `${number} ${kind}`)).toEqual([
      'CS1 response',
      'CS8 troubleshoot',
      'CS2 troubleshoot',
    ]);
    expect(coming[2]).toEqual({
      number: 'CS2',
      table: TABLE,
      account: 'Boxeo',
      kind: 'troubleshoot',
      priority: 'high',
      dueAt: at('2026-02-02 11:00'),
    });
  });

  it('lists running clocks of live tickets up to the last horizon, and no others', async () => {
    const coming = await listComingBreaches(database.db, horizons, 100);

    expect(coming.map(({ number }) => number)).toEqual(['CS1', 'CS8', 'CS2', 'CS1', 'CS6']);
  });
});
