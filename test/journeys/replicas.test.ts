import { describe, expect, it } from 'vitest';
import { beginJourney, closeJourneysAfterEach } from '../support/journey.ts';
import { markersOf } from '../support/journey-notes.ts';
import { hour, minute } from '../support/story.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);

describe('three services on one PostgreSQL', () => {
  it('write every step once between them, and go on when one of them is stopped', async () => {
    const journey = await beginJourney({ engine: 'postgres', startsAt: tuesdayAt10 });
    const sysIds = Array.from({ length: 12 }, () => journey.openCase({}, tuesdayAt10 - 20 * minute));
    await journey.startReplica();
    const stopped = await journey.startReplica();
    await journey.sync();
    await journey.goTo(tuesdayAt10 + 10 * minute);
    await journey.rest();
    expect(sysIds.map((sysId) => journey.notes(sysId).length)).toEqual(Array(12).fill(1));
    const escalated = 'slabridge_escalations_total{level="1",route="direct",trigger="response"}';
    expect(await journey.metric(escalated)).toBeLessThanOrEqual(12);

    await stopped.stop();
    await journey.goTo(tuesdayAt10 + 10 * minute + 4 * hour + 1000);
    await journey.rest();
    const markers = sysIds.flatMap((sysId) => markersOf(journey.notes(sysId)));
    expect(markers).toHaveLength(24);
    expect(new Set(markers).size).toBe(24);
    const patches = journey.simulator.requests.all().filter(({ method }) => method === 'PATCH');
    expect(patches).toHaveLength(24);
  });
});
