import { z } from 'zod';
import { channels, clockKinds, priorities, ticketStates } from '../vocabulary.ts';
import { parseBaseFilter } from './base-filter.ts';
import { TABLE_NAME } from './record.ts';

const FieldName = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/,
    'is no field name; write it as ServiceNow does, e.g. opened_at or contract.state',
  );
/** Null: this table has no such field. */
const OptionalFieldName = FieldName.nullable();

const BaseFilterText = z.string().transform((text, context) => {
  const reading = parseBaseFilter(text);
  if (reading.ok) return reading.filter;
  context.addIssue({ code: 'custom', message: `is no query that can be used: ${reading.fault}` });
  return z.NEVER;
});

const SysId = z.string().regex(/^[0-9a-f]{32}$/, 'is no sys_id; it has 32 lower-case hexadecimal digits');
const TierNumber = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], 'must be 1, 2, 3 or 4');

/** Choice values of ServiceNow to our words. */
function choicesTo<Word extends string>(words: readonly [Word, ...Word[]]) {
  return z
    .record(z.string(), z.enum(words, `must be one of ${words.join(', ')}`))
    .refine((choices) => Object.keys(choices).length > 0, 'needs at least one choice value');
}

const Fields = z.strictObject({
  number: FieldName,
  state: FieldName,
  priority: FieldName,
  openedAt: FieldName,
  respondedAt: OptionalFieldName,
  diagnosed: OptionalFieldName,
  resolvedAt: OptionalFieldName,
  closedAt: OptionalFieldName,
  channel: OptionalFieldName,
  account: OptionalFieldName,
  accountName: OptionalFieldName,
  serviceLine: OptionalFieldName,
  assignmentGroup: OptionalFieldName,
  assignmentGroupName: OptionalFieldName,
  assignedTo: OptionalFieldName,
  shortDescription: OptionalFieldName,
  description: OptionalFieldName,
});

/** A ticket is not covered while the field shows one of the values. */
const CoverageRule = z.strictObject({
  field: FieldName,
  cancelledWhen: z.array(z.string().min(1)).min(1, 'needs at least one value'),
});

export const TableMapping = z.strictObject({
  enabled: z.boolean(),
  query: BaseFilterText.nullable().default(null),
  fields: Fields,
  states: choicesTo(ticketStates),
  priorities: choicesTo(priorities),
  channels: choicesTo(channels),
  serviceLines: z.record(z.string(), z.string().min(1)).default({}),
  coverage: z.array(CoverageRule).default([]),
  detailFields: z.array(FieldName).default([]),
});
export type TableMapping = z.infer<typeof TableMapping>;

/** What an extra field may be filled with at an escalation. */
export const writeBackFacts = ['level', 'position', 'clock', 'breachedAt', 'nextEscalationAt'] as const;
export type WriteBackFact = (typeof writeBackFacts)[number];

const WriteBack = z.strictObject({
  handoverGroups: z.partialRecord(z.enum(['2', '3', '4']), SysId).default({}),
  fields: z
    .record(
      z
        .string()
        .regex(/^[ux]_[a-z0-9_]+$/, 'only fields of your own, which begin with u_ or x_, are written'),
      z.enum(writeBackFacts, `must be one of ${writeBackFacts.join(', ')}`),
    )
    .default({}),
});

const Instance = z.strictObject({
  pageSize: z.int().min(1).max(10_000),
  concurrency: z.int().min(1).max(64),
  requestsPerSecond: z.number().positive().nullable(),
  maxReplyMegabytes: z.number().positive().max(512),
});

/** How our clocks are compared with the instance's own SLA engine; with no definition mapped they are not. */
const Drift = z.strictObject({
  /** SLA definitions (`contract_sla`), by name or sys_id, to the clock that they measure. */
  definitions: z
    .record(z.string().min(1), z.enum(clockKinds, `must be one of ${clockKinds.join(', ')}`))
    .default({}),
  everyMinutes: z.literal([5, 10, 15, 20, 30, 60], 'must be 5, 10, 15, 20, 30 or 60').default(15),
});

/** `config/servicenow.yaml`: how the instance is asked, and what its fields and choice values mean. */
export const ServiceNowMapping = z.strictObject({
  instance: Instance,
  tables: z
    .record(z.string().regex(TABLE_NAME, 'is no table name'), TableMapping)
    .refine(
      (tables) => Object.values(tables).some((table) => table.enabled),
      'no table is enabled; set enabled: true for at least one',
    ),
  /** Assignment groups, by name or sys_id, to support levels; every other group is level 1. */
  tiers: z.record(z.string().min(1), TierNumber).default({}),
  writeBack: WriteBack.default({ handoverGroups: {}, fields: {} }),
  drift: Drift.default({ definitions: {}, everyMinutes: 15 }),
});
export type ServiceNowMapping = z.infer<typeof ServiceNowMapping>;

/** The tables that are synchronised, in the order of the file. */
export function listEnabledTables(mapping: ServiceNowMapping): string[] {
  return Object.entries(mapping.tables).flatMap(([table, { enabled }]) => (enabled ? [table] : []));
}
