import { buildQuery } from '../servicenow/encoded-query.ts';
import { readSysId, type ServiceNowRecord } from '../servicenow/record.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { PolledTable } from './poll-turn-client.ts';

/** What fetching records again needs; whatever is handed on must be durably applied when the promise resolves. */
export interface RefetchParts {
  readonly client: Pick<TableClient, 'queryPage' | 'getRecord'>;
  applyRecords(table: string, records: readonly ServiceNowRecord[]): Promise<void>;
  /** The record is gone; nothing happens where it is not mirrored. */
  applyDeletion(table: string, sysId: string): Promise<void>;
  isMirrored(table: string, sysId: string): Promise<boolean>;
}

/** `not-found`: ServiceNow does not know it, or it is none of those that are synchronised. */
export type Refetched = 'applied' | 'not-found';

/**
 * Fetches one record by its id and applies it. 404 means that it is gone. Throws `ServiceNowError`.
 *
 * Where a query narrows the table, what is found by id may lie outside of it: that is applied only if it is mirrored
 * already, so that a ticket which leaves the query is seen to its end and no other comes in.
 */
export async function refetchRecord(
  parts: RefetchParts,
  { table, base, fields }: PolledTable,
  sysId: string,
  signal?: AbortSignal,
): Promise<Refetched> {
  const record = await parts.client.getRecord(table, sysId, fields, signal);
  if (record === null) {
    await parts.applyDeletion(table, sysId);
    return 'not-found';
  }
  if (base !== null && !(await parts.isMirrored(table, sysId))) return 'not-found';
  await parts.applyRecords(table, [record]);
  return 'applied';
}

/**
 * Applying shares the database with whoever waits for an answer, so it is done in portions that take a few
 * milliseconds each.
 */
const APPLIED_AT_ONCE = 25;

/**
 * Fetches many records in one request and applies those that come; returns their ids. What does not come may be gone,
 * hidden or outside the table's query: that has to be asked for by id. Throws `ServiceNowError`.
 */
export async function refetchListed(
  parts: RefetchParts,
  { table, base, fields }: PolledTable,
  sysIds: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const query = buildQuery({ base, anyOf: [[{ field: 'sys_id', operator: 'IN', values: sysIds }]] });
  const request = { table, query, fields, limit: sysIds.length, signal };
  const { records } = await parts.client.queryPage(request);
  const wanted = new Set(sysIds);
  // An instance that does not understand a condition drops it, and sends something else.
  const found = records.filter((record) => wanted.has(record['sys_id'] ?? ''));
  for (let start = 0; start < found.length; start += APPLIED_AT_ONCE) {
    await parts.applyRecords(table, found.slice(start, start + APPLIED_AT_ONCE));
  }
  return found.map(readSysId);
}
