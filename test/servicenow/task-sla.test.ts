import { expect, it } from 'vitest';
import { readSlaDefinition, readTaskSla, taskSlasOf } from '../../src/servicenow/task-sla.ts';
import { HOUR_MS } from '../../src/time/instant.ts';
import { at } from '../support/observations.ts';

const sysId = 'a'.repeat(32);

it('a definition’s duration is read as an amount of time, days included, and as none where it is no plain one', () => {
  const read = (duration: string) => readSlaDefinition({ sys_id: sysId, name: 'P1', duration }).targetMs;

  expect(read('1970-01-01 05:00:00')).toBe(5 * HOUR_MS);
  expect(read('1970-01-03 00:00:00')).toBe(48 * HOUR_MS);
  expect(read('')).toBeNull();
});

it('a row is read without its elapsed values, which go stale', () => {
  const row = {
    sys_id: 'b'.repeat(32),
    sys_updated_on: '2026-02-02 10:00:05',
    task: 'c'.repeat(32),
    sla: sysId,
    stage: 'paused',
    has_breached: 'true',
    start_time: '2026-02-02 10:00:00',
    planned_end_time: '',
    timezone: '',
    percentage: '12.5',
  };

  expect(readTaskSla(row)).toEqual({
    taskSysId: 'c'.repeat(32),
    definitionSysId: sysId,
    stage: 'paused',
    hasBreached: true,
    startedAt: at('2026-02-02 10:00'),
    plannedEndAt: null,
    timezone: null,
    updatedAt: at('2026-02-02 10:00:05'),
  });
});

it('asks for rows of the mapped definitions that are active or were changed of late', () => {
  expect(taskSlasOf([sysId, 'b'.repeat(32)], at('2026-02-02 10:00'))).toBe(
    `slaIN${sysId},${'b'.repeat(32)}^active=true^ORsys_updated_on>=2026-02-02 10:00:00`,
  );
});
