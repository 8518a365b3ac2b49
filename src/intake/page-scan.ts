import type { BaseFilter } from '../servicenow/base-filter.ts';
import type { EncodedQuery } from '../servicenow/encoded-query.ts';
import { changesAfter, changesFrom, recordsAfter, type ScanPosition } from '../servicenow/queries.ts';
import type { RecordStamp } from '../servicenow/record.ts';
import type { Instant } from '../time/instant.ts';

/**
 * Walking through many records page by page. Each page begins after the last record of the one before (never at an
 * offset, which skips and repeats records while others change), and the end is believed only if the count says so.
 */
export interface Scan {
  readonly order: 'by-update' | 'by-id';
  /** By update: where it began; every record must be at or after it. Null: at the beginning of the table. */
  readonly fromAt: Instant | null;
  /** The last record received. */
  readonly position: ScanPosition | null;
  /** Matching records behind the position that were asked for and not sent: rights may hide a whole page. */
  readonly offset: number;
  /** True after one empty answer that contradicts the count: it is asked once more before it is believed. */
  readonly isDoubted: boolean;
  readonly received: number;
  /** Matching records behind the position, as counted with the last page; null before the first and if never said. */
  readonly expected: number | null;
  /** Matching records that were counted and never sent; 0 after a complete scan. */
  readonly hidden: number;
  readonly isDone: boolean;
}

/** One answer, as far as the scan is concerned. */
export interface ScannedPage {
  readonly stamps: readonly RecordStamp[];
  /** Matching records from the position on, sent or not; null if ServiceNow did not say. */
  readonly totalCount: number | null;
}

export type ScanFaultCode = 'scan-out-of-order' | 'scan-range-ignored';

/** Records that cannot be the answer to what was asked. Nothing of the page may be used. */
export class ScanFault extends Error {
  readonly code: ScanFaultCode;

  constructor(code: ScanFaultCode, message: string) {
    super(message);
    this.name = 'ScanFault';
    this.code = code;
  }
}

const START = {
  position: null,
  offset: 0,
  isDoubted: false,
  received: 0,
  expected: null,
  hidden: 0,
  isDone: false,
};

/** Everything updated at `fromAt` or later, oldest update first. */
export function startUpdateScan(fromAt: Instant | null): Scan {
  return { ...START, order: 'by-update', fromAt };
}

/** Everything after a sys_id, in the order of sys_ids, so that an interrupted walk can be resumed. */
export function startIdScan(afterSysId: string | null): Scan {
  const position = afterSysId === null ? null : { sysId: afterSysId, updatedAt: 0 };
  return { ...START, order: 'by-id', fromAt: null, position };
}

/** What to ask for next. */
export function writeScanQuery(scan: Scan, base: BaseFilter | null): EncodedQuery {
  if (scan.order === 'by-id') return recordsAfter(base, scan.position?.sysId ?? null);
  return scan.position === null ? changesFrom(base, scan.fromAt) : changesAfter(base, scan.position);
}

/** Goes on past one page that was asked for with `limit`. Throws {@link ScanFault}. */
export function takePage(scan: Scan, page: ScannedPage, limit: number): Scan {
  checkOrder(scan, page.stamps);
  const last = page.stamps.at(-1);
  return last === undefined ? takeEmptyPage(scan, page, limit) : takeRecords(scan, page, last, limit);
}

/** A full page is never taken for the last one: a count that is too low would cut the scan short. */
function takeRecords(scan: Scan, page: ScannedPage, last: RecordStamp, limit: number): Scan {
  const { totalCount, stamps } = page;
  const expected = totalCount === null ? null : Math.max(0, totalCount - scan.offset - stamps.length);
  return {
    ...scan,
    position: last,
    offset: 0,
    isDoubted: false,
    received: scan.received + stamps.length,
    expected,
    hidden: scan.hidden + countSkipped(scan, totalCount) + scan.offset,
    isDone: totalCount === scan.offset + stamps.length && stamps.length < limit,
  };
}

/** An empty page is the end only where nothing is left; else it is asked again, and then the window behind it. */
function takeEmptyPage(scan: Scan, { totalCount }: ScannedPage, limit: number): Scan {
  const isConvincing =
    totalCount !== null && totalCount <= scan.offset && countSkipped(scan, totalCount) === 0;
  if (!isConvincing && !scan.isDoubted) return { ...scan, isDoubted: true };
  const offset = scan.offset + limit;
  if (totalCount !== null && offset < totalCount) return { ...scan, offset, isDoubted: false };
  const hidden = scan.hidden + countSkipped(scan, totalCount) + (totalCount ?? 0);
  return { ...scan, hidden, isDone: true };
}

/** Records that the last page counted behind itself and this one does not: hidden among those sent, or gone meanwhile. */
function countSkipped(scan: Scan, totalCount: number | null): number {
  return scan.expected === null || totalCount === null ? 0 : Math.max(0, scan.expected - totalCount);
}

/**
 * Rights can make ServiceNow drop the range or the order from a query without a word. Then the position means nothing,
 * and going on would skip records for good.
 */
function checkOrder(scan: Scan, stamps: readonly RecordStamp[]): void {
  const first = stamps[0];
  if (first === undefined) return;
  const isBeforeRange = scan.position === null && scan.fromAt !== null && first.updatedAt < scan.fromAt;
  const isBeforePosition = scan.position !== null && !isAfter(scan, scan.position, first);
  if (isBeforeRange || isBeforePosition) {
    throw new ScanFault(
      'scan-range-ignored',
      'ServiceNow sent records from before the range that was asked for. Give the account the right to filter ' +
        '(query_range) on sys_updated_on and sys_id, and check that its time zone is UTC.',
    );
  }
  stamps.forEach((stamp, index) => {
    const previous = stamps[index - 1];
    if (previous === undefined || isAfter(scan, previous, stamp)) return;
    throw new ScanFault(
      'scan-out-of-order',
      'ServiceNow sent records in another order than asked for. Give the account the right to sort ' +
        '(query_range) on sys_updated_on and sys_id.',
    );
  });
}

function isAfter(scan: Scan, previous: RecordStamp, next: RecordStamp): boolean {
  if (scan.order === 'by-update' && next.updatedAt !== previous.updatedAt) {
    return next.updatedAt > previous.updatedAt;
  }
  return next.sysId > previous.sysId;
}
