import { parseBaseFilter } from '../servicenow/base-filter.ts';
import { buildQuery } from '../servicenow/encoded-query.ts';
import { type ServiceNowRecord, SYS_ID, UnusableRecord } from '../servicenow/record.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import { parseWireDate } from '../servicenow/wire-date.ts';
import { type Instant, SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { judgeFetchFailure } from './hint.ts';
import { ScanFault, startIdScan } from './page-scan.ts';
import { walkRecords } from './scan-client.ts';

export interface DeletionParts {
  readonly client: Pick<TableClient, 'queryPage' | 'skewMs'>;
  readonly time: TimeSource;
  readonly pageSize: number;
}

const DELETION_FIELDS = ['sys_id', 'tablename', 'documentkey', 'sys_created_on'];

/**
 * The sys_ids of records of a table that `sys_audit_delete` names since an instant, as far as its rows may be read. Null
 * where the account may not read them at all. Throws `ServiceNowError` where asking fails.
 */
export async function listDeletions(
  { client, time, pageSize }: DeletionParts,
  table: string,
  since: Instant,
  signal: AbortSignal,
): Promise<string[] | null> {
  const query = buildQuery({
    anyOf: [
      [
        { field: 'tablename', operator: '=', value: table },
        { field: 'sys_created_on', operator: '>=', value: since },
      ],
    ],
  });
  const filter = parseBaseFilter(query);
  if (!filter.ok) throw new TypeError(`The query of sys_audit_delete ${filter.fault}.`);
  const request = { client, time, table: 'sys_audit_delete', base: filter.filter, fields: DELETION_FIELDS };
  const sysIds: string[] = [];
  try {
    for await (const { records } of walkRecords({ ...request, pageSize, signal }, startIdScan(null))) {
      // An instance that does not understand a condition drops it, and sends the whole table.
      if (!records.every((row) => isAskedFor(row, table, since))) return null;
      sysIds.push(...records.map((row) => row['documentkey'] ?? ''));
    }
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
  return sysIds.filter((sysId) => SYS_ID.test(sysId));
}

function isAskedFor(row: ServiceNowRecord, table: string, since: Instant): boolean {
  const deletedAt = parseWireDate(row['sys_created_on'] ?? '');
  return row['tablename'] === table && deletedAt !== null && deletedAt >= since - SECOND_MS;
}

function isRefusal(error: unknown): boolean {
  if (isServiceNowError(error)) return judgeFetchFailure(error.code) === 'refused';
  return error instanceof ScanFault || error instanceof UnusableRecord;
}
