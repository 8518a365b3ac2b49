import { describe, expect, it } from 'vitest';
import { listFields } from '../../src/servicenow/field-map.ts';
import { observe } from '../../src/servicenow/observe.ts';
import { parseRecord, UnusableRecord } from '../../src/servicenow/record.ts';
import { parseInstant } from '../../src/time/instant.ts';
import { shippedReading } from '../support/servicenow-mapping.ts';

const reading = shippedReading('sn_customerservice_case');

const wireCase = {
  sys_id: '0123456789abcdef0123456789abcdef',
  number: 'CS0001005',
  state: '10',
  priority: '1',
  opened_at: '2026-03-02 09:00:00',
  sys_created_on: '2026-03-02 09:00:01',
  sys_updated_on: '2026-03-02 09:10:00',
  sys_updated_by: 'jane.doe',
  sys_mod_count: '4',
  first_response_time: '',
  cause: '',
  resolved_at: '',
  closed_at: '',
  contact_type: 'phone',
  account: { link: 'https://example.service-now.com/api/now/table/customer_account/aa', value: 'aa' },
  'account.name': 'Acme',
  assignment_group: '',
  'assignment_group.name': '',
  assigned_to: '',
  short_description: 'No calls',
  description: '',
  'contract.state': '',
  product: '',
};

function observeCase(changes: Record<string, unknown> = {}, changed = reading) {
  // As on the wire: a field that is undefined is not there.
  const row: unknown = JSON.parse(JSON.stringify({ ...wireCase, ...changes }));
  return observe(parseRecord(row)!, changed);
}

describe('observing a record', () => {
  it('translates a case into our words', () => {
    expect(observeCase()).toEqual({
      table: 'sn_customerservice_case',
      sysId: '0123456789abcdef0123456789abcdef',
      number: 'CS0001005',
      state: 'open',
      priority: 'critical',
      tier: 1,
      channel: 'phone',
      isChannelKnown: true,
      account: 'aa',
      accountName: 'Acme',
      serviceLine: null,
      covered: true,
      openedAt: parseInstant('2026-03-02T09:00:00Z'),
      respondedAt: null,
      diagnosed: false,
      resolvedAt: null,
      closedAt: null,
      shortDescription: 'No calls',
      description: '',
      assignmentGroup: null,
      assignedTo: null,
      updatedBy: 'jane.doe',
      sysModCount: 4,
      sysUpdatedAt: parseInstant('2026-03-02T09:10:00Z'),
      details: { account: 'aa', short_description: 'No calls', product: '', 'product.name': null },
      problems: [],
    });
  });

  it.each([
    ['1', 'new'],
    ['10', 'open'],
    ['18', 'waiting'],
    ['6', 'resolved'],
    ['3', 'closed'],
    ['7', 'cancelled'],
  ])('reads case state %s as %s', (value, state) => {
    expect(observeCase({ state: value }).state).toBe(state);
  });

  it('reads every state and priority of an incident, planning as low', () => {
    const incident = shippedReading('incident');
    const states = ['1', '2', '3', '6', '7', '8'].map((state) => observeCase({ state }, incident).state);
    const priorities = ['1', '2', '3', '4', '5'].map(
      (priority) => observeCase({ priority }, incident).priority,
    );
    expect(states).toEqual(['new', 'open', 'waiting', 'resolved', 'closed', 'cancelled']);
    expect(priorities).toEqual(['critical', 'high', 'normal', 'low', 'low']);
  });

  it('reads a change request whose choice values are negative', () => {
    expect(observeCase({ state: '-5' }, shippedReading('change_request')).state).toBe('new');
  });

  it('never guesses an unknown choice value, but reports it', () => {
    const seen = observeCase({ state: '99', priority: '', contact_type: 'carrier_pigeon' });
    expect([seen.state, seen.priority, seen.channel, seen.isChannelKnown]).toEqual([
      null,
      null,
      'other',
      false,
    ]);
    expect(seen.problems).toEqual([
      { field: 'channel', value: 'carrier_pigeon', code: 'unknown-choice' },
      { field: 'state', value: '99', code: 'unknown-choice' },
      { field: 'priority', value: '', code: 'unknown-choice' },
    ]);
  });

  it('does not take the names of object members for choice values', () => {
    expect(observeCase({ state: 'constructor' }).state).toBeNull();
    expect(observeCase({ priority: '__proto__' }).priority).toBeNull();
  });

  it('reports a state that the account may not read', () => {
    expect(observeCase({ state: undefined }).problems).toEqual([
      { field: 'state', value: '', code: 'missing-field' },
    ]);
  });

  it('reports a date that cannot be read and lives without it', () => {
    const seen = observeCase({ opened_at: '02/03/2026 09:00', resolved_at: 'UNKNOWN' });
    expect(seen.openedAt).toBe(parseInstant('2026-03-02T09:00:01Z'));
    expect(seen.resolvedAt).toBeNull();
    expect(seen.problems.map(({ field, code }) => [field, code])).toEqual([
      ['openedAt', 'bad-date'],
      ['resolvedAt', 'bad-date'],
    ]);
  });

  it('takes the support level from the assignment group, by name or sys_id', () => {
    const tiered = { ...reading, tiers: { 'Voice Engineers': 2 as const, bb: 3 as const } };
    const group = (id: string, name: string) =>
      observeCase({ assignment_group: id, 'assignment_group.name': name }, tiered);
    expect(group('cc', 'voice engineers').tier).toBe(2);
    expect(group('bb', 'Anything').tier).toBe(3);
    expect(group('dd', 'Service Desk').tier).toBe(1);
    expect(observeCase({ assignment_group: undefined }, tiered).tier).toBeNull();
  });

  it('is not covered while the contract is cancelled', () => {
    expect(observeCase({ 'contract.state': 'cancelled' }).covered).toBe(false);
    expect(observeCase({ 'contract.state': 'active' }).covered).toBe(true);
    expect(observeCase({ 'contract.state': undefined }).covered).toBeNull();
  });

  it('reads response, diagnosis and service line from the configured fields', () => {
    const { mapping } = reading;
    const fields = { ...mapping.fields, serviceLine: 'product.name' };
    const lined = { ...reading, mapping: { ...mapping, fields, serviceLines: { 'Unity Voice': 'UCC' } } };
    const seen = observeCase(
      { first_response_time: '2026-03-02 09:05:00', cause: 'SBC', 'product.name': 'Unity Voice' },
      lined,
    );
    expect(seen.respondedAt).toBe(parseInstant('2026-03-02T09:05:00Z'));
    expect(seen.diagnosed).toBe(true);
    expect(seen.serviceLine).toBe('UCC');
    expect(observeCase({ 'product.name': 'Fibre' }, lined).serviceLine).toBe('Fibre');
  });

  it('refuses a record that cannot be placed', () => {
    expect(() => observeCase({ sys_id: 'X' })).toThrow(UnusableRecord);
    expect(() => observeCase({ sys_updated_on: undefined })).toThrow(/sys_updated_on/);
  });
});

describe('the fields that are asked for', () => {
  it('are the system fields and the configured ones, each once', () => {
    const fields = listFields(reading.mapping);
    expect(fields).toEqual(
      expect.arrayContaining(['sys_id', 'sys_updated_on', 'state', 'contract.state', 'product']),
    );
    expect(new Set(fields).size).toBe(fields.length);
    expect(fields).not.toContain(null);
  });
});
