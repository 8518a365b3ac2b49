import type { BaseFilter } from '../servicenow/base-filter.ts';
import { newestFirst } from '../servicenow/queries.ts';
import { hasUpdateStamp, readStamp, type ServiceNowRecord } from '../servicenow/record.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import type { CursorStore, FirstLoad, SyncCursor } from './cursor.ts';
import { startIdScan, startUpdateScan } from './page-scan.ts';
import { advanceWatermark, planLoadStart, planPollStart } from './poll-plan.ts';
import { type ScanRequest, type ScanStep, walkRecords } from './scan-client.ts';

/**
 * Hands records on to the pipeline. When it resolves they must be durably applied, because the watermark then moves
 * past them; when it throws, they are read again.
 */
export type ApplyRecords = (
  records: readonly ServiceNowRecord[],
  origin: { readonly table: string; readonly source: 'poll' },
) => Promise<void>;

/** A table to read, as the mapping describes it. */
export interface PolledTable {
  readonly table: string;
  readonly base: BaseFilter | null;
  readonly fields: readonly string[];
}

export interface PollTurnParts {
  readonly client: Pick<TableClient, 'queryPage' | 'skewMs'>;
  readonly time: TimeSource;
  readonly cursors: CursorStore;
  readonly applyRecords: ApplyRecords;
  readonly pageSize: number;
}

/** What one turn did. */
export interface PollTurn {
  readonly records: number;
  /** Changed records that ServiceNow counted and did not send: the account may not read them. */
  readonly hidden: number;
  readonly isLoadPending: boolean;
}

/**
 * One turn on one table: first what has changed, then a stretch of the first load while that is not done, until
 * `loadUntil`. Each page is applied before the cursor moves past it, so a turn may break off anywhere; the next one
 * repeats what was under way, at most two pages. Throws whatever reading or applying throws.
 */
export async function runPollTurn(
  parts: PollTurnParts,
  polled: PolledTable,
  loadUntil: Instant,
  signal: AbortSignal,
): Promise<PollTurn> {
  const request: ScanRequest = { ...parts, ...polled, signal };
  const cursor = await openCursor(parts, polled, signal);
  const changes = await followChanges(parts, request, cursor);
  const load = await continueFirstLoad(parts, request, cursor.firstLoad, loadUntil);
  return { ...changes, records: changes.records + load.records, isLoadPending: !load.isDone };
}

/** Notes, before the first load begins, from where its own end is to be followed up. */
async function openCursor(
  { client, time, cursors }: PollTurnParts,
  { table, base }: PolledTable,
  signal: AbortSignal,
): Promise<SyncCursor> {
  const cursor = await cursors.load(table);
  if (cursor.firstLoad.hasBegun) return cursor;
  const askedAt = time.now() + client.skewMs();
  const fields = ['sys_id', 'sys_updated_on'];
  const { records } = await client.queryPage({ table, query: newestFirst(base), fields, limit: 1, signal });
  const newest = records.filter(hasUpdateStamp).map(readStamp)[0] ?? null;
  await cursors.beginFirstLoad(table, planLoadStart(newest, askedAt));
  return cursors.load(table);
}

async function followChanges(
  parts: PollTurnParts,
  request: ScanRequest,
  cursor: SyncCursor,
): Promise<Pick<PollTurn, 'records' | 'hidden'>> {
  let { watermark } = cursor;
  let scan = startUpdateScan(planPollStart(watermark));
  for await (const step of walkRecords(request, scan)) {
    await applyPage(parts, request, step.records);
    const advanced = advanceWatermark(watermark, step.stamps, step.askedAt);
    if (advanced !== null && advanced !== watermark)
      await parts.cursors.saveWatermark(request.table, advanced);
    watermark = advanced;
    scan = step.scan;
    if (request.signal?.aborted) break;
  }
  return { records: scan.received, hidden: scan.hidden };
}

/**
 * While one page is being stored, the one behind it is stored too, and a third one read: the database has work while
 * records are judged. No more than that, so that memory stays bounded; the cursor moves past the pages in their order.
 */
async function continueFirstLoad(
  parts: PollTurnParts,
  request: ScanRequest,
  load: FirstLoad,
  loadUntil: Instant,
): Promise<{ readonly records: number; readonly isDone: boolean }> {
  if (load.isDone || request.signal?.aborted) return { records: 0, isDone: load.isDone };
  let scan = startIdScan(load.lastSysId);
  let previous: Promise<void> = Promise.resolve();
  let latest = previous;
  try {
    for await (const step of walkRecords(request, scan)) {
      latest = storeBehind(previous, parts, request, step);
      await previous;
      previous = latest;
      scan = step.scan;
      if (request.signal?.aborted || parts.time.now() >= loadUntil) break;
    }
    await latest;
  } finally {
    await latest.catch(() => {});
  }
  return { records: scan.received, isDone: scan.isDone };
}

/** Applies a page, and moves the cursor past it once it has been moved past the previous one. */
function storeBehind(
  previous: Promise<void>,
  parts: PollTurnParts,
  request: ScanRequest,
  { records, scan }: ScanStep,
): Promise<void> {
  const applied = applyPage(parts, request, records);
  const stored = Promise.allSettled([applied, previous]).then(async () => {
    await previous;
    await applied;
    await parts.cursors.saveFirstLoad(request.table, scan.position?.sysId ?? null, scan.isDone);
  });
  // It is awaited one page later; until then its failure must not count as unhandled.
  stored.catch(() => {});
  return stored;
}

async function applyPage(
  parts: PollTurnParts,
  { table }: ScanRequest,
  records: readonly ServiceNowRecord[],
): Promise<void> {
  if (records.length > 0) await parts.applyRecords(records, { table, source: 'poll' });
}
