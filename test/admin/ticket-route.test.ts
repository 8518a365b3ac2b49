import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CurrentTicket } from '../../src/admin/ports.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, TABLE } from './make-admin.ts';

const opened = at('2024-03-04 10:00');
const sysId = (digit: string): string => digit.repeat(32);

describe('GET /admin/tickets/{number}', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase('pglite');
    const desk = openDesk(database);
    desk.setNow(opened);
    const problems = [{ field: 'state', value: '99', code: 'unknown-choice' }];
    const cases = [
      observation(opened, { sysId: sysId('1'), number: 'CS1', state: 'new', problems }),
      observation(opened, { sysId: sysId('2'), number: 'CS2' }),
      observation(opened, { sysId: sysId('3'), number: 'CS3' }),
    ];
    await desk.pipeline.applyObservations(TABLE, cases, 'poll');
    const incident = observation(opened, { table: 'incident', sysId: sysId('4'), number: 'CS2' });
    await desk.pipeline.applyObservations('incident', [incident], 'poll');
    desk.setNow(at('2024-03-04 10:30'));
    const breached = await database.db
      .selectFrom('ticket')
      .select('id')
      .where('number', '=', 'CS1')
      .executeTakeFirstOrThrow();
    await desk.pipeline.judgeAgain([breached.id]);
    await desk.pipeline.applyDeletion(TABLE, sysId('3'), 'poll');
  });
  afterAll(() => database.close());

  it('shows the ticket, its clocks as of now, its timeline, what was raised, and its problems', async () => {
    const current: CurrentTicket = {
      clocks: [
        {
          kind: 'response',
          state: 'breached',
          reason: null,
          priority: 'critical',
          startedAt: opened,
          dueAt: at('2024-03-04 10:30'),
          stoppedAt: null,
          breachedAt: at('2024-03-04 10:30'),
          superseded: [at('2024-03-04 10:10')],
          paused: false,
          elapsedMs: 2_100_000,
          targetMs: 1_800_000,
        },
      ],
      timeline: [
        { at: opened, state: 'new', priority: 'critical', tier: 1, sysModCount: 0, estimated: true },
      ],
    };
    const { get } = await makeAdmin(database, { current });

    const response = await get('/tickets/CS1');

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      ticket: expect.objectContaining({ number: 'CS1', sysId: sysId('1'), deletedAt: null }),
      clocks: [
        {
          kind: 'response',
          state: 'breached',
          priority: 'critical',
          startedAt: '2024-03-04T10:00:00.000Z',
          dueAt: '2024-03-04T10:30:00.000Z',
          stoppedAt: null,
          breachedAt: '2024-03-04T10:30:00.000Z',
          superseded: ['2024-03-04T10:10:00.000Z'],
          paused: false,
          elapsedMs: 2_100_000,
          targetMs: 1_800_000,
        },
      ],
      timeline: [
        {
          at: '2024-03-04T10:00:00.000Z',
          state: 'new',
          priority: 'critical',
          tier: 1,
          sysModCount: 0,
          estimated: true,
        },
      ],
      escalations: [
        {
          at: '2024-03-04T10:30:00.000Z',
          level: 1,
          route: 'direct',
          trigger: 'response',
          messageId: expect.stringMatching(/^[A-Za-z0-9_-]{8,64}$/),
        },
      ],
      details: { score: 50, present: ['Fault'], missing: ['Product'], unknown: ['Call logs'] },
      problems: [{ field: 'state', value: '99', code: 'unknown-choice' }],
      history: { isComplete: true, unknownVersions: 0, gaps: [] },
    });
  });

  it('needs a table where two have the number', async () => {
    const { get } = await makeAdmin(database);

    const ambiguous = await get('/tickets/CS2');
    const named = await get('/tickets/CS2?table=incident');

    expect(ambiguous.statusCode).toBe(400);
    expect(ambiguous.json()).toMatchObject({ code: 'ticket-ambiguous', tables: ['incident', TABLE] });
    expect(named.json().ticket).toMatchObject({ table: 'incident', sysId: sysId('4') });
  });

  it('shows a ticket that was deleted in ServiceNow as what it was', async () => {
    const { get } = await makeAdmin(database);

    const response = await get('/tickets/CS3');

    expect(response.statusCode).toBe(200);
    expect(response.json().ticket.deletedAt).toBe('2024-03-04T10:30:00.000Z');
    expect(response.json().clocks).toContainEqual(
      expect.objectContaining({ kind: 'fix', state: 'cancelled', reason: 'deleted' }),
    );
  });

  it.each([
    '/tickets/CS9',
    '/tickets/CS1?table=problem',
    `/tickets/${'x'.repeat(99)}`,
    '/tickets/%00',
  ])('does not find %s', async (url) => {
    const { get } = await makeAdmin(database);

    const response = await get(url);

    expect(response.statusCode).toBe(404);
  });

  it('says whether it may be escalated, from when on, and whom to call', async () => {
    const { get } = await makeAdmin(database);

    expect((await get('/tickets/CS1/escalation')).json()).toEqual({
      number: 'CS1',
      isPermitted: false,
      nextLevel: 2,
      earliestAt: '2024-03-04T14:30:00.000Z',
      contact: { level: 1, position: 'Service Desk', details: 'desk@example.com', route: 'direct' },
      level: 1,
      lastRaisedAt: '2024-03-04T10:30:00.000Z',
      episodeBeganAt: '2024-03-04T10:30:00.000Z',
      acknowledgedUntil: null,
      isHeldBack: false,
    });
  });
});
