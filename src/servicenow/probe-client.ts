import { buildQuery, type EncodedQuery } from './encoded-query.ts';
import { listFields } from './field-map.ts';
import { listEnabledTables, type ServiceNowMapping, type TableMapping } from './mapping.ts';
import { type Finding, judgeFailure, judgeFields, judgeSkew, type ProbeCheck } from './probe-finding.ts';
import { changesAfter, newestFirst, recordStampedAt } from './queries.ts';
import { type RecordStamp, readStamp } from './record.ts';
import { isServiceNowError } from './servicenow-error.ts';
import type { Page, TableClient } from './table-client.ts';

type Reader = Pick<TableClient, 'queryPage' | 'skewMs'>;

/**
 * Looks at everything that the work will need, without changing anything: connection, tables, fields, ranges, the time
 * zone of dates in queries, journal, audit, clock. Answers with findings and never throws a `ServiceNowError`.
 */
export async function probeInstance(
  client: Reader,
  mapping: ServiceNowMapping,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const table of listEnabledTables(mapping)) {
    findings.push(...(await probeTable(client, table, mapping.tables[table]!, signal)));
    // Behind a rejected credential or a dead instance there is nothing more to be found out.
    const broken = findings.find((finding) => finding.check === 'connection');
    if (broken !== undefined) return [broken];
  }
  const message = 'The instance answers and accepts the credential.';
  const connection: Finding = { check: 'connection', table: null, status: 'pass', message };
  return [connection, ...findings, WRITE_UNKNOWN, judgeSkew(client.skewMs())];
}

/** There is no way of asking ServiceNow for a right to write other than writing. */
const WRITE_UNKNOWN: Finding = {
  check: 'write',
  table: null,
  status: 'unknown',
  message: 'Whether the account may write is not tried; the first write-back shows it (see the outbox).',
};

async function probeTable(
  client: Reader,
  table: string,
  mapping: TableMapping,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const fields = listFields(mapping);
  const asked = await attempt('table', table, () =>
    client.queryPage({ table, query: newestFirst(mapping.query), fields, limit: 1, signal }),
  );
  if (!('records' in asked)) return [asked];
  const newest = asked.records[0];
  if (newest === undefined) return [judgeEmptyTable(table, asked)];
  const readable: Finding = { check: 'table', table, status: 'pass', message: 'The table can be read.' };
  const shown = judgeFields(table, mapping, fields, newest);
  if (newest['sys_id'] === undefined || newest['sys_updated_on'] === undefined) return [readable, shown];
  const stamp = readStamp(newest);
  return [
    readable,
    shown,
    await probeTimeZone(client, table, stamp, signal),
    await probeRange(client, table, mapping, stamp, signal),
    await probeJournal(client, table, stamp.sysId, signal),
    await probeAudit(client, table, stamp.sysId, signal),
  ];
}

function judgeEmptyTable(table: string, page: Page): Finding {
  if ((page.totalCount ?? 0) === 0) {
    return {
      check: 'table',
      table,
      status: 'pass',
      message: 'The table can be read and has no records yet.',
    };
  }
  const message = `The newest of ${page.totalCount} records is hidden from the account. Give it read access to all of them.`;
  return { check: 'table', table, status: 'warn', message };
}

/** A date in a query must mean UTC: then a record is found by the very stamp that it carries. */
async function probeTimeZone(
  client: Reader,
  table: string,
  stamp: RecordStamp,
  signal?: AbortSignal,
): Promise<Finding> {
  const check = 'time-zone';
  const query = recordStampedAt(stamp.sysId, stamp.updatedAt);
  const page = await attempt(check, table, () =>
    client.queryPage({ table, query, fields: ['sys_id'], limit: 1, signal }),
  );
  if (!('records' in page)) return page;
  if (page.records.length === 1)
    return { check, table, status: 'pass', message: 'Dates in queries mean UTC.' };
  const current = await attempt(check, table, () => readCurrentStamp(client, table, stamp.sysId, signal));
  if (current !== stamp.updatedAt) {
    return { check, table, status: 'unknown', message: 'The record that was asked for changed meanwhile.' };
  }
  const message =
    'Dates in queries are read in another zone than UTC. Set the time zone of the account to UTC (GMT).';
  return { check, table, status: 'fail', message };
}

