import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecastHorizons } from '../../src/clocks/forecast.ts';
import { countComingBreaches, listComingBreaches } from '../../src/clocks/forecast-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const TABLE = 'sn_customerservice_case';

describe.each(engines)('the forecast on %s', (engine) => {
  let database: OpenDatabase;
  const now = at('2026-02-02 10:20');
  const horizons = forecastHorizons(now, at('2026-02-02 17:30'));

  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const desk = openDesk(database);
    desk.setNow(at('2026-02-02 10:00'));
    const seen = (digit: string, given: object) =>
      observation(at('2026-02-02 10:00'), { sysId: digit.repeat(32), number: `CS${digit}`, ...given });
    await desk.pipeline.applyObservations(
      TABLE,
      [
        seen('1', { accountName: 'Abc' }),
        seen('2', { accountName: 'Boxeo', priority: 'high', state: 'open' }),
        seen('3', { accountName: null, account: null, state: 'resolved' }),
        seen('4', { accountName: 'Boxeo', state: 'waiting' }),
        seen('5', { accountName: 'Gone' }),
      ],
      'poll',
    );
    await desk.pipeline.applyDeletion(TABLE, '5'.repeat(32), 'reconcile');
  });

  afterAll(() => database.close());

  it('counts running clocks of live tickets up to each horizon, and no others', async () => {
    const groups = await countComingBreaches(database.db, horizons);
    const told = groups.map(({ account, priority, kind, counts }) => [account, priority, kind, ...counts]);

    // By the end of the business day critical fixes (5 h) fall due, high ones (10 h) do not.
    expect(told.sort()).toEqual([
      ['Abc', 'critical', 'fix', 0, 0, 0, 1],
      ['Abc', 'critical', 'response', 1, 1, 1, 1],
      ['Boxeo', 'high', 'troubleshoot', 0, 1, 1, 1],
    ]);
  });

  it('lists the next to breach first', async () => {
    const coming = await listComingBreaches(database.db, horizons, 2);

    expect(coming).toEqual([
      {
        number: 'CS1',
        table: TABLE,
        account: 'Abc',
        kind: 'response',
        priority: 'critical',
        dueAt: at('2026-02-02 10:30'),
      },
      {
        number: 'CS2',
        table: TABLE,
        account: 'Boxeo',
        kind: 'troubleshoot',
        priority: 'high',
        dueAt: at('2026-02-02 11:00'),
      },
    ]);
  });
});
