import { createHash } from 'node:crypto';
import type { Observation } from '../servicenow/observation.ts';
import type { Instant } from '../time/instant.ts';
import type { CompletedHistory } from './audit-history.ts';
import type { ObservedVersion } from './build-timeline.ts';
import { joinHistories, WHOLE } from './history-gaps.ts';
import { readDetails } from './read-details.ts';
import type { Ticket } from './ticket.ts';

/** What one observation of a record means for the mirror. */
export interface Merge {
  /** `stale`: older than what is mirrored; it completes the history and changes nothing else. */
  readonly result: 'inserted' | 'updated' | 'unchanged' | 'stale';
  readonly ticket: Ticket;
  /** The version to remember; null when there is nothing new. */
  readonly version: ObservedVersion | null;
  /** Versions before it that were not observed, as the audit trail tells them. */
  readonly between: readonly ObservedVersion[];
}

/** What the audit trail tells of the versions between a mirrored one and one that was read. */
export interface CompletedGap extends CompletedHistory {
  readonly after: number;
  readonly upTo: number;
}

/**
 * Merges an observation into what is mirrored of its ticket (null: nothing yet). Pure; `now` is the instance's clock.
 * An unknown choice value leaves the last known one, or `open` and `low` where there is none. `watchedWords` are those
 * on which rows of the ticket-details checklist depend.
 */
export function mergeObservation(
  known: Ticket | null,
  seen: Observation,
  now: Instant,
  watchedWords: readonly string[] = [],
  gap: CompletedGap | null = null,
): Merge {
  const contentHash = hashContent(seen);
  if (known !== null && known.contentHash === contentHash && known.deletedAt === null) {
    return { result: 'unchanged', ticket: known, version: null, between: [] };
  }
  if (known !== null && isOlder(seen, known)) {
    return { result: 'stale', ticket: known, version: versionOf(seen), between: [] };
  }
  const fitting = gap?.after === known?.sysModCount && gap?.upTo === seen.sysModCount ? gap : null;
  const ticket = {
    ...mergeTicket(known, seen, now),
    contentHash,
    details: readDetails(seen, watchedWords),
    ...mergeHistory(known, seen, now, fitting),
  };
  const isSilent = known !== null && isSilentEdit(seen, known);
  const version = { ...versionOf(seen), ...(isSilent ? { at: now } : {}) };
  return {
    result: known === null ? 'inserted' : 'updated',
    ticket,
    version,
    between: fitting?.versions ?? [],
  };
}

/** What is missing before this observation is known already, or is to be looked up. */
function mergeHistory(
  known: Ticket | null,
  seen: Observation,
  now: Instant,
  gap: CompletedGap | null,
): Pick<Ticket, 'unexaminedSince' | 'history'> {
  const { unexaminedSince = null, history = WHOLE } = known ?? {};
  if (gap !== null) return { unexaminedSince, history: joinHistories(history, gap.history) };
  const isMissed = seen.sysModCount > (known?.sysModCount ?? -1) + 1;
  return { unexaminedSince: unexaminedSince ?? (isMissed ? now : null), history };
}

function mergeTicket(
  known: Ticket | null,
  seen: Observation,
  now: Instant,
): Omit<Ticket, 'contentHash' | 'details' | 'unexaminedSince' | 'history'> {
  return {
    id: known?.id ?? 0,
    table: seen.table,
    sysId: seen.sysId,
    number: seen.number,
    state: seen.state ?? known?.state ?? 'open',
    priority: seen.priority ?? known?.priority ?? 'low',
    channel: seen.channel,
    isChannelKnown: seen.isChannelKnown,
    tier: seen.tier ?? known?.tier ?? 1,
    account: seen.accountName ?? seen.account,
    serviceLine: seen.serviceLine,
    covered: seen.covered ?? known?.covered ?? true,
    shortDescription: seen.shortDescription,
    assignmentGroup: seen.assignmentGroup,
    openedAt: seen.openedAt ?? known?.openedAt ?? seen.sysUpdatedAt,
    respondedAt: known?.respondedAt ?? null,
    diagnosedAt: known?.diagnosedAt ?? null,
    resolvedAt: known?.resolvedAt ?? null,
    closedAt: seen.state === 'closed' ? (seen.closedAt ?? seen.sysUpdatedAt) : null,
    sysModCount: seen.sysModCount,
    sysUpdatedAt: seen.sysUpdatedAt,
    problems: seen.problems,
    firstSeenAt: known?.firstSeenAt ?? now,
    deletedAt: null,
  };
}

/** The version that an observation shows, as of the record's own stamp. */
export function versionOf(seen: Observation): ObservedVersion {
  const { sysModCount, state, priority, tier, covered, respondedAt, diagnosed, resolvedAt, closedAt } = seen;
  return {
    at: seen.sysUpdatedAt,
    sysModCount,
    state,
    priority,
    tier,
    covered,
    respondedAt,
    diagnosed,
    resolvedAt,
    closedAt,
  };
}

/** Older than what is mirrored: it was read before, and arrives after, a newer one. */
function isOlder(seen: Observation, known: Ticket): boolean {
  if (seen.sysUpdatedAt !== known.sysUpdatedAt) return seen.sysUpdatedAt < known.sysUpdatedAt;
  return seen.sysModCount < known.sysModCount;
}

/** Changed by a script that leaves the counters alone: nothing dates it but the moment at which it is seen. */
function isSilentEdit(seen: Observation, known: Ticket): boolean {
  return seen.sysUpdatedAt === known.sysUpdatedAt && seen.sysModCount === known.sysModCount;
}

function hashContent(seen: Observation): string {
  return createHash('sha1').update(JSON.stringify(seen)).digest('base64url');
}
