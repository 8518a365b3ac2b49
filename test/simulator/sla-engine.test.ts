import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { officeHours } from '../../src/simulator/sla/schedule.ts';
import { CASES, insertCase, start, stoppedTime } from './support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function slasOf(simulator: Simulator, task: string, target: string) {
  return simulator.instance.find('task_sla', `task=${task}^sla.target=${target}^ORDERBYsys_created_on`);
}

describe('the instance’s own SLA engine', () => {
  it('attaches a response and a resolution SLA and completes them', async () => {
    const time = stoppedTime();
    const simulator = await start({ time, slaDurationDivisor: 1 });
    const sysId = insertCase(simulator, { priority: '1' });
    expect(slasOf(simulator, sysId, 'response')).toMatchObject([
      { stage: 'in_progress', has_breached: 'false', planned_end_time: '2026-03-02 10:30:00' },
    ]);
    time.advance(15 * MINUTE);
    simulator.instance.update(CASES, sysId, { state: '10' });
    expect(slasOf(simulator, sysId, 'response')).toMatchObject([
      {
        stage: 'completed',
        active: 'false',
        has_breached: 'false',
        percentage: '50.00',
        end_time: '2026-03-02 10:15:00',
      },
    ]);
    expect(slasOf(simulator, sysId, 'resolution')).toMatchObject([{ stage: 'in_progress' }]);
  });

  it('flags a breach at the planned end', async () => {
    const time = stoppedTime();
    const simulator = await start({ time, slaDurationDivisor: 60 });
    const sysId = insertCase(simulator, { priority: '2' });
    time.advance(29_000);
    expect(slasOf(simulator, sysId, 'response')).toMatchObject([{ has_breached: 'false' }]);
    time.advance(1500);
    expect(slasOf(simulator, sysId, 'response')).toMatchObject([{ has_breached: 'true', active: 'true' }]);
  });

  it('pauses while the customer is asked and moves the planned end when that is over', async () => {
    const time = stoppedTime();
    const simulator = await start({ time, slaDurationDivisor: 1 });
    const sysId = insertCase(simulator, { priority: '1', state: '10' });
    simulator.instance.update(CASES, sysId, { state: '18' });
    time.advance(HOUR);
    expect(slasOf(simulator, sysId, 'resolution')).toMatchObject([
      { stage: 'paused', planned_end_time: '2026-03-02 15:00:00', pause_duration: '1970-01-01 00:00:00' },
    ]);
    simulator.instance.update(CASES, sysId, { state: '10' });
    expect(slasOf(simulator, sysId, 'resolution')).toMatchObject([
      {
        stage: 'in_progress',
        planned_end_time: '2026-03-02 16:00:00',
        pause_duration: '1970-01-01 01:00:00',
      },
    ]);
  });

  it('cancels the old SLA and attaches the new one when the priority changes', async () => {
    const simulator = await start({ time: stoppedTime(), slaDurationDivisor: 1 });
    const sysId = insertCase(simulator, { priority: '2' });
    simulator.instance.update(CASES, sysId, { priority: '1' });
    const stages = slasOf(simulator, sysId, 'resolution').map((row) => row['stage']);
    expect(stages.sort()).toEqual(['cancelled', 'in_progress']);
  });

  it('counts office hours where the definition names a schedule', async () => {
    const simulator = await start({ time: stoppedTime(), slaDurationDivisor: 1 });
    const sysId = insertCase(simulator, { priority: '4' });
    // 48 hours of 8.5-hour days: seven and a half from Monday, the rest on the sixth working day.
    expect(slasOf(simulator, sysId, 'resolution')).toMatchObject([
      { planned_end_time: '2026-03-09 15:30:00' },
    ]);
  });
});

describe('office hours', () => {
  const hours = officeHours('Europe/London');

  it('add and measure across nights, weekends and the change of clocks', () => {
    const friday = Date.UTC(2026, 2, 27, 17, 0);
    const monday = Date.UTC(2026, 2, 30, 8, 30);
    // London puts its clocks forward on Sunday, 29 March 2026: 09:30 there is 08:30 UTC on Monday.
    expect(hours.add(friday, HOUR)).toBe(monday);
    expect(hours.between(friday, monday)).toBe(HOUR);
  });
});
