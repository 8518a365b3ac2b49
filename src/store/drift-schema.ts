import type { ClockKind, DriftKind } from '../vocabulary.ts';
import type { Json, OptionalJson, OptionalTimestamp, Timestamp } from './columns.ts';

/** A clock that ServiceNow's own SLA engine judged otherwise when last compared. */
export interface ClockDriftTable {
  ticket_id: number;
  clock: ClockKind;
  kind: DriftKind;
  why: string;
  /** Both sides as they were compared. */
  ours: Json<object>;
  theirs: OptionalJson<object>;
  /** When this kind was first found on the clock. */
  found_at: Timestamp;
  seen_at: Timestamp;
}

/** One row: the last comparison. */
export interface DriftRunTable {
  id: number;
  started_at: OptionalTimestamp;
  finished_at: OptionalTimestamp;
  compared: number;
  /** Configured SLA definitions that the instance does not know. */
  unknown_definitions: Json<string[]>;
}
