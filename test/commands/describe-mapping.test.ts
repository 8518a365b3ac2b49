import path from 'node:path';
import { expect, test } from 'vitest';
import { describeMapping } from '../../src/commands/describe-mapping.ts';
import { readConfigFile } from '../../src/config/read-config-file.ts';
import { ServiceNowMapping, type TableMapping } from '../../src/servicenow/mapping.ts';
import { shippedPolicyFile } from '../support/story.ts';

const shipped = readConfigFile(
  path.join(path.dirname(shippedPolicyFile), 'servicenow.yaml'),
  ServiceNowMapping,
);
const cases = shipped.tables['sn_customerservice_case']!;

/** What is said of one table that differs from the shipped one. */
function saidOf(change: Partial<TableMapping>): readonly string[] {
  return describeMapping({ ...shipped, tables: { cases: { ...cases, ...change } } })[0]!.sentences;
}

test('a table that is not synchronised says only that', () => {
  expect(saidOf({ enabled: false })).toEqual(['Not synchronised (enabled: false).']);
});

test('a query that narrows the table is mentioned', () => {
  const query = ServiceNowMapping.parse({
    ...shipped,
    tables: { cases: { ...cases, query: 'account=abc' } },
  }).tables['cases']!.query;
  expect(saidOf({ query })[0]).toBe('Only the records of the configured query are mirrored.');
  expect(saidOf({ query: null })[0]).toBe('Every record is mirrored.');
});

test('fields that a table does not have are named as unknown', () => {
  const fields = { ...cases.fields, channel: null, respondedAt: null, diagnosed: null, serviceLine: null };
  expect(saidOf({ fields })).toEqual(
    expect.arrayContaining([
      'Channel: not known.',
      'Opened at opened_at; responded at the first version that is not new.',
      'Diagnosed: no field says so.',
      'Service line: not known; the last policy is for every ticket.',
    ]),
  );
});

test('service lines and cover are said value by value', () => {
  const fields = { ...cases.fields, serviceLine: 'u_line' };
  const coverage = [
    { field: 'contract.state', cancelledWhen: ['cancelled', 'expired'] },
    { field: 'u_service', cancelledWhen: ['ended'] },
  ];
  expect(saidOf({ fields, serviceLines: { ucc: 'UCC' }, coverage }).slice(-2)).toEqual([
    'Service line (u_line): ucc is UCC; any other as it stands.',
    'Not covered while contract.state is cancelled or expired, or u_service is ended.',
  ]);
  expect(saidOf({ fields, serviceLines: {}, coverage: [] }).slice(-2)).toEqual([
    'Service line (u_line): as it stands.',
    'Every ticket is covered.',
  ]);
});

test('support levels and what is written back come last', () => {
  const group = '0'.repeat(32);
  const changed = {
    ...shipped,
    tiers: { Specialists: 3 } as const,
    writeBack: { ...shipped.writeBack, handoverGroups: { 2: group }, fields: { u_level: 'level' } as const },
  };
  expect(describeMapping(changed).at(-1)!.sentences).toEqual([
    'Assignment groups: Specialists is level 3, any other is level 1.',
    `A hand-over writes the assignment group: level 2 to ${group}.`,
    'An escalation also fills u_level with the level.',
  ]);
  expect(describeMapping(shipped).at(-1)!.sentences).toEqual([
    'Assignment groups: Level 1 Technicians is level 1, Level 2 Engineers is level 2, Level 3 Specialists is level 3, Level 4 Infrastructure is level 4, any other is level 1.',
    'A hand-over is asked for; no assignment group is written.',
    'No further fields are written.',
  ]);
});

test('the comparison with ServiceNow’s own SLA engine is told, also that there is none', () => {
  const drift = { definitions: { 'Priority 1 response': 'response' } as const, everyMinutes: 15 as const };
  const told = (mapping: typeof shipped): string[] => [
    ...describeMapping(mapping).find(({ heading }) => heading.includes('SLA engine'))!.sentences,
  ];

  expect(told(shipped)).toEqual(["Clocks are not compared with ServiceNow's own."]);
  expect(told({ ...shipped, drift })).toEqual([
    "Every 15 minutes clocks are compared with ServiceNow's own: Priority 1 response is response.",
  ]);
});
