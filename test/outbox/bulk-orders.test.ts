import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { discardMessages, type MessageSelection, retryMessages } from '../../src/outbox/bulk-orders-store.ts';
import type { EnqueueParts } from '../../src/outbox/enqueue-store.ts';
import { insertMessages } from '../../src/outbox/outbox-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import type { Job } from '../../src/store/queue.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import { loadTicket } from '../../src/tickets/ticket-store.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const opened = at('2024-03-04 10:00');
const states = ['pending', 'in-flight', 'held', 'delivered', 'dropped', 'dead'] as const;

describe.each(engines)('an order for many write-backs on %s', (engine) => {
  let database: OpenDatabase;
  let ticket: Ticket;
  let jobs: Job[];
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const desk = openDesk(database);
    desk.setNow(opened);
    await desk.pipeline.applyObservations('sn_customerservice_case', [observation(opened)], 'poll');
    const { id } = await database.db.selectFrom('ticket').select('id').executeTakeFirstOrThrow();
    ticket = await loadTicket(database.db, id);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    jobs = [];
    await database.db.deleteFrom('outbox_message').execute();
    await database.db.transaction().execute((tx) =>
      insertMessages(
        tx,
        states.map((id) => ({
          ticket,
          message: { id, kind: id === 'held' ? 'breach' : 'escalation', level: null, fields: {} },
          mayExist: false,
          heldFor: null,
        })),
        opened,
      ),
    );
    for (const state of states) {
      await database.db
        .updateTable('outbox_message')
        .set({ state, attempts: 7, reason: state === 'held' ? 'storm-guard' : null })
        .where('id', '=', state)
        .execute();
    }
  });

  const parts = (mode: EnqueueParts['mode'] = 'on'): EnqueueParts => ({
    mode,
    stormLimit: 50,
    countEscalationsSince: async () => 0,
    putJobs: async (_tx, more) => void jobs.push(...more),
  });
  const retry = (selection: MessageSelection, dryRun = false, mode: EnqueueParts['mode'] = 'on') =>
    database.db.transaction().execute((tx) => retryMessages(parts(mode), tx, { selection, dryRun }));
  const discard = (selection: MessageSelection, dryRun = false) =>
    database.db.transaction().execute((tx) => discardMessages(tx, { selection, dryRun }));
  const stored = async () => {
    const rows = await database.db.selectFrom('outbox_message').selectAll().orderBy('seq').execute();
    return rows.map(({ id, state, attempts, reason }) => [id, state, attempts, reason]);
  };

  it('sends those again that were held, dropped or given up, in their order, their attempts counted anew', async () => {
    expect(await retry({})).toEqual({ kind: 'fitting', ids: ['held', 'dropped', 'dead'] });
    expect(await stored()).toEqual([
      ['pending', 'pending', 7, null],
      ['in-flight', 'in-flight', 7, null],
      ['held', 'pending', 0, null],
      ['delivered', 'delivered', 7, null],
      ['dropped', 'pending', 0, null],
      ['dead', 'pending', 0, null],
    ]);
    expect(jobs).toHaveLength(3);
  });

  it('gives those up that are not sent, being sent or dropped already', async () => {
    expect(await discard({})).toEqual({ kind: 'fitting', ids: ['pending', 'held', 'dead'] });
    expect((await stored()).map(([, state]) => state)).toEqual([
      'dropped',
      'in-flight',
      'dropped',
      'delivered',
      'dropped',
      'dropped',
    ]);
  });

  it.each<[string, MessageSelection, string[]]>([
    ['by id', { ids: ['dead', 'delivered', 'unheard-of'] }, ['dead']],
    ['by state', { state: ['held', 'dead'] }, ['held', 'dead']],
    ['by kind', { kind: ['breach'] }, ['held']],
    ['by ticket', { ticket: 'CS9999999' }, []],
    ['by reason', { reason: 'storm-guard' }, ['held']],
    ['by several at once', { state: ['dead'], kind: ['breach'] }, []],
  ])('chooses %s', async (_by, selection, ids) => {
    expect(await retry(selection, true)).toEqual({ kind: 'fitting', ids });
  });

  it('only says which ones it is for in a dry run', async () => {
    const before = await stored();
    await retry({}, true);
    await discard({}, true);
    expect([await stored(), jobs]).toEqual([before, []]);
  });

  it('sends nothing again while writing back is switched off, and says how to switch it on', async () => {
    const before = await stored();
    expect(await retry({}, false, 'dry-run')).toEqual({
      kind: 'not-possible',
      why: 'WRITE_BACK is dry-run, so nothing is sent; set it to on first.',
    });
    expect(await stored()).toEqual(before);
  });
});
