import { describe, expect, it } from 'vitest';
import { beginJourney, closeJourneysAfterEach } from '../support/journey.ts';
import { minute } from '../support/story.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);
const second = 1000;

/** A case that has just breached, its PATCH met by a fault. */
async function beginInDelivery(fault: { kind: string; delayMs?: number }) {
  const journey = await beginJourney({ startsAt: tuesdayAt10 });
  const sysId = journey.openCase({}, tuesdayAt10 - 20 * minute);
  await journey.sync();
  journey.simulator.faults.add({ ...fault, match: { method: 'PATCH' } });
  journey.time.leapTo(tuesdayAt10 + 10 * minute);
  await journey.until(() => journey.simulator.requests.all().some(({ method }) => method === 'PATCH'));
  return { journey, sysId };
}

const pause = (realMs: number) => new Promise((resolve) => setTimeout(resolve, realMs));

describe('a service that is told to stop', () => {
  it('is not ready any more at once, and ends what is under way', async () => {
    const { journey, sysId } = await beginInDelivery({ kind: 'delay', delayMs: 5 * second });
    const stopping = journey.stop();
    await journey.until(async () => (await journey.probe('/readyz')) === 503);
    expect(await journey.probe('/startupz')).toBe(503);
    expect(await journey.probe('/livez')).toBe(200);
    journey.time.leap(5 * second);
    await stopping;

    expect(journey.notes(sysId)).toHaveLength(1);
    await journey.start();
    expect((await journey.outbox()).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['delivered', 1],
    ]);
    await journey.rest();
    expect(journey.notes(sysId)).toHaveLength(1);
  });

  it('cuts off after 20 s what hangs, and finds out at the next start what came of it', async () => {
    const { journey, sysId } = await beginInDelivery({ kind: 'timeout-after-commit' });
    let isStopped = false;
    const stopping = journey.stop().then(() => {
      isStopped = true;
    });
    await pause(100);
    journey.time.leap(18 * second);
    await pause(100);
    expect(isStopped).toBe(false);
    journey.time.leap(2 * second);
    await stopping;

    await journey.start();
    await journey.until(async () => {
      journey.time.leap(second);
      return (await journey.outbox()).every(({ state }) => state === 'delivered');
    });
    expect(journey.notes(sysId)).toHaveLength(1);
  });
});
