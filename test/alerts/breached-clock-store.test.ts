import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadBreachesOf, loadStandingBreaches } from '../../src/alerts/breached-clock-store.ts';
import type { Observation } from '../../src/servicenow/observation.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const opened = at('2024-03-04 10:00');
const fromStart = { ticketId: 0, kind: '' };

describe.each(engines)('stored breaches on %s', (engine) => {
  let database: OpenDatabase;
  let desk: Desk;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.db.deleteFrom('ticket').execute();
    desk = openDesk(database);
  });

  const see = async (now: string, given: Partial<Observation> = {}): Promise<void> => {
    desk.setNow(at(now));
    const seen = observation(opened, { sysUpdatedAt: at(now), ...given });
    await desk.pipeline.applyObservations('sn_customerservice_case', [seen], 'poll');
  };
  const judgeAt = async (now: string): Promise<void> => {
    desk.setNow(at(now));
    const tickets = await database.db.selectFrom('ticket').select('id').execute();
    await desk.pipeline.judgeAgain(tickets.map(({ id }) => id));
  };
  const ticketId = async (): Promise<number> =>
    (await database.db.selectFrom('ticket').select('id').executeTakeFirstOrThrow()).id;

  it('are none while every target is kept', async () => {
    await see('2024-03-04 10:00');

    expect(await loadStandingBreaches(database.db, fromStart, 10)).toEqual([]);
    expect(await loadBreachesOf(database.db, await ticketId())).toEqual([]);
  });

  it('stand from the breach on, with the ticket and its level', async () => {
    await see('2024-03-04 10:00');
    await judgeAt('2024-03-04 10:30');

    const [breach, ...others] = await loadStandingBreaches(database.db, fromStart, 10);
    expect(others).toEqual([]);
    expect(breach).toMatchObject({
      ticket: { number: 'CS0001001', table: 'sn_customerservice_case', shortDescription: 'No dial tone' },
      kind: 'response',
      priority: 'critical',
      breachedAt: at('2024-03-04 10:30'),
      dueAt: at('2024-03-04 10:30'),
      endedAt: null,
      level: 1,
    });
    expect(await loadBreachesOf(database.db, await ticketId())).toEqual([breach]);
  });

  it('end when the clock is stopped, and are still known of the ticket', async () => {
    await see('2024-03-04 10:00');
    await judgeAt('2024-03-04 10:30');
    await see('2024-03-04 10:40', { state: 'open', sysModCount: 1 });

    expect(await loadStandingBreaches(database.db, fromStart, 10)).toEqual([]);
    const [breach] = await loadBreachesOf(database.db, await ticketId());
    expect(breach).toMatchObject({ kind: 'response', endedAt: at('2024-03-04 10:40') });
  });

  it('end when a new priority takes the clock back under its target', async () => {
    await see('2024-03-04 10:00');
    await judgeAt('2024-03-04 10:30');
    await see('2024-03-04 10:40', { priority: 'low', sysModCount: 1 });

    expect(await loadStandingBreaches(database.db, fromStart, 10)).toEqual([]);
    const [breach] = await loadBreachesOf(database.db, await ticketId());
    expect(breach).toMatchObject({ breachedAt: at('2024-03-04 10:30'), endedAt: at('2024-03-04 10:40') });
  });

  it('end when the record is deleted', async () => {
    await see('2024-03-04 10:00');
    await judgeAt('2024-03-04 10:30');
    desk.setNow(at('2024-03-04 10:50'));
    await desk.pipeline.applyDeletion('sn_customerservice_case', observation(opened).sysId, 'poll');

    expect(await loadStandingBreaches(database.db, fromStart, 10)).toEqual([]);
    const ended = await loadBreachesOf(database.db, await ticketId());
    expect(ended.filter(({ endedAt }) => endedAt === null)).toEqual([]);
  });

  it('are left out where a ticket was overdue before it was first mirrored', async () => {
    await see('2024-03-04 12:00');

    expect(await loadStandingBreaches(database.db, fromStart, 10)).toEqual([]);
  });

  it('come page by page, each once, however many clocks a ticket has', async () => {
    desk.setNow(opened);
    const cases = Array.from({ length: 5 }, (_, index) =>
      observation(opened, { sysId: index.toString(16).padStart(32, '0'), number: `CS000100${index}` }),
    );
    await desk.pipeline.applyObservations('sn_customerservice_case', cases, 'poll');
    await judgeAt('2024-03-04 15:30');

    const seen: string[] = [];
    let after = fromStart;
    for (;;) {
      const page = await loadStandingBreaches(database.db, after, 3);
      const last = page.at(-1);
      if (last === undefined) break;
      seen.push(...page.map(({ ticket, kind }) => `${ticket.number} ${kind}`));
      after = { ticketId: last.ticket.id, kind: last.kind };
    }
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
  });
});
