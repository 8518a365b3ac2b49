import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCursorStore } from '../../src/intake/cursor-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { readFigures } from '../../src/telemetry/figures-store.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const TABLE = 'sn_customerservice_case';
const opened = at('2024-03-04 10:00');

describe.each(engines)('the figures of what is stored, on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  it('are nothing at the beginning', async () => {
    expect(await readFigures(database.db, opened)).toMatchObject({
      tickets: [],
      clocks: [],
      atRisk: [
        { window: '15m', count: 0 },
        { window: '1h', count: 0 },
        { window: '4h', count: 0 },
      ],
      problems: [],
      messages: [],
      oldestPendingAt: null,
      isStormHeld: false,
      ticketsToRejudge: 0,
      watermarks: [],
      histories: [],
    });
  });

  it('count live tickets, their clocks, what comes near, what waits, and how far each table has been read', async () => {
    const desk = openDesk(database);
    desk.setNow(opened);
    const problem = { field: 'state', value: '99', code: 'unknown-choice' };
    const cases = [
      observation(opened, { sysId: 'a'.repeat(32), number: 'CS1', channel: 'email', sysModCount: 2 }),
      observation(opened, { sysId: 'b'.repeat(32), number: 'CS2', problems: [problem] }),
      observation(opened, { sysId: 'c'.repeat(32), number: 'CS3', priority: 'low', state: 'closed' }),
      observation(opened, { sysId: 'd'.repeat(32), number: 'CS4' }),
    ];
    await desk.pipeline.applyObservations(TABLE, cases, 'poll');
    await desk.pipeline.applyDeletion(TABLE, 'd'.repeat(32), 'reconcile');
    await makeCursorStore(database.db).saveWatermark(TABLE, { updatedAt: opened, sysId: 'a'.repeat(32) });

    const figures = await readFigures(database.db, opened);

    expect(figures).toMatchObject({
      atRisk: [
        { window: '15m', count: 0 },
        { window: '1h', count: 2 },
        { window: '4h', count: 2 },
      ],
      problems: [{ code: 'unknown-choice', count: 1 }],
      messages: [{ state: 'pending', count: 1 }],
      oldestPendingAt: opened,
      watermarks: [{ table: TABLE, at: opened }],
      histories: [{ table: TABLE, waiting: 1, unreadable: 0, notKept: 0 }],
    });
    expect(figures.tickets).toHaveLength(2);
    expect(figures.tickets).toEqual(
      expect.arrayContaining([
        { state: 'new', priority: 'critical', count: 2 },
        { state: 'closed', priority: 'low', count: 1 },
      ]),
    );
    expect(figures.clocks).toContainEqual({ kind: 'response', state: 'running', count: 2 });
    expect(figures.databaseBytes).toBeGreaterThan(1_000_000);
  });
});
