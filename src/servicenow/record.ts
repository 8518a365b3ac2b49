import { z } from 'zod';
import type { Instant } from '../time/instant.ts';
import { parseWireDate } from './wire-date.ts';

export const SYS_ID = /^[0-9a-f]{32}$/;
export const TABLE_NAME = /^[a-z][a-z0-9_]*$/;

/** One value as the Table API sends it: a string, or a reference with its link. Empty is `""`, now and then null. */
const WireValue = z.union([
  z.string(),
  z.null().transform(() => ''),
  z.object({ value: z.string() }).transform((reference) => reference.value),
  z.union([z.number(), z.boolean()]).transform(String),
  // Any other shape is none of the Table API's; the field counts as not there, and the record is still a record.
  z.unknown().transform(() => undefined),
]);

/**
 * A record of ServiceNow: field names to values, everything a string, references as plain sys_ids, `""` for empty.
 * A field that is not there does not exist or may not be read by our account.
 */
export const ServiceNowRecord = z.record(z.string(), WireValue);
export type ServiceNowRecord = Readonly<Record<string, string | undefined>>;

/** Reads one row of a reply; null if it is no record at all. */
export function parseRecord(row: unknown): ServiceNowRecord | null {
  // Nearly every row is nothing but strings already, and a first load has hundreds of thousands of them.
  if (isPlain(row)) return row;
  const parsed = ServiceNowRecord.safeParse(row);
  return parsed.success ? parsed.data : null;
}

function isPlain(row: unknown): row is ServiceNowRecord {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false;
  return Object.values(row).every((value) => typeof value === 'string');
}

/** Which record it is, and its latest update. */
export interface RecordStamp {
  readonly sysId: string;
  readonly updatedAt: Instant;
}

/** A record that cannot be placed: it lacks sys_id or update stamp. `code` `record-unusable`. */
export class UnusableRecord extends Error {
  readonly code = 'record-unusable';

  constructor(field: string, value: string | undefined) {
    const fault = value === undefined ? 'is not in the answer' : `is "${value.slice(0, 40)}"`;
    super(`A record's ${field} ${fault}. Give the account read access to ${field}.`);
    this.name = 'UnusableRecord';
  }
}

/** Reads what every record must have. Throws {@link UnusableRecord}. */
export function readStamp(record: ServiceNowRecord): RecordStamp {
  const sysId = readSysId(record);
  const stamp = record['sys_updated_on'];
  const updatedAt = parseWireDate(stamp ?? '');
  if (updatedAt === null) throw new UnusableRecord('sys_updated_on', stamp);
  return { sysId, updatedAt };
}

/** Throws {@link UnusableRecord} where there is none. */
export function readSysId(record: ServiceNowRecord): string {
  const sysId = record['sys_id'];
  if (sysId === undefined || !SYS_ID.test(sysId)) throw new UnusableRecord('sys_id', sysId);
  return sysId;
}

/** Imported records can lack an update stamp. */
export function hasUpdateStamp(record: ServiceNowRecord): boolean {
  return parseWireDate(record['sys_updated_on'] ?? '') !== null;
}
