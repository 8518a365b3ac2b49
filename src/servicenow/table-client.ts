import type { Instant } from '../time/instant.ts';
import type { EncodedQuery } from './encoded-query.ts';
import type { Answer } from './exchange-client.ts';
import { journalEntriesWith } from './queries.ts';
import { type ServiceNowRecord, SYS_ID, TABLE_NAME } from './record.ts';
import { type Judgement, judgeListReply, judgeRecordReply, type Reply, readResult } from './reply.ts';
import { readTotalCount } from './reply-headers.ts';
import {
  makeRequestClient,
  type RequestClient,
  type RequestParts,
  type ServiceNowSettings,
  type TrafficState,
} from './request-client.ts';
import { isServiceNowError, ServiceNowError } from './servicenow-error.ts';

export interface PageRequest {
  readonly table: string;
  readonly query: EncodedQuery;
  /** The fields that are sent back; a name that ServiceNow does not know is left out of the answer. */
  readonly fields: readonly string[];
  readonly limit: number;
  readonly offset?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Page {
  readonly records: readonly ServiceNowRecord[];
  /** Records that match, sent or not, readable or not; null if ServiceNow did not say. */
  readonly totalCount: number | null;
  /** The instance's clock at its answer, to the second. */
  readonly serverAt: Instant | null;
}

/** The Table API of one instance under one credential. Every method throws `ServiceNowError` and gives no partial result. */
export interface TableClient {
  queryPage(request: PageRequest): Promise<Page>;
  /** Null if there is no such record (or the account may not see it). */
  getRecord(
    table: string,
    sysId: string,
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<ServiceNowRecord | null>;
  /** Changes the named fields and gives back `fields` as they are afterwards. Look at the error's `outcome` if it fails. */
  patchRecord(
    table: string,
    sysId: string,
    body: Readonly<Record<string, string>>,
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<ServiceNowRecord>;
  countRecords(table: string, query: EncodedQuery, signal?: AbortSignal): Promise<number>;
  /**
   * Whether a journal entry (work note, comment) of the record holds `marker`. Throws `servicenow-journal-unreadable`
   * where entries exist that the account may not read: "not found" would then mean nothing.
   */
  findMarker(sysId: string, marker: string, signal?: AbortSignal): Promise<boolean>;
  state(): TrafficState;
  /** The instance's clock minus ours, in milliseconds. */
  skewMs(): number;
  /** Closes connections that are kept open. */
  close(): void;
}

export function makeTableClient(settings: ServiceNowSettings, parts: RequestParts): TableClient {
  const client = makeRequestClient(settings, parts);
  return {
    queryPage: (request) => queryPage(client, request),
    getRecord: (table, sysId, fields, signal) => getRecord(client, table, sysId, fields, signal),
    patchRecord: (table, sysId, body, fields, signal) =>
      patchRecord(client, table, sysId, body, fields, signal),
    countRecords: (table, query, signal) => countRecords(client, table, query, signal),
    findMarker: (sysId, marker, signal) => findMarker(client, sysId, marker, signal),
    state: client.state,
    skewMs: client.skewMs,
    close: client.close,
  };
}

/** Stored values, references as plain sys_ids: nothing depends on the account's language, time zone or date format. */
const RAW_VALUES = { sysparm_display_value: 'false', sysparm_exclude_reference_link: 'true' };

async function queryPage(client: RequestClient, request: PageRequest): Promise<Page> {
  const answer: Answer<ServiceNowRecord[]> = await client.request(
    {
      method: 'GET',
      path: tablePath(request.table),
      parameters: {
        sysparm_query: request.query,
        sysparm_fields: request.fields.join(','),
        sysparm_limit: String(request.limit),
        ...(request.offset === undefined ? {} : { sysparm_offset: String(request.offset) }),
        ...RAW_VALUES,
        sysparm_suppress_pagination_header: 'true',
      },
      purpose: { operation: 'query', table: request.table },
      signal: request.signal,
    },
    judgeListReply,
  );
  return { records: answer.result, totalCount: readTotalCount(answer), serverAt: answer.serverAt };
}

async function getRecord(
  client: RequestClient,
  table: string,
  sysId: string,
  fields: readonly string[],
  signal?: AbortSignal,
): Promise<ServiceNowRecord | null> {
  try {
    const answer = await client.request(
      {
        method: 'GET',
        path: recordPath(table, sysId),
        parameters: { sysparm_fields: fields.join(','), ...RAW_VALUES },
        purpose: { operation: 'get', table },
        signal,
      },
      judgeRecordReply,
    );
    return answer.result;
  } catch (error) {
    if (isServiceNowError(error, 'servicenow-not-found')) return null;
    throw error;
  }
}

async function patchRecord(
  client: RequestClient,
  table: string,
  sysId: string,
  body: Readonly<Record<string, string>>,
  fields: readonly string[],
  signal?: AbortSignal,
): Promise<ServiceNowRecord> {
  const answer = await client.request(
    {
      method: 'PATCH',
      path: recordPath(table, sysId),
      parameters: { sysparm_fields: fields.join(','), ...RAW_VALUES },
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      purpose: { operation: 'patch', table },
      signal,
    },
    judgeRecordReply,
  );
  return answer.result;
}

async function countRecords(
  client: RequestClient,
  table: string,
  query: EncodedQuery,
  signal?: AbortSignal,
): Promise<number> {
  const answer = await client.request(
    {
      method: 'GET',
      path: `/api/now/stats/${requireTable(table)}`,
      parameters: { sysparm_query: query, sysparm_count: 'true' },
      purpose: { operation: 'count', table },
      signal,
    },
    judgeCountReply,
  );
  return answer.result;
}

function judgeCountReply(reply: Reply): Judgement<number> {
  const read = readResult(reply);
  if (!read.ok) return read;
  const { stats } = (read.result ?? {}) as { readonly stats?: { readonly count?: unknown } };
  const count = Number(stats?.count ?? Number.NaN);
  if (Number.isSafeInteger(count) && count >= 0) return { ok: true, result: count };
  const message = 'The answer cannot be used: it holds no count.';
  return { ok: false, fault: { code: 'servicenow-bad-body', message } };
}

const JOURNAL_TABLE = 'sys_journal_field';
/** The marker is unique; more than a few entries can only quote it. */
const JOURNAL_PAGE = 20;

async function findMarker(
  client: RequestClient,
  sysId: string,
  marker: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const { records, totalCount } = await queryPage(client, {
    table: JOURNAL_TABLE,
    query: journalEntriesWith(sysId, marker),
    fields: ['element_id', 'value'],
    limit: JOURNAL_PAGE,
    signal,
  });
  const readable = records.filter(
    (record) => record['element_id'] === sysId && record['value'] !== undefined,
  );
  if (readable.some((record) => record['value']?.includes(marker))) return true;
  if (readable.length < records.length || records.length < Math.min(totalCount ?? 0, JOURNAL_PAGE)) {
    throw journalUnreadable();
  }
  return false;
}

function journalUnreadable(): ServiceNowError {
  return new ServiceNowError({
    code: 'servicenow-journal-unreadable',
    message:
      'The record has journal entries that the account may not read. Give it read access to sys_journal_field.',
    method: 'GET',
    endpoint: tablePath(JOURNAL_TABLE),
    outcome: 'definite',
    sent: true,
    status: 200,
  });
}

function tablePath(table: string): string {
  return `/api/now/table/${requireTable(table)}`;
}

function recordPath(table: string, sysId: string): string {
  if (!SYS_ID.test(sysId)) throw new TypeError('A sys_id has 32 lower-case hexadecimal digits.');
  return `${tablePath(table)}/${sysId}`;
}

function requireTable(table: string): string {
  if (!TABLE_NAME.test(table)) throw new TypeError(`"${table.slice(0, 40)}" is no table name.`);
  return table;
}
