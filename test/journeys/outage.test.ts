import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { beginJourney, CASES, closeJourneysAfterEach, type Journey } from '../support/journey.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { hour, minute } from '../support/story.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);
const second = 1000;

interface Check {
  readonly status: string;
  readonly output?: string;
}

async function healthOf(journey: Journey): Promise<{ status: string; checks: Record<string, Check> }> {
  type Health = { status: string; checks: Record<string, Check[]> };
  const { status, checks } = await journey.ask<Health>('/admin/health');
  return {
    status,
    checks: Object.fromEntries(Object.entries(checks).map(([name, [only]]) => [name, only!])),
  };
}

/** Lets at most half a minute pass until health says this word. */
async function untilHealth(journey: Journey, status: string): Promise<void> {
  const begunAt = journey.time.now();
  await journey.until(async () => {
    if ((await healthOf(journey)).status === status) return true;
    journey.time.leap(second);
    return false;
  });
  expect(journey.time.now() - begunAt).toBeLessThanOrEqual(40 * second);
}

async function untilMirrored(journey: Journey, count: number): Promise<void> {
  await journey.until(async () => {
    journey.time.leap(second);
    return (await journey.ask<{ total: number }>('/admin/tickets')).total === count;
  });
}

let comesBack: Simulator | null = null;
afterEach(async () => {
  await comesBack?.close();
  comesBack = null;
});

