import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../time/instant.ts';
import { type DeletionParts, listDeletions } from './deletion-client.ts';
import { judgeFetchFailure } from './hint.ts';
import type { PolledTable } from './poll-turn-client.ts';
import { type RefetchParts, refetchRecord } from './refetch-client.ts';

export interface DeletionWatchParts extends DeletionParts, RefetchParts {
  readonly client: DeletionParts['client'] & RefetchParts['client'];
  readonly tables: ReadonlyMap<string, PolledTable>;
  /** The instance's clock. */
  now(): Instant;
}

/** After a start deletions are looked for that are as old as this; older ones are found by comparing. */
const LOOK_BACK_MS = DAY_MS;
/** Rows may become visible a moment after their stamp. */
const OVERLAP_MS = MINUTE_MS;
/** Rights are not given every minute. */
const ASK_AGAIN_AFTER_MS = HOUR_MS;

/** Looks once at what was deleted since the last look; throws where asking fails, and the next look begins there again. */
export type LookForDeletions = (signal: AbortSignal) => Promise<void>;

/**
 * Looks for deleted records between comparisons. `sys_audit_delete` only says where to look: a record counts as deleted
 * if ServiceNow does not know it when asked by its id.
 */
export function createDeletionWatch(parts: DeletionWatchParts): LookForDeletions {
  const since = new Map<string, Instant>();
  let refusedUntil = 0;
  return async (signal) => {
    if (parts.now() < refusedUntil) return;
    for (const [table, polled] of parts.tables) {
      const lookedAt = parts.now();
      const from = since.get(table) ?? lookedAt - LOOK_BACK_MS;
      const deleted = await listDeletions(parts, table, from, signal);
      if (deleted === null) {
        refusedUntil = lookedAt + ASK_AGAIN_AFTER_MS;
        return;
      }
      for (const sysId of deleted) await confirm(parts, polled, sysId, signal);
      since.set(table, lookedAt - OVERLAP_MS);
    }
  };
}

/** A record that is there again, or that the account is not given, is left to polling and comparing. */
async function confirm(
  parts: DeletionWatchParts,
  polled: PolledTable,
  sysId: string,
  signal: AbortSignal,
): Promise<void> {
  if (!(await parts.isMirrored(polled.table, sysId))) return;
  try {
    await refetchRecord(parts, polled, sysId, signal);
  } catch (error) {
    if (!isServiceNowError(error) || judgeFetchFailure(error.code) !== 'refused') throw error;
  }
}
