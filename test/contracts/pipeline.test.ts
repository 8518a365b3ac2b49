import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadEscalations } from '../../src/escalations/escalation-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { lockTickets } from '../../src/tickets/ticket-store.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const TABLE = 'sn_customerservice_case';
const opened = at('2024-03-04 10:00');

describe.each(engines)('a change on its way, on %s', (engine) => {
  let database: OpenDatabase;
  let desk: Desk;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.db.deleteFrom('ticket').execute();
    await database.db.updateTable('storm_guard').set({ held_since: null, released_at: null }).execute();
    desk = openDesk(database);
  });

  const apply = (now: string, given: Parameters<typeof observation>[1] = {}) => {
    desk.setNow(at(now));
    return desk.pipeline.applyObservations(TABLE, [observation(opened, given)], 'poll');
  };
  const judgeAgain = async (now: string) => {
    desk.setNow(at(now));
    const due = await database.db
      .selectFrom('ticket')
      .select('id')
      .where('next_judgement_at', '<=', new Date(at(now)))
      .execute();
    await desk.pipeline.judgeAgain(due.map((row) => row.id));
  };
  const messages = () => database.db.selectFrom('outbox_message').selectAll().orderBy('seq').execute();
  const ticket = () => database.db.selectFrom('ticket').selectAll().executeTakeFirstOrThrow();
  const clocks = async () => {
    const rows = await database.db.selectFrom('clock').selectAll().execute();
    return Object.fromEntries(rows.map((row) => [row.kind, row]));
  };

  const waitsForLock = () =>
    vi.waitFor(async () => {
      const waiting = sql`select 1 from pg_locks where not granted`;
      expect((await waiting.execute(database.db)).rows).not.toEqual([]);
    });

  it('mirrors a new ticket with its clocks and the time of its next judgement', async () => {
    await apply('2024-03-04 10:05');

    expect((await ticket()).next_judgement_at).toEqual(new Date(at('2024-03-04 10:15')));
    expect(await clocks()).toMatchObject({
      response: { state: 'running', due_at: new Date(at('2024-03-04 10:30')), elapsed_ms: 300_000 },
      troubleshoot: { state: 'pending', due_at: null },
      fix: { state: 'running', due_at: new Date(at('2024-03-04 15:00')) },
    });
  });

  it('mirrors records once that two services see for the first time at the same moment', async () => {
    const other = openDesk(database);
    desk.setNow(at('2024-03-04 10:05'));
    other.setNow(at('2024-03-04 10:05'));
    const seen = Array.from({ length: 200 }, (_, index) =>
      observation(opened, { sysId: index.toString(16).padStart(32, '0'), number: `CS${index}` }),
    );
    await Promise.all([
      desk.pipeline.applyObservations(TABLE, seen, 'poll'),
      other.pipeline.applyObservations(TABLE, seen.toReversed(), 'reconcile'),
    ]);

    const results = [...desk.committed, ...other.committed].map((one) => one.results);
    expect(results).toContainEqual({ inserted: 200 });
    expect(results).toContainEqual({ unchanged: 200 });
    expect(await database.db.selectFrom('ticket').selectAll().execute()).toHaveLength(200);
    expect(await database.db.selectFrom('clock').selectAll().execute()).toHaveLength(600);
  });

  it('takes the same content again as nothing new', async () => {
    await apply('2024-03-04 10:05');
    await apply('2024-03-04 10:06');

    expect(desk.committed[1]?.results).toEqual({ unchanged: 1 });
    expect(await database.db.selectFrom('ticket_version').selectAll().execute()).toHaveLength(1);
  });

  it('raises level 1 at the breach, with one message that names clock, contact and marker', async () => {
    await apply('2024-03-04 10:05');
    await judgeAgain('2024-03-04 10:30');

    const [message, ...others] = await messages();
    expect(others).toEqual([]);
    expect(message).toMatchObject({ kind: 'escalation', level: 1, state: 'pending', attempts: 0 });
    expect(message?.fields).toMatchObject({ escalation: '1' });
    expect(message?.fields['work_notes']).toContain('response');
    expect(message?.fields['work_notes']).toContain('support@exponential-e.com, 0800 1303 365');
    expect(message?.fields['work_notes']).toMatch(new RegExp(`\\[sla-bridge:${message?.id}\\]$`));
    const { id } = await ticket();
    expect(desk.jobs).toEqual([{ key: String(id), data: { ticketId: id } }]);
  });

  it('raises a step once, however often the ticket is judged at that time', async () => {
    await apply('2024-03-04 10:05');
    await judgeAgain('2024-03-04 10:30');
    const { id } = await ticket();
    await desk.pipeline.judgeAgain([id]);
    await desk.pipeline.judgeAgain([id]);

    expect((await loadEscalations(database.db, [id])).get(id)).toHaveLength(1);
    expect(await messages()).toHaveLength(1);
  });

  it.skipIf(engine === 'pglite')(
    'judges at the instant at which it got hold of the ticket, not when it began to wait',
    async () => {
      await apply('2024-03-04 10:05');
      const { id } = await ticket();
      desk.setNow(at('2024-03-04 10:29'));
      let waiting: Promise<unknown> = Promise.resolve();
      await database.db.transaction().execute(async (tx) => {
        await lockTickets(tx, [id]);
        waiting = desk.pipeline.judgeAgain([id]);
        await waitsForLock();
        desk.setNow(at('2024-03-04 10:30'));
      });
      await waiting;

      expect((await clocks())['response']).toMatchObject({ state: 'breached' });
    },
  );

  it('climbs one step after an outage, and counts the minimum time from there', async () => {
    await apply('2024-03-04 10:05');
    await judgeAgain('2024-03-04 10:30');
    await judgeAgain('2024-03-05 09:00');
    await judgeAgain('2024-03-05 12:59');

    const { id } = await ticket();
    expect((await loadEscalations(database.db, [id])).get(id)).toMatchObject([
      { level: 1, at: at('2024-03-04 10:30') },
      { level: 2, at: at('2024-03-05 09:00'), route: 'service-desk' },
    ]);
    expect((await ticket()).next_judgement_at).toEqual(new Date(at('2024-03-05 13:00')));
  });

  it('notes a further breach inside an episode without raising a step', async () => {
    await apply('2024-03-04 10:05');
    await judgeAgain('2024-03-04 10:30');
    await judgeAgain('2024-03-04 14:30');
    await judgeAgain('2024-03-04 15:00');

    expect((await messages()).map((message) => [message.kind, message.level])).toEqual([
      ['escalation', 1],
      ['escalation', 2],
      ['breach', null],
    ]);
  });

  it('records and shows a ticket that was breached when first seen, and raises nothing', async () => {
    await apply('2024-03-04 12:00');
    await judgeAgain('2024-03-04 18:00');

    expect(await messages()).toEqual([]);
    expect((await clocks())['response']).toMatchObject({ state: 'breached' });
    expect((await ticket()).held_back_since).toEqual(new Date(at('2024-03-04 10:30')));
  });

  it('raises the next single step for such a ticket where existing breaches are raised', async () => {
    desk = openDesk(database, { holdsBackExisting: false });
    await apply('2024-03-04 12:00');

    expect(await messages()).toMatchObject([{ kind: 'escalation', level: 1, may_exist: true }]);
  });

  it('decides and shows everything in a dry run, and sends nothing', async () => {
    desk = openDesk(database, { mode: 'dry-run' });
    await apply('2024-03-04 10:05');
    await judgeAgain('2024-03-04 10:30');

    expect(await messages()).toMatchObject([{ state: 'held', reason: 'dry-run' }]);
    expect(desk.jobs).toEqual([]);
  });

  it('holds what comes after too many escalations at once', async () => {
    desk = openDesk(database, { stormLimit: 2 });
    desk.setNow(at('2024-03-04 10:05'));
    const sysIds = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(32));
    const cases = sysIds.map((sysId, index) => observation(opened, { sysId, number: `CS${index}` }));
    await desk.pipeline.applyObservations(TABLE, cases, 'poll');
    desk.setNow(at('2024-03-04 10:30'));
    for (const { id } of await database.db.selectFrom('ticket').select('id').execute()) {
      await desk.pipeline.judgeAgain([id]);
    }

    expect((await messages()).map((message) => message.state)).toEqual([
      'pending',
      'pending',
      'held',
      'held',
    ]);
  });

  it('reads a response that is dated by a field into the past, and takes the breach back', async () => {
    await apply('2024-03-04 10:05');
    await judgeAgain('2024-03-04 10:30');
    await apply('2024-03-04 10:40', {
      state: 'open',
      respondedAt: at('2024-03-04 10:20'),
      sysModCount: 1,
      sysUpdatedAt: at('2024-03-04 10:39'),
    });

    expect((await clocks())['response']).toMatchObject({ state: 'met', breached_at: null });
    const { id } = await ticket();
    expect((await loadEscalations(database.db, [id])).get(id)).toHaveLength(1);
  });

  it('comes to the same clocks whatever the order in which versions arrive', async () => {
    const answered = { state: 'open' as const, sysModCount: 1, sysUpdatedAt: at('2024-03-04 10:10') };
    const waiting = { state: 'waiting' as const, sysModCount: 2, sysUpdatedAt: at('2024-03-04 10:20') };
    await apply('2024-03-04 10:25');
    await apply('2024-03-04 10:25', answered);
    await apply('2024-03-04 10:25', waiting);
    const inOrder = await clocks();
    await database.db.deleteFrom('ticket').execute();
    await apply('2024-03-04 10:25', waiting);
    await apply('2024-03-04 10:25', answered);
    await apply('2024-03-04 10:25');

    // What was announced is history, and differs; what holds must not.
    const without = (row: object) => ({ ...row, ticket_id: null, warned_percent: null });
    expect(Object.values(await clocks()).map(without)).toEqual(Object.values(inOrder).map(without));
    expect((await ticket()).state).toBe('waiting');
  });

  it('writes neither a clock nor a ticket again that judging leaves as it was', async () => {
    await apply('2024-03-04 10:05', { state: 'open' });
    const { id } = await ticket();
    const rowVersion = async () =>
      (await sql<{ xmin: string }>`select xmin::text from ticket`.execute(database.db)).rows[0]!.xmin;
    const before = await rowVersion();

    desk.setNow(at('2024-03-04 10:06'));
    await desk.pipeline.judgeAgain([id]);

    expect(await rowVersion()).toBe(before);
    expect(await clocks()).toMatchObject({
      response: { state: 'met', judged_at: new Date(at('2024-03-04 10:05')) },
      fix: { state: 'running', elapsed_ms: 360_000, judged_at: new Date(at('2024-03-04 10:06')) },
    });
  });

  it('drops what is still to be written back for a record that was deleted', async () => {
    await apply('2024-03-04 10:05');
    await judgeAgain('2024-03-04 10:30');
    await judgeAgain('2024-03-04 14:30');
    await database.db.updateTable('outbox_message').set({ state: 'held' }).where('level', '=', 2).execute();
    const { sys_id: sysId } = await ticket();
    await desk.pipeline.applyDeletion(TABLE, sysId, 'reconcile');

    expect((await messages()).map(({ level, state, reason }) => [level, state, reason])).toEqual([
      [1, 'dropped', 'not-found'],
      [2, 'dropped', 'not-found'],
    ]);
  });

  it('keeps a deleted record as a tombstone, its clocks cancelled', async () => {
    await apply('2024-03-04 10:05');
    desk.setNow(at('2024-03-04 10:20'));
    const { sys_id: sysId } = await ticket();

    expect(await desk.pipeline.applyDeletion(TABLE, sysId, 'reconcile')).toBe(true);
    expect(await desk.pipeline.applyDeletion(TABLE, sysId, 'reconcile')).toBe(false);
    expect((await ticket()).deleted_at).toEqual(new Date(at('2024-03-04 10:20')));
    expect((await clocks())['response']).toMatchObject({
      state: 'cancelled',
      reason: 'deleted',
      due_at: null,
    });
  });
});
