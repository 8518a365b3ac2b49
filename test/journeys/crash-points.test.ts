import { describe, expect, it, vi } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { CASES } from '../support/journey.ts';
import { newJourneyPlace } from '../support/journey-database.ts';
import { readOurNotes } from '../support/journey-notes.ts';
import { serviceEnvironment, startService } from '../support/process.ts';
import { engines } from '../support/test-database.ts';

// Starting a process takes long where many others run.
vi.setConfig({ testTimeout: 180_000 });

/** A critical case that will miss its response in so many milliseconds. */
function caseBreachingIn(simulator: Simulator, ms: number): string {
  const openedAt = new Date(Date.now() - 30 * 60_000 + ms).toISOString().slice(0, 19).replace('T', ' ');
  const values = { priority: '1', state: '1', contact_type: 'phone', opened_at: openedAt };
  return simulator.instance.insert(CASES, values)['sys_id']!;
}

describe.concurrent.each(engines)('a service killed in the middle of its deliveries, on %s', (engine) => {
  it('writes every step exactly once, wherever each delivery stood', async ({ onTestFinished }) => {
    const simulator = await startSimulator();
    onTestFinished(() => simulator.close());
    const place = await newJourneyPlace(engine);
    onTestFinished(() => place.remove());
    const environment = {
      ...serviceEnvironment(simulator),
      ...place.environment,
      ADOPT_EXISTING: 'raise',
      // What was under way at the kill is sent again only when it must have ended.
      SERVICENOW_TIMEOUT_SECONDS: '4',
    };
    const isAsked = (method: string, sysId: string): boolean =>
      simulator.requests.all().some((request) => request.method === method && request.sysId === sysId);

    const first = await startService(onTestFinished, environment);
    // The first breaches alone: records that are read again together are read with one request for all of them.
    const all = [4_000, 6_000, 6_000, 6_000].map((ms) => caseBreachingIn(simulator, ms));
    const [unsent, unanswered, uncommitted] = all as [string, string, string];
    simulator.faults.add({ kind: 'timeout', match: { operation: 'get', sysId: unsent } });
    simulator.faults.add({ kind: 'timeout', match: { method: 'PATCH', sysId: unanswered } });
    simulator.faults.add({ kind: 'timeout-after-commit', match: { method: 'PATCH', sysId: uncommitted } });
    await vi.waitFor(
      async () => {
        expect(isAsked('GET', unsent)).toBe(true);
        expect(isAsked('PATCH', unanswered)).toBe(true);
        expect(isAsked('PATCH', uncommitted)).toBe(true);
        expect(
          await first.metric('slabridge_outbox_deliveries_total{action="escalation",outcome="delivered"}'),
        ).toBe(1);
      },
      { timeout: 60_000, interval: 50 },
    );
    first.signal('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    expect(all.map((sysId) => readOurNotes(simulator, sysId).length)).toEqual([0, 0, 1, 1]);

    const second = await startService(onTestFinished, environment);
    await vi.waitFor(
      async () => {
        for (const sysId of all) expect(readOurNotes(simulator, sysId)).toHaveLength(1);
        expect(await second.metric('slabridge_outbox_messages{state="delivered"}')).toBe(4);
      },
      { timeout: 90_000, interval: 100 },
    );
    expect(await second.metric('slabridge_tickets{state="new",priority="critical"}')).toBe(4);
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(all.map((sysId) => readOurNotes(simulator, sysId).length)).toEqual([1, 1, 1, 1]);
  });
});
