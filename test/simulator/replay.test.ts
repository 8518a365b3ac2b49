import { describe, expect, it } from 'vitest';
import type { LogRow } from '../../src/simulator/replay/incident-log.ts';
import { ask, start, stoppedTime } from './support.ts';

const HOUR = 3_600_000;
const LOG_START = Date.UTC(2016, 2, 1, 8);

function row(hours: number, values: Partial<LogRow>): LogRow {
  return {
    number: 'INC0000045',
    state: 'New',
    active: 'true',
    priority: '3 - Moderate',
    impact: '2 - Medium',
    urgency: '2 - Medium',
    contactType: 'Phone',
    category: 'Category 55',
    subcategory: 'Subcategory 170',
    assignmentGroup: 'Group 56',
    assignedTo: '',
    caller: 'Caller 2403',
    createdBy: 'Created by 6',
    updatedBy: 'Updated by 21',
    reassignmentCount: '0',
    reopenCount: '0',
    closedCode: 'code 5',
    openedAt: LOG_START,
    createdAt: LOG_START,
    sysModCount: 0,
    updatedAt: LOG_START + hours * HOUR,
    ...values,
  };
}

const LOG: readonly LogRow[] = [
  row(6, { state: 'Closed', active: 'false', sysModCount: 9 }),
  row(0, {}),
  row(1, { state: 'Active', sysModCount: 2, assignedTo: 'Resolver 7' }),
  row(2, { state: 'Awaiting User Info', sysModCount: 3 }),
  row(3, { state: 'Resolved', sysModCount: 5, priority: '1 - Critical' }),
  row(4, { number: 'INC0000099', state: '-100', openedAt: LOG_START + 4 * HOUR, createdAt: null }),
];

describe('the replay of an event log', () => {
  it('preloads what exists at its start and lets the rest happen at its own pace', async () => {
    const time = stoppedTime();
    const data = { rows: LOG, startAt: LOG_START + HOUR };
    const simulator = await start({ time, data, timeScale: 60 });
    const find = () => simulator.instance.find('incident', 'ORDERBYnumber');
    expect(find()).toMatchObject([
      {
        number: 'INC0000045',
        state: '2',
        incident_state: '2',
        priority: '3',
        contact_type: 'phone',
        sys_mod_count: '2',
        // An hour of the log before the start is a minute of the instance.
        opened_at: '2026-03-02 09:59:00',
        sys_updated_on: '2026-03-02 10:00:00',
        sys_updated_by: 'Updated by 21',
      },
    ]);
    time.advance(60_000);
    expect(find()).toMatchObject([{ state: '3', hold_reason: '1', sys_updated_on: '2026-03-02 10:01:00' }]);
    time.advance(60_000);
    expect(find()).toMatchObject([{ state: '6', priority: '1', resolved_at: '2026-03-02 10:02:00' }]);
    expect(find()[0]).not.toHaveProperty('closed_at');
    time.advance(60_000);
    expect(find()).toMatchObject([{ state: '6' }, { number: 'INC0000099', state: '-100' }]);
    time.advance(120_000);
    expect(find()[0]).toMatchObject({
      state: '7',
      active: 'false',
      sys_mod_count: '9',
      closed_at: '2026-03-02 10:05:00',
      close_code: 'code 5',
    });
    expect(simulator.replayLeft()).toBe(0);
  });

  it('audits what happens live, and only that', async () => {
    const time = stoppedTime();
    const simulator = await start({ time, data: { rows: LOG, startAt: LOG_START + HOUR }, timeScale: 60 });
    expect(simulator.instance.find('sys_audit')).toEqual([]);
    time.advance(300_000);
    const states = simulator.instance.find('sys_audit', 'fieldname=state^ORDERBYsys_created_on');
    expect(states.map((audit) => `${audit['oldvalue']}→${audit['newvalue']}`)).toEqual(['2→3', '3→6', '6→7']);
    expect(states[0]).toMatchObject({ record_checkpoint: '3', sys_created_on: '2026-03-02 10:01:00' });
  });

  it('dates resolution and closure of preloaded incidents by the update that brought them', async () => {
    const time = stoppedTime();
    const simulator = await start({
      time,
      data: { rows: LOG, startAt: LOG_START + 5 * HOUR },
      timeScale: 60,
    });
    expect(simulator.instance.find('incident', 'number=INC0000045')).toMatchObject([
      { state: '6', resolved_at: '2026-03-02 09:58:00' },
    ]);
  });

  it('gives groups and people of the log a record of their own', async () => {
    const simulator = await start({ time: stoppedTime(), data: { rows: LOG, startAt: LOG_START + HOUR } });
    const fields = 'sysparm_fields=assignment_group.name,assigned_to.name,caller_id.name';
    const answer = await ask(simulator, `/api/now/table/incident?${fields}`);
    expect(answer.at('result')).toEqual([
      {
        'assignment_group.name': 'Group 56',
        'assigned_to.name': 'Resolver 7',
        'caller_id.name': 'Caller 2403',
      },
    ]);
  });

  it('keeps up with thousands of updates at once', async () => {
    const time = stoppedTime();
    const rows = Array.from({ length: 20_000 }, (_, index) =>
      row(index / 1000, { number: `INC${String(index % 4000).padStart(7, '0')}`, sysModCount: index }),
    );
    const simulator = await start({ time, data: { rows, startAt: LOG_START - HOUR }, timeScale: 10_000 });
    expect(simulator.replayLeft()).toBe(20_000);
    time.advance((21 * HOUR) / 10_000 + 1000);
    expect(simulator.replayLeft()).toBe(0);
    expect(simulator.instance.find('incident').length).toBe(4000);
  });
});
