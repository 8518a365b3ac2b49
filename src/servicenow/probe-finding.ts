import { MINUTE_MS } from '../time/instant.ts';
import type { TableMapping } from './mapping.ts';
import type { ServiceNowRecord } from './record.ts';
import type { ServiceNowError } from './servicenow-error.ts';

export const probeChecks = [
  'connection',
  'table',
  'fields',
  'range',
  'time-zone',
  'journal',
  'audit',
  'write',
  'clock',
] as const;
export type ProbeCheck = (typeof probeChecks)[number];

/** One thing that was looked at before the work begins. `unknown` where it cannot be told without doing harm. */
export interface Finding {
  readonly check: ProbeCheck;
  /** Null for what concerns the whole instance. */
  readonly table: string | null;
  readonly status: 'pass' | 'warn' | 'fail' | 'unknown';
  /** What was found, and what to do where it is not well. */
  readonly message: string;
}

/** Without these nothing of a table can be judged. */
function listEssentialFields({ fields }: TableMapping): string[] {
  return [
    'sys_id',
    'sys_updated_on',
    'sys_mod_count',
    fields.number,
    fields.state,
    fields.priority,
    fields.openedAt,
  ];
}

/** Whether a record shows all the fields that the mapping names. */
export function judgeFields(
  table: string,
  mapping: TableMapping,
  asked: readonly string[],
  record: ServiceNowRecord,
): Finding {
  const missing = asked.filter((field) => record[field] === undefined);
  const check = 'fields';
  if (missing.length === 0)
    return { check, table, status: 'pass', message: 'All mapped fields can be read.' };
  const essential = listEssentialFields(mapping);
  const isFatal = missing.some((field) => essential.includes(field));
  const message =
    `Not in the answer: ${missing.join(', ')}. Either the table has no such field (correct servicenow.yaml) or the ` +
    'account may not read it (give it the right).';
  return { check, table, status: isFatal ? 'fail' : 'warn', message };
}

/** Beyond this the instance's clock, by which SLAs are judged, and the operator's tell visibly different stories. */
const NOTABLE_SKEW_MS = MINUTE_MS;

export function judgeSkew(skewMs: number): Finding {
  const seconds = Math.abs(Math.round(skewMs / 1000));
  const isNotable = Math.abs(skewMs) > NOTABLE_SKEW_MS;
  const words =
    skewMs === 0 ? 'agrees with ours' : `is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours`;
  const remedy = isNotable
    ? ' SLAs are judged by the instance; synchronise this machine with a time server.'
    : '';
  const message = `The instance's clock ${words}.${remedy}`;
  return { check: 'clock', table: null, status: isNotable ? 'warn' : 'pass', message };
}

/** What a failed request says about the check that it was made for. */
export function judgeFailure(check: ProbeCheck, table: string, error: ServiceNowError): Finding {
  const isRefused = error.code === 'servicenow-forbidden' || error.code === 'servicenow-unknown-table';
  // Only a refusal is about this very check; anything else says that it could not be made.
  return { check, table, status: isRefused ? 'fail' : 'unknown', message: error.message };
}
