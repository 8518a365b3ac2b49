import { describe, expect, it } from 'vitest';
import {
  beginJourney,
  CASES,
  closeJourneysAfterEach,
  type Journey,
  type JourneyOptions,
  wireDate,
} from '../support/journey.ts';
import { newJourneyPlace } from '../support/journey-database.ts';
import { markersOf } from '../support/journey-notes.ts';
import { hour, minute } from '../support/story.ts';
import { engines } from '../support/test-database.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);

/** Cases that were there before the service first looked: one breached long ago, one about to breach, one closed. */
async function beginWithHistory(options: Partial<JourneyOptions> = {}) {
  const cases = { breached: '', running: '', closed: '' };
  const insert = (
    journey: Parameters<NonNullable<JourneyOptions['before']>>[0],
    openedAt: number,
    state: string,
  ) =>
    journey.instance.insert(CASES, {
      priority: '1',
      state,
      contact_type: 'phone',
      opened_at: wireDate(openedAt),
      sys_updated_on: wireDate(openedAt),
    })['sys_id']!;
  const journey = await beginJourney({
    startsAt: tuesdayAt10,
    ...options,
    before(simulator) {
      cases.breached = insert(simulator, tuesdayAt10 - 2 * hour, '1');
      cases.running = insert(simulator, tuesdayAt10 - 10 * minute, '1');
      cases.closed = insert(simulator, tuesdayAt10 - 24 * hour, '3');
    },
  });
  return { journey, ...cases };
}

const notesOf = (journey: Journey, ...sysIds: string[]): string[] =>
  sysIds.flatMap((sysId) => journey.notes(sysId));

describe('the first sync', () => {
  it('takes every ticket, shows what is breached, and raises nothing for it', async () => {
    const { journey, breached, running, closed } = await beginWithHistory();
    await journey.goTo(tuesdayAt10 + 10 * minute);

    expect((await journey.ask<{ total: number }>('/admin/tickets')).total).toBe(3);
    expect((await journey.ticket(breached)).clocks[0]).toMatchObject({ state: 'breached' });
    expect(await journey.ask(`/admin/tickets/${numberOf(journey, breached)}/escalation`)).toMatchObject({
      isHeldBack: true,
    });
    expect(journey.notes(breached)).toEqual([]);
    await journey.goTo(tuesdayAt10 + 20 * minute);
    expect(journey.notes(running)).toHaveLength(1);
    expect(journey.notes(closed)).toEqual([]);
  });

  it('raises one step for what stood breached once somebody adopts it', async () => {
    const { journey, breached } = await beginWithHistory();
    const adopted = await journey.order(`/admin/tickets/${numberOf(journey, breached)}/adopt`);
    await journey.rest();

    expect(adopted.status).toBe(200);
    expect(journey.notes(breached)).toHaveLength(1);
    expect(journey.notes(breached)[0]).toContain('SLA escalation level 1');
    expect(journey.notes(breached)[0]).toContain('overdue by 1 h 30 min');
  });

  it('raises it by itself where existing breaches are to be raised', async () => {
    const { journey, breached, running, closed } = await beginWithHistory({
      environment: { ADOPT_EXISTING: 'raise' },
    });
    await journey.rest();

    expect(journey.notes(breached)).toHaveLength(1);
    expect(notesOf(journey, running, closed)).toEqual([]);
  });
});

describe.each(engines)('a service that was stopped, on %s', (engine) => {
  it('goes on from where it stood: nothing twice, nothing lost', async () => {
    const { journey, running, breached } = await beginWithHistory({ engine });
    await journey.goTo(tuesdayAt10 + 20 * minute);
    await journey.stop();
    journey.updateCase(breached, { state: '6', close_notes: 'Line repaired' });
    const opened = journey.openCase();
    await journey.start();
    await journey.rest();

    expect(journey.notes(running)).toHaveLength(1);
    expect((await journey.ticket(breached)).ticket).toMatchObject({ state: 'resolved' });
    expect((await journey.ticket(opened)).ticket).toMatchObject({ state: 'new' });
    await journey.goTo(tuesdayAt10 + 20 * minute + 4 * hour);
    expect(markersOf(journey.notes(running))).toHaveLength(2);
    expect(new Set(markersOf(journey.notes(running))).size).toBe(2);
  });

  it('finds late what fell due meanwhile, and takes one step for it', async () => {
    const { journey, running } = await beginWithHistory({ engine });
    await journey.stop();
    journey.time.leap(14 * hour);
    await journey.start();
    await journey.rest();
    expect(journey.notes(running).map((note) => note.slice(0, 22))).toEqual(['SLA escalation level 1']);

    await journey.goTo(tuesdayAt10 + 14 * hour + 3 * hour);
    expect(journey.notes(running)).toHaveLength(1);
    await journey.goTo(tuesdayAt10 + 14 * hour + 4 * hour + minute);
    expect(journey.notes(running)).toHaveLength(2);
  });

  it('sends what was decided before it was stopped', async () => {
    const { journey, running } = await beginWithHistory({ engine });
    journey.simulator.faults.add({ kind: 'maintenance', times: 'always', match: { operation: 'get' } });
    journey.time.leapTo(tuesdayAt10 + 20 * minute + 100);
    await journey.until(async () => (await journey.outbox()).some(({ lastError }) => lastError !== null));
    await journey.stop();
    expect(journey.notes(running)).toEqual([]);
    journey.simulator.faults.clear();
    await journey.start();
    await journey.rest();
    expect(journey.notes(running)).toHaveLength(1);
  });

  it('whose database was lost comes to the same messages, and finds their notes in the journal', async () => {
    const { journey, running } = await beginWithHistory({ engine, environment: { ADOPT_EXISTING: 'raise' } });
    await journey.goTo(tuesdayAt10 + 20 * minute);
    const notes = journey.notes(running);
    await journey.stop();
    const place = await newJourneyPlace(engine);
    try {
      await journey.start(place.environment);
      await journey.rest();
      expect(notes).toHaveLength(1);
      expect(journey.notes(running)).toEqual(notes);
      const delivered = (await journey.outbox()).filter(({ state }) => state === 'delivered');
      expect(delivered.map(({ id }) => id)).toContain(markersOf(notes)[0]);
      expect(delivered.map(({ attempts }) => attempts)).toEqual([0, 0]);
    } finally {
      await journey.stop();
      place.remove();
    }
  });
});

function numberOf(journey: Journey, sysId: string): string {
  return journey.simulator.instance.get(CASES, sysId)!['number']!;
}
