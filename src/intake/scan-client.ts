import type { BaseFilter } from '../servicenow/base-filter.ts';
import { type RecordStamp, readStamp, readSysId, type ServiceNowRecord } from '../servicenow/record.ts';
import type { Page, TableClient } from '../servicenow/table-client.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { type Scan, takePage, writeScanQuery } from './page-scan.ts';

export interface ScanRequest {
  readonly client: Pick<TableClient, 'queryPage' | 'skewMs'>;
  readonly time: TimeSource;
  readonly table: string;
  readonly base: BaseFilter | null;
  readonly fields: readonly string[];
  readonly pageSize: number;
  readonly signal?: AbortSignal;
}

export interface ScanStep {
  readonly records: readonly ServiceNowRecord[];
  readonly stamps: readonly RecordStamp[];
  /** The instance's clock when the page was asked for. */
  readonly askedAt: Instant;
  /** The scan as it stands behind this page. */
  readonly scan: Scan;
}

/**
 * Walks through the records of a table. While one page is worked on, the next is already under way. The walk may be
 * left at any step. Throws `ServiceNowError`, `ScanFault` or `UnusableRecord`; every page given out before is whole.
 */
export async function* walkRecords(request: ScanRequest, start: Scan): AsyncGenerator<ScanStep> {
  const leave = new AbortController();
  const signal =
    request.signal === undefined ? leave.signal : AbortSignal.any([leave.signal, request.signal]);
  let scan = start;
  try {
    let next = askPage(request, scan, signal);
    while (!scan.isDone) {
      const { page, askedAt } = await next;
      const stamps = page.records.map(scan.order === 'by-id' ? placeById : readStamp);
      scan = takePage(scan, { stamps, totalCount: page.totalCount }, request.pageSize);
      if (!scan.isDone) {
        next = askPage(request, scan, signal);
        // It is awaited at the next turn; until then its failure must not count as unhandled.
        next.catch(() => {});
      }
      yield { records: page.records, stamps, askedAt, scan };
    }
  } finally {
    leave.abort();
  }
}

/** Imported records can lack an update stamp; walking by sys_id must not founder on them. */
function placeById(record: ServiceNowRecord): RecordStamp {
  return { sysId: readSysId(record), updatedAt: 0 };
}

async function askPage(
  request: ScanRequest,
  scan: Scan,
  signal: AbortSignal,
): Promise<{ readonly page: Page; readonly askedAt: Instant }> {
  const { client, time, table, base, fields, pageSize } = request;
  const askedAt = time.now() + client.skewMs();
  const page = await client.queryPage({
    table,
    query: writeScanQuery(scan, base),
    fields,
    limit: pageSize,
    ...(scan.offset === 0 ? {} : { offset: scan.offset }),
    signal,
  });
  return { page, askedAt };
}
