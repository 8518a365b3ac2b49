import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countEscalationsSince } from '../../src/escalations/escalation-store.ts';
import { releaseStormHold } from '../../src/outbox/enqueue-store.ts';
import { readStormGuard } from '../../src/outbox/storm-guard-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { openTestDatabase } from '../support/test-database.ts';

const opened = at('2024-03-04 10:00');
let database: OpenDatabase;
let desk: Desk;

beforeAll(async () => {
  database = await openTestDatabase('postgres');
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.deleteFrom('ticket').execute();
  await database.db.updateTable('storm_guard').set({ held_since: null, released_at: null }).execute();
  desk = openDesk(database, { stormLimit: 3 });
});

/** So many cases of one minute, seen at once; by mail they ask for the advice to phone as well. */
async function seeCases(count: number, channel: 'phone' | 'email' = 'phone', minute = 0): Promise<void> {
  const cases = Array.from({ length: count }, (_, index) =>
    observation(opened + minute * 60_000, {
      sysId: (minute * 100 + index).toString(16).padStart(32, '0'),
      number: `CS${minute}-${index}`,
      channel,
    }),
  );
  await desk.pipeline.applyObservations('sn_customerservice_case', cases, 'poll');
}

async function judgeAll(now: string): Promise<void> {
  desk.setNow(at(now));
  const tickets = await database.db.selectFrom('ticket').select('id').orderBy('id').execute();
  await desk.pipeline.judgeAgain(tickets.map(({ id }) => id));
}

async function states(): Promise<string[]> {
  const rows = await database.db.selectFrom('outbox_message').selectAll().orderBy('seq').execute();
  return rows.map(({ kind, state, reason }) => `${kind} ${state}${reason === null ? '' : ` (${reason})`}`);
}

const release = (): Promise<number> =>
  database.db.transaction().execute((tx) => {
    const putJobs = async (_tx: unknown, jobs: readonly (typeof desk.jobs)[number][]) => {
      desk.jobs.push(...jobs);
    };
    const parts = { mode: 'on' as const, stormLimit: 3, putJobs, countEscalationsSince };
    return releaseStormHold(parts, tx, at('2024-03-04 11:00'), 'ops');
  });

describe('the storm guard', () => {
  beforeEach(() => desk.setNow(at('2024-03-04 10:05')));

  it('lets as many escalations of one instant go as the limit says, and holds the others', async () => {
    await seeCases(5);
    await judgeAll('2024-03-04 10:30');
    expect(await states()).toEqual([
      ...Array(3).fill('escalation pending'),
      ...Array(2).fill('escalation held (storm-guard)'),
    ]);
    expect(desk.jobs).toHaveLength(3);
    expect((await readStormGuard(database.db)).heldSince).toBe(at('2024-03-04 10:30'));
  });

  it('lets everything go where the limit is just reached', async () => {
    await seeCases(3);
    await judgeAll('2024-03-04 10:30');
    expect(await states()).toEqual(Array(3).fill('escalation pending'));
    expect((await readStormGuard(database.db)).heldSince).toBeNull();
  });

  it('counts the escalations of the last five minutes', async () => {
    await seeCases(2);
    await seeCases(2, 'phone', 4);
    await seeCases(2, 'phone', 10);
    await judgeAll('2024-03-04 10:30');
    await judgeAll('2024-03-04 10:34');
    await judgeAll('2024-03-04 10:40');
    expect(await states()).toEqual([
      ...Array(3).fill('escalation pending'),
      ...Array(3).fill('escalation held (storm-guard)'),
    ]);
  });

  it('forgets what is longer ago', async () => {
    await seeCases(3);
    await seeCases(3, 'phone', 6);
    await judgeAll('2024-03-04 10:30');
    await judgeAll('2024-03-04 10:36');
    expect(await states()).toEqual(Array(6).fill('escalation pending'));
  });

  it('does not count advice, and holds it too once it has begun', async () => {
    await seeCases(5, 'email');
    expect(await states()).toEqual(Array(5).fill('phone-advice pending'));
    await judgeAll('2024-03-04 10:30');
    await seeCases(1, 'email', 20);
    expect((await states()).slice(5)).toEqual([
      ...Array(3).fill('escalation pending'),
      ...Array(2).fill('escalation held (storm-guard)'),
      'phone-advice held (storm-guard)',
    ]);
  });

  it('lets go everything that it held when somebody says so, and counts anew from there', async () => {
    await seeCases(5);
    await judgeAll('2024-03-04 10:30');
    expect(await release()).toBe(2);
    expect(await states()).toEqual(Array(5).fill('escalation pending'));
    expect(desk.jobs).toHaveLength(5);
    expect(await readStormGuard(database.db)).toEqual({
      heldSince: null,
      releasedAt: at('2024-03-04 11:00'),
      releasedBy: 'ops',
    });
  });
});
