import {
  type AuditedChange,
  listAuditedFields,
  listUnplacedGroups,
  readAuditedChange,
} from '../servicenow/audited-change.ts';
import { parseBaseFilter } from '../servicenow/base-filter.ts';
import { buildQuery, type Condition } from '../servicenow/encoded-query.ts';
import type { TableReading } from '../servicenow/observe.ts';
import { type ServiceNowRecord, UnusableRecord } from '../servicenow/record.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import { HOUR_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { judgeFetchFailure } from './hint.ts';
import { ScanFault, startIdScan } from './page-scan.ts';
import { walkRecords } from './scan-client.ts';

export interface AuditTrailParts {
  readonly client: Pick<TableClient, 'queryPage' | 'skewMs'>;
  readonly time: TimeSource;
  readonly pageSize: number;
  /** Records of a table that have certainly been changed, by which one can see whether changes are kept at all. */
  listMuchChanged(table: string): Promise<string[]>;
}

/** The changes of each record, by sys_id. */
export type ChangesBySysId = ReadonlyMap<string, readonly AuditedChange[]>;

/** The audit trail of an instance, as far as the account may read it. */
export interface AuditTrail {
  /**
   * What `sys_audit` has about some records of one table. Null where it cannot be read: the account may not, or not all
   * of it (half a trail proves nothing), or the table is not audited. Throws `ServiceNowError` where asking fails.
   */
  fetch(
    reading: TableReading,
    sysIds: readonly string[],
    signal: AbortSignal,
  ): Promise<ChangesBySysId | null>;
  /** False for an hour after the account was refused: `fetch` then answers null without asking. */
  mayAsk(): boolean;
}

const AUDIT_FIELDS = [
  'sys_id',
  'documentkey',
  'fieldname',
  'oldvalue',
  'newvalue',
  'record_checkpoint',
  'sys_created_on',
];

/** Rights are not given every minute, and asking for what is refused helps nobody. */
const ASK_AGAIN_AFTER_MS = HOUR_MS;

/** What was learnt about the trail since the start. */
interface AuditTrailState extends AuditTrailParts {
  refusedUntil: number;
  /** Tables of which rows have been seen: of these an empty answer says that nothing was changed. */
  readonly auditedTables: Set<string>;
  readonly groupNames: Map<string, string>;
}

export function makeAuditTrail(parts: AuditTrailParts): AuditTrail {
  const state: AuditTrailState = {
    ...parts,
    refusedUntil: 0,
    auditedTables: new Set(),
    groupNames: new Map(),
  };
  const mayAsk = (): boolean => parts.time.now() >= state.refusedUntil;
  return {
    mayAsk,
    fetch: async (reading, sysIds, signal) =>
      sysIds.length === 0 || !mayAsk() ? null : fetchChanges(state, reading, sysIds, signal),
  };
}

async function fetchChanges(
  state: AuditTrailState,
  reading: TableReading,
  sysIds: readonly string[],
  signal: AbortSignal,
): Promise<ChangesBySysId | null> {
  const { table, mapping } = reading;
  const conditions: Condition[] = [
    { field: 'tablename', operator: '=', value: table },
    { field: 'fieldname', operator: 'IN', values: listAuditedFields(mapping) },
  ];
  const wanted = { table: 'sys_audit', fields: AUDIT_FIELDS, key: 'documentkey', keys: sysIds, conditions };
  const rows = await readAll(state, wanted, signal);
  if (rows === null) {
    state.refusedUntil = state.time.now() + ASK_AGAIN_AFTER_MS;
    return null;
  }
  if (rows.length > 0) state.auditedTables.add(table);
  if (!(await isAudited(state, table, signal))) return null;
  await learnGroupNames(state, listUnplacedGroups(rows, mapping, reading.tiers), signal);
  const changes = rows.map((row) => readAuditedChange(row, { ...reading, groupNames: state.groupNames }));
  return Map.groupBy(
    changes.filter((change) => change !== null),
    (change) => change.sysId,
  );
}

/** A table that is not audited looks like one whose records never change. */
async function isAudited(state: AuditTrailState, table: string, signal: AbortSignal): Promise<boolean> {
  if (state.auditedTables.has(table)) return true;
  const changed = await state.listMuchChanged(table);
  if (changed.length === 0) return false;
  const query = buildQuery({
    anyOf: [
      [
        { field: 'tablename', operator: '=', value: table },
        { field: 'documentkey', operator: 'IN', values: changed },
      ],
    ],
  });
  const request = { table: 'sys_audit', query, fields: ['documentkey'], limit: 1, signal };
  const { records } = await state.client.queryPage(request);
  if (records.length > 0) state.auditedTables.add(table);
  return records.length > 0;
}

/** Groups are few and seldom renamed: each is asked for once. One that may not be read stays without a name. */
async function learnGroupNames(
  state: AuditTrailState,
  groups: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const unknown = groups.filter((group) => !state.groupNames.has(group));
  if (unknown.length === 0) return;
  const fields = ['sys_id', 'name'];
  const wanted = { table: 'sys_user_group', fields, key: 'sys_id', keys: unknown, conditions: [] };
  const rows = await readAll(state, wanted, signal);
  for (const row of rows ?? []) state.groupNames.set(row['sys_id'] ?? '', row['name'] ?? '');
}

/** Rows of a table of which one field, the key, has one of some values. */
interface WantedRows {
  readonly table: string;
  readonly fields: readonly string[];
  readonly key: string;
  readonly keys: readonly string[];
  readonly conditions: readonly Condition[];
}

/** Every row that is wanted; null where the account may not read them, or where some that are counted are not sent. */
async function readAll(
  { client, time, pageSize }: AuditTrailParts,
  { table, fields, key, keys, conditions }: WantedRows,
  signal: AbortSignal,
): Promise<ServiceNowRecord[] | null> {
  const group: Condition[] = [...conditions, { field: key, operator: 'IN', values: keys }];
  const filter = parseBaseFilter(buildQuery({ anyOf: [group] }));
  if (!filter.ok) throw new TypeError(`The query of ${table} ${filter.fault}.`);
  const wanted = new Set(keys);
  const rows: ServiceNowRecord[] = [];
  let scan = startIdScan(null);
  try {
    const request = { client, time, table, base: filter.filter, fields, pageSize, signal };
    for await (const step of walkRecords(request, scan)) {
      // An instance that does not understand a condition drops it, and sends the whole table.
      if (step.records.some((row) => !wanted.has(row[key] ?? ''))) return null;
      rows.push(...step.records);
      scan = step.scan;
    }
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
  return scan.hidden > 0 ? null : rows;
}

/** Rows that are not those asked for, or lack what places them, are as good as none. */
function isRefusal(error: unknown): boolean {
  if (isServiceNowError(error)) return judgeFetchFailure(error.code) === 'refused';
  return error instanceof ScanFault || error instanceof UnusableRecord;
}
