import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerCalendars } from '../../src/admin/calendar-route.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { makeServer } from '../http/make-server.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, TABLE } from './make-admin.ts';

const opened = at('2024-03-04 09:00');
let database: OpenDatabase;

beforeAll(async () => {
  database = await openTestDatabase('pglite');
  const desk = openDesk(database);
  desk.setNow(opened);
  const cases = ['1', '2', '3'].map((digit) =>
    observation(opened, { sysId: digit.repeat(32), number: `CS${digit}`, accountName: 'Boxeo' }),
  );
  await desk.pipeline.applyObservations(TABLE, cases, 'poll');
  desk.setNow(at('2024-03-04 09:30'));
  const rows = await database.db.selectFrom('ticket').select('id').orderBy('number').execute();
  await desk.pipeline.judgeAgain(rows.map((row) => row.id));
});

afterAll(() => database.close());

it('GET /admin/summary counts tickets, clocks and write-backs, by the clock of the instance', async () => {
  const admin = await makeAdmin(database);
  const answer = await admin.get('/summary');

  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    at: '2024-03-04T10:05:00.000Z',
    tickets: [{ state: 'new', priority: 'critical', count: 3 }],
    outbox: [{ state: 'pending', count: 3 }],
    stormGuard: { heldSince: null },
  });
  expect(answer.json().clocks).toContainEqual({ clock: 'response', state: 'breached', count: 3 });
});

it('GET /admin/escalations goes through every step that was raised, page by page', async () => {
  const admin = await makeAdmin(database);
  const first = (await admin.get('/escalations?limit=2')).json();
  const second = (await admin.get(`/escalations?limit=2&cursor=${first.nextCursor}`)).json();

  expect([...first.items, ...second.items].map(({ number }) => number).sort()).toEqual(['CS1', 'CS2', 'CS3']);
  expect(second.nextCursor).toBeNull();
  expect(first.items[0]).toMatchObject({ level: 1, trigger: 'response', at: '2024-03-04T09:30:00.000Z' });
});

it('GET /admin/escalations shows one level alone when asked, and refuses one that does not exist', async () => {
  const admin = await makeAdmin(database);

  expect((await admin.get('/escalations?level=2')).json().items).toEqual([]);
  expect((await admin.get('/escalations?level=1')).json().items).toHaveLength(3);
  expect((await admin.get('/escalations?level=5')).json().code).toBe('query-invalid');
});

it('GET /admin/calendars shows opening hours and holidays day by day', async () => {
  const { server } = await makeServer();
  const { timezone, weekly } = shippedPolicy.calendarsFile.calendars['business']!;
  const { holidaysOf } = shippedPolicy.holidays;
  registerCalendars(server, { business: { timezone, weekly, holidaysOf } });
  const answer = await server.inject('/calendars?month=2024-12');

  const [business] = answer.json().calendars;
  expect(business).toMatchObject({ name: 'business', hours: 'Monday to Friday 09:00–17:30' });
  expect(business.days).toHaveLength(31);
  expect(business.days[23]).toEqual({
    date: '2024-12-24',
    holiday: null,
    open: [{ from: '09:00', to: '17:30' }],
  });
  expect(business.days[24]).toEqual({ date: '2024-12-25', holiday: 'Christmas Day', open: [] });
  expect(business.days[28]).toEqual({ date: '2024-12-29', holiday: null, open: [] });
});

it.each(['2024-13', '2024', '1/2024', ''])('GET /admin/calendars refuses %s for a month', async (month) => {
  const { server } = await makeServer();
  registerCalendars(server, {});

  expect((await server.inject(`/calendars?month=${month}`)).json().code).toBe('query-invalid');
});
