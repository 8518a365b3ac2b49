import type { ScanPosition } from '../servicenow/queries.ts';
import { type Instant, SECOND_MS } from '../time/instant.ts';
import type { FinishedPoll, SyncCursor } from './cursor.ts';

/** How far one table is behind. */
export interface TableSyncStatus {
  readonly table: string;
  readonly watermark: ScanPosition | null;
  /** Changes older than this many seconds have been seen; null before the first poll. */
  readonly lagSeconds: number | null;
  readonly lastPoll: FinishedPoll | null;
  readonly firstLoad: {
    readonly isDone: boolean;
    /** Share of the table that has been read, 0 to 1. */
    readonly progress: number;
  };
}

/**
 * Describes a table's synchronisation. While polls fail, `lastGoodAt`, when this process last began one that succeeded,
 * says how long; without it the watermark has to do, which stands still while nothing changes.
 */
export function describeSync(
  table: string,
  cursor: SyncCursor,
  lastGoodAt: Instant | null,
  now: Instant,
): TableSyncStatus {
  const { watermark, lastPoll, firstLoad } = cursor;
  const lastGood = lastPoll?.outcome === 'ok' ? lastPoll.finishedAt : lastGoodAt;
  const seenUntil = lastGood ?? watermark?.updatedAt ?? null;
  return {
    table,
    watermark,
    lagSeconds: seenUntil === null ? null : Math.max(0, Math.round((now - seenUntil) / SECOND_MS)),
    lastPoll,
    firstLoad: {
      isDone: firstLoad.isDone,
      progress: firstLoad.isDone ? 1 : readProgress(firstLoad.lastSysId),
    },
  };
}

/** sys_ids are random, so how far into their range the last one lies is how much of the table has been read. */
function readProgress(lastSysId: string | null): number {
  return lastSysId === null ? 0 : Number.parseInt(lastSysId.slice(0, 8), 16) / 2 ** 32;
}
