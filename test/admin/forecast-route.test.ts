import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerForecast } from '../../src/admin/forecast-route.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { endOfBusinessDay } from '../../src/wiring/forecast.ts';
import { makeServer } from '../http/make-server.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { openTestDatabase } from '../support/test-database.ts';

let database: OpenDatabase;

beforeAll(async () => {
  database = await openTestDatabase('pglite');
  const desk = openDesk(database);
  desk.setNow(at('2026-02-02 10:00'));
  const opened = observation(at('2026-02-02 10:00'));
  await desk.pipeline.applyObservations(opened.table, [opened], 'poll');
});

afterAll(() => database.close());

async function ask(query = '') {
  const { server } = await makeServer();
  registerForecast(server, {
    db: database.db,
    now: () => at('2026-02-02 10:20'),
    endOfBusinessDay: (now) => endOfBusinessDay(shippedPolicy, now),
  });
  return server.inject({ method: 'GET', url: `/forecast${query}` });
}

it('GET /admin/forecast tells what will breach up to each horizon, and the next clocks by name', async () => {
  const answer = await ask();

  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    at: '2026-02-02T10:20:00.000Z',
    horizons: [
      { window: '15m', until: '2026-02-02T10:35:00.000Z', total: 1, byPriority: { critical: 1, low: 0 } },
      { window: '1h', total: 1 },
      { window: '4h', total: 1 },
      {
        window: 'business-day',
        until: '2026-02-02T17:30:00.000Z',
        total: 2,
        byClock: { response: 1, troubleshoot: 0, fix: 1 },
        byAccount: [{ account: 'Boxeo', count: 2 }],
      },
    ],
    clocks: [
      { number: 'CS0001001', clock: 'response', dueAt: '2026-02-02T10:30:00.000Z' },
      { number: 'CS0001001', clock: 'fix', dueAt: '2026-02-02T15:00:00.000Z' },
    ],
  });
});

it('lists as many clocks as are asked for', async () => {
  expect((await ask('?limit=1')).json().clocks).toHaveLength(1);
  expect((await ask('?limit=0')).statusCode).toBe(400);
});
