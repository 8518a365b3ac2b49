import { describe, expect, it } from 'vitest';
import { listEnabledTables, ServiceNowMapping } from '../../src/servicenow/mapping.ts';
import { shippedMapping, shippedMappingData } from '../support/servicenow-mapping.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tests damage plain data at will.
type Damaged = any;

function faultsAfter(change: (data: Damaged) => void): string[] {
  const data: Damaged = structuredClone(shippedMappingData());
  change(data);
  const { error } = ServiceNowMapping.safeParse(data);
  return (error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('the shipped mapping', () => {
  it('mirrors cases and nothing else', () => {
    expect(listEnabledTables(shippedMapping)).toEqual(['sn_customerservice_case']);
  });

  it('knows incidents, problems and change requests too', () => {
    expect(Object.keys(shippedMapping.tables)).toEqual([
      'sn_customerservice_case',
      'incident',
      'problem',
      'change_request',
    ]);
  });
});

describe('a mapping that is wrong', () => {
  it('is told every fault at once, each with its path', () => {
    const faults = faultsAfter((data) => {
      data.instance.pageSize = 0;
      data.tables.incident.query = 'active=true^NQactive=false';
      data.tables.incident.states['9'] = 'done';
      data.tables.problem.fields.state = 'State!';
      data.tiers = { Desk: 7 };
      data.writeBack = { fields: { work_notes: 'level' }, handoverGroups: { 2: 'Voice' } };
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'instance.pageSize',
      'tables.incident.query',
      'tables.incident.states.9',
      'tables.problem.fields.state',
      'tiers.Desk',
      'writeBack.handoverGroups.2',
      'writeBack.fields.work_notes',
    ]);
  });

  it('may not leave every table off', () => {
    const faults = faultsAfter((data) => {
      data.tables.sn_customerservice_case.enabled = false;
    });
    expect(faults).toEqual(['tables: no table is enabled; set enabled: true for at least one']);
  });

  it('may not contain a setting that does not exist', () => {
    const faults = faultsAfter((data) => {
      data.tables.incident.fieldz = {};
    });
    expect(faults).toHaveLength(1);
  });
});
