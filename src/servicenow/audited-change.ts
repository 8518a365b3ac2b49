import type { Instant } from '../time/instant.ts';
import type { TicketProblem, Tier } from '../vocabulary.ts';
import type { ServiceNowMapping, TableMapping } from './mapping.ts';
import type { Observation } from './observation.ts';
import { findTier, type TableReading } from './observe.ts';
import { readChoice, readDate } from './read-value.ts';
import { type ServiceNowRecord, SYS_ID } from './record.ts';
import { parseWireDate } from './wire-date.ts';

/** What clocks depend on and an audit trail can tell. */
export type AuditedFacts = Pick<
  Observation,
  'state' | 'priority' | 'tier' | 'respondedAt' | 'diagnosed' | 'resolvedAt' | 'closedAt'
>;

/** One change of one field of a record, as ServiceNow's audit trail has it, in our words. */
export interface AuditedChange {
  readonly sysId: string;
  readonly at: Instant;
  /** The version that it made; null where the trail does not say. */
  readonly sysModCount: number | null;
  /** What the field said before and after; null where that cannot be understood. */
  readonly before: Partial<AuditedFacts>;
  readonly after: Partial<AuditedFacts>;
  readonly problems: readonly TicketProblem[];
}

export interface AuditReading extends TableReading {
  /** Names of assignment groups by sys_id: the trail has sys_ids alone. */
  readonly groupNames: ReadonlyMap<string, string>;
}

/** Reads a value of a field that is audited. */
type ReadFact = (value: string, reading: AuditReading, problems: TicketProblem[]) => Partial<AuditedFacts>;

/** By the names of the mapping. The trail stores values like the record does: choices as stored, dates in UTC. */
const factOf: Readonly<Record<string, ReadFact>> = {
  state: (value, { mapping }, problems) => ({ state: choose('state', value, mapping.states, problems) }),
  priority: (value, { mapping }, problems) => ({
    priority: choose('priority', value, mapping.priorities, problems),
  }),
  assignmentGroup: (value, reading) => ({ tier: tierOf(value, reading) }),
  respondedAt: (value, _, problems) => ({ respondedAt: readDate('respondedAt', value, problems) }),
  diagnosed: (value) => ({ diagnosed: value.trim() !== '' }),
  resolvedAt: (value, _, problems) => ({ resolvedAt: readDate('resolvedAt', value, problems) }),
  closedAt: (value, _, problems) => ({ closedAt: readDate('closedAt', value, problems) }),
};

/** The fields of a table whose changes matter here, by ServiceNow's names. What lies in other records has its own trail. */
export function listAuditedFields(mapping: TableMapping): string[] {
  const mapped = Object.keys(factOf).map((name) => fieldOf(name, mapping));
  return [...new Set(mapped)].filter((field) => field !== null && !field.includes('.')) as string[];
}

/** Reads one row of `sys_audit`; null for one that says nothing about a clock. */
export function readAuditedChange(row: ServiceNowRecord, reading: AuditReading): AuditedChange | null {
  const sysId = row['documentkey'] ?? '';
  const at = parseWireDate(row['sys_created_on'] ?? '');
  const names = Object.keys(factOf).filter((name) => fieldOf(name, reading.mapping) === row['fieldname']);
  if (!SYS_ID.test(sysId) || at === null || names.length === 0) return null;
  const problems: TicketProblem[] = [];
  const facts = (value: string): Partial<AuditedFacts> =>
    Object.assign({}, ...names.map((name) => factOf[name]!(value, reading, problems)));
  const count = row['record_checkpoint'] ?? '';
  return {
    sysId,
    at,
    sysModCount: /^\d{1,9}$/.test(count) ? Number(count) : null,
    before: facts(row['oldvalue'] ?? ''),
    after: facts(row['newvalue'] ?? ''),
    problems,
  };
}

function fieldOf(name: string, { fields }: TableMapping): string | null {
  return fields[name as keyof TableMapping['fields']];
}

/** The trail has nothing where a field was empty, which a choice of a record that is at work never is. */
function choose<Word extends string>(
  field: string,
  value: string,
  choices: Readonly<Record<string, Word>>,
  problems: TicketProblem[],
): Word | null {
  return value === '' ? null : readChoice(field, value, choices, problems);
}

/** Null for a group that only its name could place, and whose name may not be read. */
function tierOf(group: string, { tiers, groupNames }: AuditReading): Tier | null {
  if (group === '' || Object.keys(tiers).length === 0) return 1;
  const name = groupNames.get(group);
  return findTier(group, tiers) ?? (name === undefined ? null : (findTier(name, tiers) ?? 1));
}

/** Assignment groups that rows name and that only their names can place. */
export function listUnplacedGroups(
  rows: readonly ServiceNowRecord[],
  { fields }: TableMapping,
  tiers: ServiceNowMapping['tiers'],
): string[] {
  if (Object.keys(tiers).length === 0) return [];
  const values = rows
    .filter((row) => row['fieldname'] === fields.assignmentGroup)
    .flatMap((row) => [row['oldvalue'] ?? '', row['newvalue'] ?? '']);
  return [...new Set(values)].filter((value) => SYS_ID.test(value) && findTier(value, tiers) === null);
}
