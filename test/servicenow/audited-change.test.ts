import { describe, expect, it } from 'vitest';
import {
  listAuditedFields,
  listUnplacedGroups,
  readAuditedChange,
} from '../../src/servicenow/audited-change.ts';
import { at } from '../support/observations.ts';
import { shippedReading } from '../support/servicenow-mapping.ts';

const table = 'sn_customerservice_case';
const engineers = 'b'.repeat(32);
const reading = { ...shippedReading(table), groupNames: new Map([[engineers, 'Level 2 Engineers']]) };

const row = {
  sys_id: 'c'.repeat(32),
  documentkey: 'a'.repeat(32),
  fieldname: 'state',
  oldvalue: '1',
  newvalue: '10',
  record_checkpoint: '3',
  sys_created_on: '2026-03-02 10:00:05',
};

describe('a row of the audit trail', () => {
  it('is a change from one word of ours to another', () => {
    expect(readAuditedChange(row, reading)).toEqual({
      sysId: 'a'.repeat(32),
      at: at('2026-03-02 10:00:05'),
      sysModCount: 3,
      before: { state: 'new' },
      after: { state: 'open' },
      problems: [],
    });
  });

  it.each([
    ['priority', '3', '1', { priority: 'normal' }, { priority: 'critical' }],
    ['state', '10', '99', { state: 'open' }, { state: null }],
    ['cause', '', 'A loose cable', { diagnosed: false }, { diagnosed: true }],
    ['resolved_at', '', '2026-03-02 11:00:00', { resolvedAt: null }, { resolvedAt: at('2026-03-02 11:00') }],
    ['assignment_group', '', engineers, { tier: 1 }, { tier: 2 }],
    ['assignment_group', engineers, 'd'.repeat(32), { tier: 2 }, { tier: null }],
  ])('of %s: "%s" to "%s"', (fieldname, oldvalue, newvalue, before, after) => {
    expect(readAuditedChange({ ...row, fieldname, oldvalue, newvalue }, reading)).toMatchObject({
      before,
      after,
    });
  });

  it.each([
    ['state', '10', '99', [{ field: 'state', value: '99', code: 'unknown-choice' }]],
    ['state', '', '1', []],
    ['resolved_at', '', 'soon', [{ field: 'resolvedAt', value: 'soon', code: 'bad-date' }]],
  ])('of %s, "%s" to "%s", says so where it uses a word unknown to us', (fieldname, oldvalue, newvalue, problems) => {
    expect(readAuditedChange({ ...row, fieldname, oldvalue, newvalue }, reading)?.problems).toEqual(problems);
  });

  it('without a number is placed by its time alone', () => {
    expect(readAuditedChange({ ...row, record_checkpoint: '' }, reading)?.sysModCount).toBe(null);
  });

  it.each([
    ['of a field that no clock depends on', { fieldname: 'short_description' }],
    ['without a record', { documentkey: '' }],
    ['without a time', { sys_created_on: 'yesterday' }],
  ])('%s says nothing', (_name, changes) => {
    expect(readAuditedChange({ ...row, ...changes }, reading)).toBe(null);
  });
});

it('only fields of the record itself are asked for: those of other records have trails of their own', () => {
  const fields = listAuditedFields(reading.mapping);

  expect(fields).toEqual(expect.arrayContaining(['state', 'priority', 'assignment_group', 'cause']));
  expect(fields.filter((field) => field.includes('.'))).toEqual([]);
});

it('groups are looked up by name where no support level names them by sys_id', () => {
  const rows = [
    { ...row, fieldname: 'assignment_group', oldvalue: engineers, newvalue: 'e'.repeat(32) },
    { ...row, fieldname: 'assignment_group', oldvalue: '', newvalue: engineers },
    row,
  ];

  expect(listUnplacedGroups(rows, reading.mapping, reading.tiers)).toEqual([engineers, 'e'.repeat(32)]);
  expect(listUnplacedGroups(rows, reading.mapping, { [engineers]: 2 })).toEqual(['e'.repeat(32)]);
  expect(listUnplacedGroups(rows, reading.mapping, {})).toEqual([]);
});
