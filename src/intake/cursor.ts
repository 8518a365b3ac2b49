import type { ScanPosition } from '../servicenow/queries.ts';
import type { Instant } from '../time/instant.ts';

/** How far a table has been read. */
export interface SyncCursor {
  /** Every change up to here has been applied; null while the table has no records. */
  readonly watermark: ScanPosition | null;
  readonly firstLoad: FirstLoad;
  readonly lastPoll: FinishedPoll | null;
}

/** The first load walks through the whole table in the order of sys_ids, beside the polls that follow the changes. */
export interface FirstLoad {
  readonly hasBegun: boolean;
  readonly isDone: boolean;
  /** The last record that has been applied. */
  readonly lastSysId: string | null;
}

export interface FinishedPoll {
  readonly finishedAt: Instant;
  /** `ok`, or the code of what went wrong. */
  readonly outcome: string;
}

export const UNREAD: SyncCursor = {
  watermark: null,
  firstLoad: { hasBegun: false, isDone: false, lastSysId: null },
  lastPoll: null,
};

/** Where cursors are kept. Each method stores one fact and leaves the others alone. */
export interface CursorStore {
  load(table: string): Promise<SyncCursor>;
  beginFirstLoad(table: string, watermark: ScanPosition | null): Promise<void>;
  saveFirstLoad(table: string, lastSysId: string | null, isDone: boolean): Promise<void>;
  saveWatermark(table: string, watermark: ScanPosition): Promise<void>;
  savePoll(table: string, poll: FinishedPoll): Promise<void>;
}
