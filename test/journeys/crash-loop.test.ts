import { describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { CASES } from '../support/journey.ts';
import { newJourneyPlace } from '../support/journey-database.ts';
import { markersOf, readOurNotes } from '../support/journey-notes.ts';
import { serviceEnvironment, startService } from '../support/process.ts';
import { engines } from '../support/test-database.ts';

/** So often the service is killed; `KILLS=200` for a long run. */
const kills = Number(process.env['KILLS'] ?? 6);
/** Printed with a failure; `SEED=…` repeats the same moments. */
const seed = process.env['SEED'] ?? String(Date.now());

vi.setConfig({ testTimeout: 120_000 + kills * 30_000 });

const pause = (realMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, realMs));

/** A linear congruential generator: the moments need to be repeatable, not good. */
function randomFrom(text: string): (most: number) => number {
  let state = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/** A desk on which cases come in that breach a moment later, some of them worked on meanwhile. */
function openBusyDesk(simulator: Simulator, random: (most: number) => number) {
  const sysIds: string[] = [];
  const work = (): void => {
    const openedAt = Date.now() - 30 * 60_000 + random(4000);
    const wire = new Date(openedAt).toISOString().slice(0, 19).replace('T', ' ');
    const values = { priority: '1', state: '1', contact_type: 'phone', opened_at: wire };
    sysIds.push(simulator.instance.insert(CASES, values)['sys_id']!);
    const touched = sysIds[random(sysIds.length)]!;
    simulator.instance.update(
      CASES,
      touched,
      { short_description: `Touched ${sysIds.length}` },
      { by: 'agent' },
    );
  };
  const timer = setInterval(work, 300);
  return { sysIds, close: () => clearInterval(timer) };
}

describe.concurrent.each(engines)(`a service killed again and again, on %s (seed ${seed})`, (engine) => {
  it('writes every step exactly once and loses no ticket', async ({ onTestFinished }) => {
    const random = randomFrom(seed + engine);
    const simulator = await startSimulator();
    onTestFinished(() => simulator.close());
    const place = await newJourneyPlace(engine);
    onTestFinished(() => place.remove());
    const environment = {
      ...serviceEnvironment(simulator),
      ...place.environment,
      ADOPT_EXISTING: 'raise',
      STORM_LIMIT: '100000',
      // What was under way at a kill is sent again only when it must have ended.
      SERVICENOW_TIMEOUT_SECONDS: '4',
    };
    // Some answers never come, so that kills meet deliveries that nobody knows the outcome of.
    simulator.faults.add({ kind: 'reset-after-commit', probability: 0.1, match: { method: 'PATCH' } });
    simulator.faults.add({ kind: 'delay', delayMs: 400, probability: 0.3, match: { method: 'PATCH' } });
    const desk = openBusyDesk(simulator, random);
    onTestFinished(() => desk.close());
    for (let kill = 0; kill < kills; kill++) {
      const service = await startService(onTestFinished, environment);
      await pause(random(3000));
      service.signal('SIGKILL');
      await service.ended;
    }
    desk.close();
    simulator.faults.clear();

    const last = await startService(onTestFinished, environment);
    const { sysIds } = desk;
    await vi.waitFor(
      async () => {
        for (const sysId of sysIds) expect(readOurNotes(simulator, sysId), sysId).toHaveLength(1);
        expect(await last.metric('slabridge_outbox_messages{state="delivered"}')).toBe(sysIds.length);
      },
      { timeout: 100_000, interval: 200 },
    );
    const { total } = await last.ask<{ total: number }>('/admin/tickets');
    expect(total).toBe(sysIds.length);
    last.signal('SIGTERM');
    expect(await last.ended).toBe(0);
    const markers = sysIds.flatMap((sysId) => markersOf(readOurNotes(simulator, sysId)));
    expect(new Set(markers).size).toBe(sysIds.length);
    expect(markers).toHaveLength(sysIds.length);
  });
});
