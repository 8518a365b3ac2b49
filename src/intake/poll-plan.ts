import type { ScanPosition } from '../servicenow/queries.ts';
import type { RecordStamp } from '../servicenow/record.ts';
import { type Instant, SECOND_MS } from '../time/instant.ts';

/** Update stamps are set before a change is committed, so a record can appear behind one that is stamped later. */
const OVERLAP_MS = 5 * SECOND_MS;
/** Records stamped within this time before the request may not be all there yet; the watermark stays behind them. */
const SETTLING_MS = SECOND_MS;

/** Where a poll begins to read; null for the beginning of the table. */
export function planPollStart(watermark: ScanPosition | null): Instant | null {
  return watermark === null ? null : watermark.updatedAt - OVERLAP_MS;
}

/**
 * The watermark after a page has been applied: its last record that is old enough to be trusted. Records from the
 * future (a node whose clock is ahead) are applied all the same but never carry the watermark past changes to come.
 */
export function advanceWatermark(
  watermark: ScanPosition | null,
  applied: readonly RecordStamp[],
  askedAt: Instant,
): ScanPosition | null {
  const settled = applied.findLast((stamp) => stamp.updatedAt <= askedAt - SETTLING_MS);
  if (settled === undefined) return watermark;
  return watermark === null || isLater(settled, watermark) ? settled : watermark;
}

function isLater(one: ScanPosition, other: ScanPosition): boolean {
  return one.updatedAt === other.updatedAt ? one.sysId > other.sysId : one.updatedAt > other.updatedAt;
}

/** Where polling goes on after the first load: the newest record at its beginning, but nothing from the future. */
export function planLoadStart(newest: RecordStamp | null, askedAt: Instant): ScanPosition | null {
  if (newest === null) return null;
  return newest.updatedAt <= askedAt ? newest : { updatedAt: askedAt, sysId: '' };
}

export interface TurnResult {
  readonly intervalMs: number;
  readonly tookMs: number;
  readonly isLoadPending: boolean;
  /** Turns in a row that failed, this one included. */
  readonly failures: number;
  /** How long ServiceNow, or our own hold, asks to wait. */
  readonly retryAfterMs: number | null;
}

const FIRST_RETRY_MS = SECOND_MS;

/**
 * Milliseconds until the next turn. Turns begin an interval apart; a first load that is not done goes on at once; after
 * a failure the next try comes sooner than the interval, but ever later.
 */
export function planNextTurn(turn: TurnResult): number {
  if (turn.failures > 0) {
    const backoffMs = Math.min(turn.intervalMs, FIRST_RETRY_MS * 2 ** Math.min(turn.failures - 1, 12));
    return Math.max(backoffMs, turn.retryAfterMs ?? 0);
  }
  return turn.isLoadPending ? 0 : Math.max(0, turn.intervalMs - turn.tookMs);
}
