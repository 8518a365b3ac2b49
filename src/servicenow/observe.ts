import type { Instant } from '../time/instant.ts';
import type { TicketProblem, Tier } from '../vocabulary.ts';
import type { ServiceNowMapping, TableMapping } from './mapping.ts';
import type { Observation } from './observation.ts';
import { readChoice, readDate, report } from './read-value.ts';
import { readStamp, type ServiceNowRecord } from './record.ts';

/** The part of the configuration by which the records of one table are understood. */
export interface TableReading {
  readonly table: string;
  readonly mapping: TableMapping;
  readonly tiers: ServiceNowMapping['tiers'];
}

/**
 * Translates one record of ServiceNow into our words. Whatever cannot be understood is null and listed in `problems`
 * (`unknown-choice`, `bad-date`, `missing-field`): never guessed, never dropped.
 * Throws {@link UnusableRecord} for a record without sys_id or update stamp, which cannot be placed at all.
 */
export function observe(record: ServiceNowRecord, reading: TableReading): Observation {
  const { table, mapping, tiers } = reading;
  const { fields } = mapping;
  const problems: TicketProblem[] = [];
  const { sysId, updatedAt } = readStamp(record);
  const text = (field: string | null): string => (field === null ? '' : (record[field] ?? ''));
  const optional = (field: string | null): string | null => text(field) || null;
  const date = (name: string, field: string | null): Instant | null => readDate(name, text(field), problems);
  const channel = readChannel(optional(fields.channel), mapping, problems);

  return {
    table,
    sysId,
    number: text(fields.number) || sysId,
    state: readChoice('state', record[fields.state], mapping.states, problems),
    priority: readChoice('priority', record[fields.priority], mapping.priorities, problems),
    tier: readTier(record, fields, tiers),
    channel: channel ?? 'other',
    isChannelKnown: channel !== null,
    account: optional(fields.account),
    accountName: optional(fields.accountName),
    serviceLine: readServiceLine(optional(fields.serviceLine), mapping),
    covered: readCoverage(record, mapping),
    openedAt: date('openedAt', fields.openedAt) ?? date('openedAt', 'sys_created_on'),
    respondedAt: date('respondedAt', fields.respondedAt),
    diagnosed: text(fields.diagnosed).trim() !== '',
    resolvedAt: date('resolvedAt', fields.resolvedAt),
    closedAt: date('closedAt', fields.closedAt),
    shortDescription: text(fields.shortDescription),
    description: text(fields.description),
    assignmentGroup: optional(fields.assignmentGroupName) ?? optional(fields.assignmentGroup),
    assignedTo: optional(fields.assignedTo),
    updatedBy: optional('sys_updated_by'),
    sysModCount: readCount(text('sys_mod_count'), problems),
    sysUpdatedAt: updatedAt,
    details: Object.fromEntries(mapping.detailFields.map((field) => [field, record[field] ?? null])),
    problems,
  };
}

function readChannel(value: string | null, mapping: TableMapping, problems: TicketProblem[]) {
  return value === null ? null : readChoice('channel', value, mapping.channels, problems);
}

function readCount(text: string, problems: TicketProblem[]): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  report(problems, 'sysModCount', text, 'bad-number');
  return 0;
}

/** By the group's name or sys_id; a group that no tier names, and no group at all, is the first level. */
function readTier(
  record: ServiceNowRecord,
  fields: TableMapping['fields'],
  tiers: ServiceNowMapping['tiers'],
): Tier | null {
  if (fields.assignmentGroup === null) return 1;
  const group = record[fields.assignmentGroup];
  if (group === undefined) return null;
  const name = fields.assignmentGroupName === null ? '' : (record[fields.assignmentGroupName] ?? '');
  return findTier(group, tiers) ?? findTier(name, tiers) ?? 1;
}

/** The support level that the mapping gives a group, by its name or sys_id; null where it names none. */
export function findTier(group: string, tiers: ServiceNowMapping['tiers']): Tier | null {
  const wanted = group.trim().toLowerCase();
  const found = Object.entries(tiers).find(([key]) => key.trim().toLowerCase() === wanted);
  return found?.[1] ?? null;
}

function readServiceLine(value: string | null, mapping: TableMapping): string | null {
  if (value === null) return null;
  return Object.hasOwn(mapping.serviceLines, value) ? mapping.serviceLines[value]! : value;
}

/** An empty field means that there is no contract that could be cancelled. */
function readCoverage(record: ServiceNowRecord, mapping: TableMapping): boolean | null {
  const readable = mapping.coverage.filter((rule) => record[rule.field] !== undefined);
  if (readable.some((rule) => rule.cancelledWhen.includes(record[rule.field]!))) return false;
  return readable.length < mapping.coverage.length ? null : true;
}