async function readCurrentStamp(
  client: Reader,
  table: string,
  sysId: string,
  signal?: AbortSignal,
): Promise<number | null> {
  const query = buildQuery({ anyOf: [[{ field: 'sys_id', operator: '=', value: sysId }]] });
  const { records } = await client.queryPage({
    table,
    query,
    fields: ['sys_id', 'sys_updated_on'],
    limit: 1,
    signal,
  });
  return records[0] === undefined ? null : readStamp(records[0]).updatedAt;
}

/** Rights can make ServiceNow drop a range without a word; then what comes is not what was asked for. */
async function probeRange(
  client: Reader,
  table: string,
  mapping: TableMapping,
  stamp: RecordStamp,
  signal?: AbortSignal,
): Promise<Finding> {
  const check = 'range';
  const query = changesAfter(mapping.query, stamp);
  const page = await attempt(check, table, () =>
    client.queryPage({ table, query, fields: ['sys_id', 'sys_updated_on'], limit: 1, signal }),
  );
  if (!('records' in page)) return page;
  const first = page.records[0] === undefined ? null : readStamp(page.records[0]);
  const isLater =
    first !== null &&
    (first.updatedAt > stamp.updatedAt || (first.updatedAt === stamp.updatedAt && first.sysId > stamp.sysId));
  return first === null || isLater
    ? { check, table, status: 'pass', message: 'Ranges and orders are honoured.' }
    : {
        check,
        table,
        status: 'fail',
        message:
          'Ranges are ignored. Give the account the right to filter (query_range) on sys_updated_on and sys_id.',
      };
}

/** Asked for one record only: these tables are the largest of the instance. */
function probeJournal(client: Reader, table: string, sysId: string, signal?: AbortSignal): Promise<Finding> {
  const remedy =
    'Without it a write-back whose answer was lost cannot be looked up, and waits. Give the account read access to sys_journal_field.';
  const query = buildQuery({ anyOf: [[{ field: 'element_id', operator: '=', value: sysId }]] });
  return probeEntries(
    client,
    { check: 'journal', table, source: 'sys_journal_field', query, remedy },
    signal,
  );
}

function probeAudit(client: Reader, table: string, sysId: string, signal?: AbortSignal): Promise<Finding> {
  const remedy =
    'Without it the history before the first sync is estimated. Give the account read access to sys_audit if you can.';
  const query = buildQuery({ anyOf: [[{ field: 'documentkey', operator: '=', value: sysId }]] });
  return probeEntries(client, { check: 'audit', table, source: 'sys_audit', query, remedy }, signal);
}

interface EntriesProbe {
  readonly check: ProbeCheck;
  readonly table: string;
  /** Where the entries are. */
  readonly source: string;
  readonly query: EncodedQuery;
  readonly remedy: string;
}

async function probeEntries(client: Reader, probe: EntriesProbe, signal?: AbortSignal): Promise<Finding> {
  const { check, table, source, query, remedy } = probe;
  const page = await attempt(check, table, () =>
    client.queryPage({ table: source, query, fields: ['sys_id'], limit: 1, signal }),
  );
  const told = (status: Finding['status'], message: string): Finding => ({ check, table, status, message });
  if (!('records' in page)) {
    return page.status === 'fail' ? told('warn', `${page.message} ${remedy}`) : page;
  }
  if (page.records.length > 0) return told('pass', `${source} can be read.`);
  if ((page.totalCount ?? 0) > 0)
    return told('warn', `The entries of ${source} are hidden from the account. ${remedy}`);
  return told('unknown', `The newest record has no entries in ${source}.`);
}

/** A page, or the finding that it could not be had. */
async function attempt<Result>(
  check: ProbeCheck,
  table: string,
  ask: () => Promise<Result>,
): Promise<Result | Finding> {
  try {
    return await ask();
  } catch (error) {
    if (!isServiceNowError(error)) throw error;
    const isAboutAll = error.code === 'servicenow-unauthorized' || error.status === null;
    return isAboutAll
      ? { check: 'connection', table: null, status: 'fail', message: error.message }
      : judgeFailure(check, table, error);
  }
}