describe('a service that is started although the instance cannot be used', () => {
  it('with the wrong password serves, says what to check, and goes on by itself once it is accepted', async () => {
    const journey = await beginJourney({
      startsAt: tuesdayAt10,
      environment: { SERVICENOW_PASSWORD: 'changed-yesterday' },
      before: (simulator) => simulator.generate({ count: 3 }),
    });
    await untilHealth(journey, 'warn');
    const { checks } = await healthOf(journey);
    expect(checks['servicenow:exchanges']?.output).toContain('ServiceNow rejects the credential.');
    expect(checks['servicenow:exchanges']?.output).toContain('check SERVICENOW_AUTH');
    expect(JSON.stringify(checks)).not.toContain('changed-yesterday');
    expect(await journey.probe('/readyz')).toBe(200);

    const account = journey.simulator.access.accounts.findIndex(({ userName }) => userName === 'sla.bridge');
    const known = journey.simulator.access.accounts[account]!;
    journey.simulator.access.accounts[account] = { ...known, password: 'changed-yesterday' };
    await untilMirrored(journey, 3);
    expect((await healthOf(journey)).status).toBe('pass');
  });

  it('does not hammer an instance that rejects its credential', async () => {
    const journey = await beginJourney({
      startsAt: tuesdayAt10,
      environment: { SERVICENOW_PASSWORD: 'wrong', POLL_INTERVAL_SECONDS: '1' },
    });
    for (let passed = 0; passed < 60; passed++) {
      journey.time.leap(second);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(journey.simulator.requests.all().length).toBeLessThan(20);
  });

  it('with an unreachable host serves, says so, and goes on by itself once it is there', async () => {
    const port = await freePort();
    const journey = await beginJourney({
      startsAt: tuesdayAt10,
      environment: { SERVICENOW_URL: `http://127.0.0.1:${port}` },
    });
    await untilHealth(journey, 'warn');
    expect((await healthOf(journey)).checks['servicenow:exchanges']?.output).toContain(
      'ServiceNow cannot be reached: the instance refuses connections; check SERVICENOW_URL',
    );
    expect(await journey.probe('/readyz')).toBe(200);
    expect(await journey.probe('/startupz')).toBe(200);

    comesBack = await startSimulator({ port, time: journey.time });
    comesBack.generate({ count: 4 });
    await untilMirrored(journey, 4);
    expect((await healthOf(journey)).status).toBe('pass');
  });

  it('with a table that the instance does not have says so, and goes on with the others', async () => {
    const { [CASES]: cases } = shippedMapping.tables;
    const mapping = {
      ...shippedMapping,
      tables: { [CASES]: cases!, u_complaint: { ...cases!, enabled: true } },
    };
    const journey = await beginJourney({
      startsAt: tuesdayAt10,
      mapping,
      before: (simulator) => simulator.generate({ count: 5 }),
    });
    await untilMirrored(journey, 5);
    await untilHealth(journey, 'warn');
    const { checks } = await healthOf(journey);
    expect(checks['sync:u_complaint']).toMatchObject({ status: 'warn' });
    expect(checks['sync:u_complaint']?.output).toContain(
      'The instance has no such table. Check the tables in',
    );
    expect(checks[`sync:${CASES}`]).toMatchObject({ status: 'pass' });
  });
});

describe('an instance that goes away while the service runs', () => {
  it('is told within half a minute, and what was decided meanwhile is written when it is back', async () => {
    const journey = await beginJourney({ startsAt: tuesdayAt10 });
    const sysId = journey.openCase({}, tuesdayAt10 - 20 * minute);
    await journey.sync();
    journey.simulator.faults.add({ kind: 'reset', times: 'always' });
    await untilHealth(journey, 'warn');
    journey.time.leapTo(tuesdayAt10 + 10 * minute);
    await journey.until(async () => (await journey.outbox()).length === 1);
    expect(journey.notes(sysId)).toEqual([]);

    journey.simulator.faults.clear();
    await journey.until(async () => {
      journey.time.leap(second);
      return journey.notes(sysId).length === 1;
    });
    await journey.rest();
    expect((await healthOf(journey)).status).toBe('pass');
    expect(journey.notes(sysId)).toHaveLength(1);
  });

  it('does not stop the clocks: breaches are seen at their instants all the same', async () => {
    const journey = await beginJourney({ startsAt: tuesdayAt10, environment: { WRITE_BACK: 'off' } });
    const sysId = journey.openCase({}, tuesdayAt10 - 20 * minute);
    await journey.sync();
    journey.simulator.faults.add({ kind: 'maintenance', times: 'always' });
    journey.time.leapTo(tuesdayAt10 + 10 * minute);
    await journey.until(async () => (await journey.ticket(sysId)).escalations.length === 1);
    expect((await journey.ticket(sysId)).escalations[0]!.at.slice(0, 19)).toBe('2026-03-03T10:10:00');
  });
});

describe("the instance's clock", () => {
  it('is the one by which SLAs are judged, however far it is from ours, and health tells how far', async () => {
    const journey = await beginJourney({
      startsAt: tuesdayAt10,
      environment: { POLL_INTERVAL_SECONDS: '5' },
      before: (simulator) => simulator.clock.setSkew(-3 * hour),
    });
    const sysId = journey.openCase({}, tuesdayAt10 - 3 * hour - 29 * minute);
    await journey.sync();
    expect((await journey.ticket(sysId)).clocks[0]).toMatchObject({ state: 'running' });
    expect((await healthOf(journey)).checks['servicenow:clockSkew']).toMatchObject({ status: 'warn' });
    expect(await journey.metric('slabridge_servicenow_clock_skew_seconds')).toBeCloseTo(-10_800, -1);

    journey.time.leapTo(tuesdayAt10 + minute);
    await journey.until(async () => (await journey.ticket(sysId)).escalations.length === 1);
    const raisedAt = Date.parse((await journey.ticket(sysId)).escalations[0]!.at);
    expect(Math.abs(raisedAt - (tuesdayAt10 - 3 * hour + minute))).toBeLessThan(2 * second);
    await journey.rest();
    expect(journey.notes(sysId)[0]).toContain('due 2026-03-03 07:01:00 UTC');
  });

  it('is remembered: a start while the instance is away judges nothing by another', async () => {
    const journey = await beginJourney({
      startsAt: tuesdayAt10,
      before: (simulator) => simulator.clock.setSkew(-3 * hour),
    });
    const sysId = journey.openCase({}, tuesdayAt10 - 3 * hour - 10 * minute);
    await journey.sync();
    await journey.stop();
    journey.simulator.faults.add({ kind: 'reset', times: 'always' });
    await journey.start();
    for (let looks = 0; looks < 5; looks++) {
      journey.time.leap(second);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { clocks, escalations } = await journey.ticket(sysId);
    expect([clocks[0]!['state'], escalations]).toEqual(['running', []]);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
