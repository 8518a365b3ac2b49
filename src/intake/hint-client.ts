import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import type { Instant } from '../time/instant.ts';
import {
  type HintOutcome,
  isGivenUp,
  judgeFetchFailure,
  type LookUp,
  type OpenHint,
  pickEchoes,
  planLookUp,
} from './hint.ts';
import type { PolledTable } from './poll-turn-client.ts';
import { type RefetchParts, refetchListed, refetchRecord } from './refetch-client.ts';

export interface FollowUpParts extends RefetchParts {
  /** The tables that are synchronised, by name. */
  readonly tables: ReadonlyMap<string, PolledTable>;
  /** The instance's clock. */
  now(): Instant;
  settleHints(ids: readonly string[], outcome: HintOutcome): Promise<void>;
}

/** So many records are fetched by one request: its address stays well below what servers take. */
const RECORDS_AT_ONCE = 100;
/** So many are asked for by id at the same time. */
const LOOKS_AT_ONCE = 4;

/**
 * Follows up hints, those that have waited longest: fetches the records that they name, once each, applies them, and
 * settles the hints. Hints that only say what we wrote ourselves cause nothing. Throws what kept a record from being
 * fetched, once everything else has been done; its hints stay open.
 */
export async function followUp(
  parts: FollowUpParts,
  open: readonly OpenHint[],
  signal: AbortSignal,
): Promise<void> {
  await parts.settleHints(pickEchoes(open), 'echo');
  const lookUp = planLookUp(open, RECORDS_AT_ONCE);
  if (lookUp === null) return;
  const polled = parts.tables.get(lookUp.table);
  const all = [...lookUp.hintsBySysId.keys()];
  // The table was taken out of the configuration since.
  if (polled === undefined) return settle(parts, lookUp, all, 'failed');
  const found = await fetchListed(parts, polled, lookUp, all, signal);
  const listed = new Set(found);
  await fetchByIds(
    parts,
    polled,
    lookUp,
    all.filter((sysId) => !listed.has(sysId)),
    signal,
  );
}

/** A single record is asked for by its id at once, unless only a list can say whether it belongs here. */
async function fetchListed(
  parts: FollowUpParts,
  polled: PolledTable,
  lookUp: LookUp,
  sysIds: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  if (sysIds.length === 1 && polled.base === null) return [];
  try {
    const found = await refetchListed(parts, polled, sysIds, signal);
    await settle(parts, lookUp, found, 'applied');
    return found;
  } catch (error) {
    await giveUp(parts, lookUp, sysIds, error);
    throw error;
  }
}

async function fetchByIds(
  parts: FollowUpParts,
  polled: PolledTable,
  lookUp: LookUp,
  sysIds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const troubles: unknown[] = [];
  const fetchOne = async (sysId: string): Promise<void> => {
    try {
      await settle(parts, lookUp, [sysId], await refetchRecord(parts, polled, sysId, signal));
    } catch (error) {
      await giveUp(parts, lookUp, [sysId], error);
      troubles.push(error);
    }
  };
  for (let start = 0; start < sysIds.length; start += LOOKS_AT_ONCE) {
    await Promise.all(sysIds.slice(start, start + LOOKS_AT_ONCE).map(fetchOne));
    if (troubles.some(isAboutInstance)) break;
  }
  if (troubles.length > 0) throw troubles.find(isAboutInstance) ?? troubles[0];
}

function isAboutInstance(error: unknown): boolean {
  return !isServiceNowError(error) || judgeFetchFailure(error.code) === 'instance';
}

/** Settles hints that have waited long enough for a record that cannot be had. */
async function giveUp(
  parts: FollowUpParts,
  lookUp: LookUp,
  sysIds: readonly string[],
  error: unknown,
): Promise<void> {
  if (!isServiceNowError(error)) return;
  const failure = judgeFetchFailure(error.code);
  const hints = sysIds.flatMap((sysId) => lookUp.hintsBySysId.get(sysId) ?? []);
  const givenUp = hints.filter((hint) => isGivenUp(failure, hint, parts.now()));
  await parts.settleHints(
    givenUp.map((hint) => hint.id),
    'failed',
  );
}

function settle(
  parts: FollowUpParts,
  { hintsBySysId }: LookUp,
  sysIds: readonly string[],
  outcome: HintOutcome,
): Promise<void> {
  const hints = sysIds.flatMap((sysId) => hintsBySysId.get(sysId) ?? []);
  return parts.settleHints(
    hints.map((hint) => hint.id),
    outcome,
  );
}
