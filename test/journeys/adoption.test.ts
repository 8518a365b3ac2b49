import { describe, expect, it } from 'vitest';
import { beginJourney, CASES, closeJourneysAfterEach, type Journey } from '../support/journey.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);

/** An instance on which so many critical cases were overdue long before anybody looked. */
async function beginWithBreached(count: number, environment: Record<string, string> = {}) {
  const sysIds: string[] = [];
  const journey = await beginJourney({
    startsAt: tuesdayAt10,
    environment,
    before: (simulator) => {
      for (let index = 0; index < count; index++) {
        const values = {
          short_description: 'No dial tone on all lines',
          priority: '1',
          state: '1',
          contact_type: 'phone',
          opened_at: '2026-03-03 09:00:00',
        };
        sysIds.push(simulator.instance.insert(CASES, values, { by: 'agent' })['sys_id']!);
      }
    },
  });
  const number = (index: number): string => journey.simulator.instance.get(CASES, sysIds[index]!)!['number']!;
  const told = (): number[] => sysIds.map((sysId) => journey.notes(sysId).length);
  return { journey, number, told };
}

const adopt = (journey: Journey, body: object) => journey.order('/admin/tickets/adopt', body);

describe('tickets that were overdue when first mirrored', () => {
  it('raise nothing until a selection of them is adopted, then one step each, and the others still nothing', async () => {
    const { journey, number, told } = await beginWithBreached(4);
    await journey.rest();
    expect(told()).toEqual([0, 0, 0, 0]);

    const counted = await adopt(journey, { all: true, dryRun: true });
    expect(counted.body['changed']).toMatchObject({ matching: 4, done: 0 });
    await adopt(journey, { numbers: [number(1), number(3)] });
    await journey.rest();
    expect(told()).toEqual([0, 1, 0, 1]);
  });

  it('are all adopted at once, and what the storm guard then holds is not lost', async () => {
    const { journey, told } = await beginWithBreached(5, { STORM_LIMIT: '3' });
    await adopt(journey, { all: true });
    await journey.rest();
    expect(told().filter((notes) => notes === 1)).toHaveLength(3);
    expect(await journey.metric('slabridge_storm_guard_held')).toBe(1);

    expect((await journey.order('/admin/outbox/release')).body['changed']).toEqual({ released: 2 });
    await journey.rest();
    expect(told()).toEqual([1, 1, 1, 1, 1]);
  });
});
