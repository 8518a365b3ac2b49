import { type ServiceNowRecord, UnusableRecord } from '../servicenow/record.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { Instant } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { ScanFault, startIdScan } from './page-scan.ts';
import type { PolledTable } from './poll-turn-client.ts';
import {
  findMissing,
  type IdWindow,
  NOTHING_YET,
  type ReconcileOutcome,
  type ReconcileTally,
  type ReconcileTrouble,
  tallyApplied,
  windowOfPage,
} from './reconcile.ts';
import { resolveMissing } from './reconcile-missing-client.ts';
import { walkRecords } from './scan-client.ts';

export interface ReconcileParts {
  readonly client: Pick<TableClient, 'queryPage' | 'getRecord' | 'skewMs'>;
  readonly time: TimeSource;
  readonly pageSize: number;
  /** A change that is older than this, in milliseconds, must have been polled; finding it means that it was missed. */
  readonly settledAfterMs: number;
  /** Applies records durably; says by sys_id what each came to. */
  applyRecords(table: string, records: readonly ServiceNowRecord[]): Promise<ReadonlyMap<string, string>>;
  /** False where the record was not mirrored any more. */
  applyDeletion(table: string, sysId: string): Promise<boolean>;
  /** sys_ids of live tickets in a stretch, in order. */
  listMirroredIds(table: string, window: IdWindow, limit: number): Promise<string[]>;
}

export interface Reconciled {
  readonly outcome: ReconcileOutcome;
  readonly tally: ReconcileTally;
  /** Null where it is complete. */
  readonly trouble: ReconcileTrouble | null;
}

/** One comparison as it goes on. */
export interface ReconcileRun {
  readonly parts: ReconcileParts;
  readonly polled: PolledTable;
  readonly signal: AbortSignal;
  readonly settledAt: Instant;
  tally(): ReconcileTally;
  note(tally: ReconcileTally): Promise<void>;
}

/**
 * Compares a whole table with the mirror. Every record is read and applied: its content decides, not its counters. What
 * is mirrored and was not sent is asked for by id, and deleted only if ServiceNow does not know it, and only if every
 * page was whole and as many records came as were announced. Never throws: what went wrong is its outcome.
 */
export async function reconcileTable(
  parts: ReconcileParts,
  polled: PolledTable,
  signal: AbortSignal,
  onProgress: (tally: ReconcileTally) => Promise<void>,
): Promise<Reconciled> {
  let tally = NOTHING_YET;
  const run: ReconcileRun = {
    parts,
    polled,
    signal,
    settledAt: parts.time.now() + parts.client.skewMs() - parts.settledAfterMs,
    tally: () => tally,
    note(next) {
      tally = next;
      return onProgress(next);
    },
  };
  try {
    const compared = await compareTable(run);
    const trouble = compared.trouble ?? (await resolveMissing(run, compared.missing));
    return { outcome: trouble === null ? 'complete' : 'incomplete', tally, trouble };
  } catch (error) {
    return { outcome: isTheirs(error) ? 'incomplete' : 'failed', tally, trouble: { kind: 'error', error } };
  }
}

function isTheirs(error: unknown): boolean {
  return isServiceNowError(error) || error instanceof ScanFault || error instanceof UnusableRecord;
}

interface Compared {
  /** Mirrored and not sent. */
  readonly missing: readonly string[];
  readonly trouble: ReconcileTrouble | null;
}

/** Reads and applies every record, page by page, and notes what the mirror has beside. */
async function compareTable(run: ReconcileRun): Promise<Compared> {
  const { parts, polled, signal, settledAt } = run;
  const { table } = polled;
  const counting = noticeMissingCounts(parts.client);
  const missing: string[] = [];
  let scan = startIdScan(null);
  for await (const step of walkRecords({ ...parts, ...polled, client: counting.client, signal }, scan)) {
    const results = await parts.applyRecords(table, step.records);
    const window = windowOfPage(scan, step.scan);
    if (window !== null) missing.push(...(await listMissing(parts, table, window, step.records)));
    scan = step.scan;
    const tally = { ...run.tally(), scanned: scan.received };
    await run.note(tallyApplied(tally, step.records, results, settledAt));
  }
  if (scan.hidden > 0) return { missing, trouble: { kind: 'hidden', count: scan.hidden } };
  return { missing, trouble: counting.isComplete() ? null : { kind: 'uncounted' } };
}

/** Without an announced total an end is a guess: good enough for reading on, not for deleting. */
function noticeMissingCounts(client: ReconcileParts['client']): {
  readonly client: Pick<TableClient, 'queryPage' | 'skewMs'>;
  isComplete(): boolean;
} {
  let isComplete = true;
  return {
    client: {
      skewMs: () => client.skewMs(),
      async queryPage(request) {
        const page = await client.queryPage(request);
        if (page.totalCount === null) isComplete = false;
        return page;
      },
    },
    isComplete: () => isComplete,
  };
}

/** So many ids of the mirror are held at a time. */
const IDS_AT_ONCE = 5000;

async function listMissing(
  parts: ReconcileParts,
  table: string,
  window: IdWindow,
  records: readonly ServiceNowRecord[],
): Promise<string[]> {
  const missing: string[] = [];
  let { after } = window;
  for (;;) {
    const mirrored = await parts.listMirroredIds(table, { ...window, after }, IDS_AT_ONCE);
    missing.push(...findMissing(mirrored, records));
    after = mirrored.at(-1) ?? after;
    if (mirrored.length < IDS_AT_ONCE) return missing;
  }
}
