import type { Instant } from '../time/instant.ts';
import { type BaseFilter, parseBaseFilter } from './base-filter.ts';
import { readSysId, type ServiceNowRecord } from './record.ts';
import { formatWireDate, parseWireDate } from './wire-date.ts';

/** One of the instance's own SLA definitions, a row of `contract_sla`. */
export interface SlaDefinition {
  readonly sysId: string;
  readonly name: string;
  /** The table whose records it is for. */
  readonly table: string;
  /** Null where it is not a plain duration. */
  readonly targetMs: number | null;
}

/** How the instance judges one record by one definition, a row of `task_sla`. Its elapsed values go stale and are not read. */
export interface TaskSla {
  readonly taskSysId: string;
  readonly definitionSysId: string;
  /** `in_progress`, `paused`, `completed` or `cancelled`. */
  readonly stage: string;
  readonly hasBreached: boolean;
  readonly startedAt: Instant | null;
  /** Means nothing while the row is paused. */
  readonly plannedEndAt: Instant | null;
  readonly timezone: string | null;
  readonly updatedAt: Instant | null;
}

export const slaDefinitionFields = ['sys_id', 'name', 'collection', 'duration'];
export const taskSlaFields = [
  'sys_id',
  'sys_updated_on',
  'task',
  'sla',
  'stage',
  'has_breached',
  'start_time',
  'planned_end_time',
  'timezone',
];

/** Throws `UnusableRecord` for a record without sys_id. */
export function readSlaDefinition(record: ServiceNowRecord): SlaDefinition {
  return {
    sysId: readSysId(record),
    name: record['name'] ?? '',
    table: record['collection'] ?? '',
    // A duration travels as the instant that lies so long after 1970 began.
    targetMs: readDate(record['duration']),
  };
}

export function readTaskSla(record: ServiceNowRecord): TaskSla {
  return {
    taskSysId: record['task'] ?? '',
    definitionSysId: record['sla'] ?? '',
    stage: record['stage'] ?? '',
    hasBreached: record['has_breached'] === 'true',
    startedAt: readDate(record['start_time']),
    plannedEndAt: readDate(record['planned_end_time']),
    timezone: record['timezone'] || null,
    updatedAt: readDate(record['sys_updated_on']),
  };
}

/** Rows of these definitions that are active, or were changed at `sinceAt` or later. */
export function taskSlasOf(definitionSysIds: readonly string[], sinceAt: Instant): BaseFilter {
  const text = `slaIN${definitionSysIds.join(',')}^active=true^ORsys_updated_on>=${formatWireDate(sinceAt)}`;
  const reading = parseBaseFilter(text);
  if (!reading.ok) throw new Error(`The filter for task_sla ${reading.fault}.`);
  return reading.filter;
}

function readDate(text: string | undefined): Instant | null {
  return parseWireDate(text ?? '');
}
