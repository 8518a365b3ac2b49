import { judgeFetchFailure } from '../intake/hint.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time/instant.ts';
import type { Cancel, TimeSource } from '../time/time-source.ts';
import { type CompletedHistory, completeHistory, findGaps } from './audit-history.ts';
import { type ExaminedRecord, type ExaminePorts, examineRecords, RECORDS_AT_ONCE } from './examine-client.ts';
import type { ExaminedTicket } from './merge-examined.ts';
import type { UnexaminedTicket } from './unexamined-store.ts';

export interface HistoryJobParts extends ExaminePorts {
  readonly time: TimeSource;
  /** Tables whose first load is done: what is in them is looked up. */
  listTables(): Promise<string[]>;
  listUnexamined(table: string, limit: number): Promise<UnexaminedTicket[]>;
  /** Has some histories looked up again that could not be read before; says how many. */
  reopenUnreadable(table: string, limit: number): Promise<number>;
  /** False where asking for the trail is known to be in vain for the time being. */
  mayAsk(): boolean;
  /** Stores what was found out and judges anew whom it concerns, in one transaction. */
  applyHistories(examined: readonly ExaminedTicket[]): Promise<void>;
  /** Runs `work` unless another process looks histories up just now; says whether it ran. */
  exclusively(work: () => Promise<void>): Promise<boolean>;
  onError(error: unknown): void;
}

/** Completes, in the background, the histories of tickets of which versions were missed. */
export interface HistoryJob {
  start(): void;
  /** Begins nothing more; ends when the look under way has ended. */
  stop(): Promise<void>;
}

/** The past can wait; whatever else needs the database and ServiceNow goes first. */
const BETWEEN_LOOKS_MS = 200;
const NOTHING_TO_DO_MS = SECOND_MS;
const AFTER_ERROR_MS = MINUTE_MS;
/** What could not be read is tried again as rarely as this, a few tickets first. */
const REOPEN_AFTER_MS = HOUR_MS;

/** How looking goes on from one turn to the next. */
interface Progress {
  /** Halved after each failure, so that a record whose trail cannot be sent is found, and does not keep the others waiting. */
  atOnce: number;
  reopenAt: number;
}

export function createHistoryJob(parts: HistoryJobParts, stopping: AbortSignal): HistoryJob {
  const { time } = parts;
  const progress: Progress = { atOnce: RECORDS_AT_ONCE, reopenAt: time.now() };
  let isStopped = false;
  let cancelNext: Cancel = () => {};
  let turn: Promise<void> = Promise.resolve();
  const begin = (): void => {
    turn = lookWatched(parts, progress, stopping).then((delayMs) => {
      if (!isStopped) cancelNext = time.after(delayMs, begin);
    });
  };
  return {
    start: begin,
    async stop() {
      isStopped = true;
      cancelNext();
      await turn;
    },
  };
}

/** One turn; says after how long the next one begins. */
async function lookWatched(
  parts: HistoryJobParts,
  progress: Progress,
  stopping: AbortSignal,
): Promise<number> {
  let hasFound = false;
  try {
    for (const table of await parts.listTables()) {
      const hasWork = async () => (await parts.listUnexamined(table, 1)).length > 0;
      if (!(await hasWork()) && !(await reopen(parts, progress, table))) continue;
      await parts.exclusively(() => lookAt(parts, progress, table, stopping));
      hasFound = true;
    }
  } catch (error) {
    if (!stopping.aborted) parts.onError(error);
    return isServiceNowError(error) ? Math.max(AFTER_ERROR_MS, error.retryAfterMs ?? 0) : AFTER_ERROR_MS;
  }
  return hasFound ? BETWEEN_LOOKS_MS : NOTHING_TO_DO_MS;
}

async function lookAt(
  parts: HistoryJobParts,
  progress: Progress,
  table: string,
  stopping: AbortSignal,
): Promise<void> {
  const tickets = await parts.listUnexamined(table, progress.atOnce);
  if (tickets.length === 0) return;
  const versions = await parts.loadVersions(tickets.map((ticket) => ticket.id));
  const records = tickets.map((ticket) => ({
    ...ticket,
    after: null,
    observed: versions.get(ticket.id) ?? [],
  }));
  const completed = await examineRecords(parts, table, records, stopping).catch((error: unknown) =>
    judgeFailure(error, records, progress),
  );
  progress.atOnce = Math.min(RECORDS_AT_ONCE, progress.atOnce * 2);
  const examined = tickets.map((ticket) => ({ ...ticket, ...completed.get(ticket.sysId)! }));
  if (examined.some(({ history }) => history.reason === 'unreadable'))
    progress.reopenAt = parts.time.now() + REOPEN_AFTER_MS;
  await parts.applyHistories(examined);
}

/** A record whose trail alone cannot be sent counts as unreadable; of several, half as many are tried next time. */
function judgeFailure(
  error: unknown,
  records: readonly ExaminedRecord[],
  progress: Progress,
): Map<string, CompletedHistory> {
  if (!isServiceNowError(error) || judgeFetchFailure(error.code) !== 'doubtful') throw error;
  progress.atOnce = Math.ceil(records.length / 2);
  if (records.length > 1) throw error;
  return new Map(
    records.map(({ sysId, openedAt, observed }) => [
      sysId,
      completeHistory(openedAt, findGaps(observed, new Set()), null),
    ]),
  );
}

async function reopen(parts: HistoryJobParts, progress: Progress, table: string): Promise<boolean> {
  if (parts.time.now() < progress.reopenAt || !parts.mayAsk()) return false;
  return (await parts.reopenUnreadable(table, progress.atOnce)) > 0;
}
