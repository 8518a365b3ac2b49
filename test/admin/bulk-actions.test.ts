import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, TABLE } from './make-admin.ts';

const opened = at('2024-03-04 10:00');

describe.each(engines)('POST /admin/tickets/adopt on %s', (engine) => {
  let database: OpenDatabase;
  let admin: Awaited<ReturnType<typeof makeAdmin>>;
  /** Three were overdue when first mirrored, the longest first; a fourth is not. */
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const desk = openDesk(database);
    desk.setNow(at('2024-03-04 12:00'));
    const ticket = (index: number, openedAt: number, given = {}) =>
      observation(openedAt, { sysId: index.toString(16).padStart(32, '0'), number: `CS${index}`, ...given });
    await desk.pipeline.applyObservations(
      TABLE,
      [
        ticket(1, opened + 60_000),
        ticket(2, opened, { priority: 'high' }),
        ticket(3, opened + 120_000, { account: 'a1', accountName: 'Acme' }),
        ticket(4, at('2024-03-04 11:59')),
      ],
      'poll',
    );
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    admin = await makeAdmin(database);
  });

  let key = 0;
  const adopt = async (body: object) => (await admin.post('/tickets/adopt', body, `adopt-${key++}`)).json();

  it.each([
    ['all', { all: true }, ['CS2', 'CS1', 'CS3']],
    ['some by number, those that are not held back aside', { numbers: ['CS3', 'CS4', 'CS5'] }, ['CS3']],
    ['those of a filter', { filter: { priority: 'critical' } }, ['CS1', 'CS3']],
    ['those of an account', { filter: { account: 'Acme', clockState: 'breached' } }, ['CS3']],
    ['none, where none fits', { filter: { q: 'no such words' } }, []],
  ])('adopts %s', async (_which, body, first) => {
    const done = first.length;
    expect(await adopt(body)).toEqual({ changed: { dryRun: false, matching: done, done, first } });
    expect(admin.asked).toEqual([`adopt ${done}`]);
  });

  it('says in a dry run which ones they would be, and adopts none', async () => {
    expect(await adopt({ all: true, dryRun: true })).toEqual({
      changed: { dryRun: true, matching: 3, done: 0, first: ['CS2', 'CS1', 'CS3'] },
    });
    expect(admin.asked).toEqual([]);
  });

  it.each([
    ['nothing that says which ones', {}],
    ['two ways at once', { all: true, numbers: ['CS1'] }],
    ['a misspelt filter', { filter: { prioriy: 'critical' } }],
    ['an order', { filter: { sort: 'dueAt' } }],
    ['no number', { numbers: [] }],
    ['"all" that is not meant', { all: false }],
  ])('refuses %s, and adopts none', async (_what, body) => {
    expect(await adopt(body)).toMatchObject({ status: 400, code: 'body-invalid' });
    expect(admin.asked).toEqual([]);
  });

  it.each([
    ['true', ['CS1', 'CS2', 'CS3']],
    ['false', ['CS4']],
  ])('finds its tickets in the list by heldBack=%s', async (heldBack, numbers) => {
    const { items } = (await admin.get(`/tickets?sort=number&heldBack=${heldBack}`)).json();
    expect(items.map((item: { number: string }) => item.number)).toEqual(numbers);
  });
});

describe('POST /admin/outbox/retry and …/discard', () => {
  let database: OpenDatabase;
  let admin: Awaited<ReturnType<typeof makeAdmin>>;
  beforeAll(async () => {
    database = await openTestDatabase('pglite');
    const desk = openDesk(database);
    desk.setNow(at('2024-03-04 10:05'));
    await desk.pipeline.applyObservations(TABLE, [observation(opened, { channel: 'email' })], 'poll');
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    admin = await makeAdmin(database);
  });

  it('give up what a filter names, and say first what that is', async () => {
    const body = { filter: { state: 'pending,dead', kind: 'phone-advice' } };
    const counted = (await admin.post('/outbox/discard', { ...body, dryRun: true }, 'd-1')).json();
    expect(counted.changed).toMatchObject({ dryRun: true, matching: 1, done: 0 });
    const done = (await admin.post('/outbox/discard', body, 'd-2')).json();
    expect(done.changed).toEqual({ ...counted.changed, dryRun: false, done: 1 });
    const { items } = (await admin.get('/outbox')).json();
    expect(items).toMatchObject([{ state: 'dropped', reason: 'discarded' }]);
  });

  it('hand the whole selection over', async () => {
    const body = { filter: { state: 'held', reason: 'storm-guard', ticket: 'CS1' } };
    expect((await admin.post('/outbox/retry', body, 'r-1')).json().changed.first).toEqual(['one']);
    const selection = { state: ['held'], ticket: 'CS1', reason: 'storm-guard' };
    expect(admin.asked).toEqual([`retry ${JSON.stringify({ selection, dryRun: false })}`]);
  });

  it.each([
    ['nothing that says which ones', {}],
    ['two ways at once', { ids: ['a'], filter: {} }],
    ['an unknown state', { filter: { state: 'lost' } }],
  ])('refuse %s', async (_what, body) => {
    expect((await admin.post('/outbox/retry', body, `bad-${_what.length}`)).json().code).toBe('body-invalid');
  });
});
