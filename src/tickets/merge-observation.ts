import { createHash } from 'node:crypto';
import type { Observation } from '../servicenow/observation.ts';
import type { Instant } from '../time/instant.ts';
import type { ObservedVersion } from './build-timeline.ts';
import { readDetails } from './read-details.ts';
import type { Ticket } from './ticket.ts';

/** What one observation of a record means for the mirror. */
export interface Merge {
  /** `stale`: older than what is mirrored; it completes the history and changes nothing else. */
  readonly result: 'inserted' | 'updated' | 'unchanged' | 'stale';
  readonly ticket: Ticket;
  /** The version to remember; null when there is nothing new. */
  readonly version: ObservedVersion | null;
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
): Merge {
  const contentHash = hashContent(seen);
  if (known !== null && known.contentHash === contentHash && known.deletedAt === null) {
    return { result: 'unchanged', ticket: known, version: null };
  }
  if (known !== null && isOlder(seen, known)) {
    return { result: 'stale', ticket: known, version: observedVersion(seen, seen.sysUpdatedAt) };
  }
  const details = readDetails(seen, watchedWords);
  const ticket = { ...mergeTicket(known, seen, now), contentHash, details };
  const version = observedVersion(
    seen,
    known !== null && isSilentEdit(seen, known) ? now : seen.sysUpdatedAt,
  );
  return { result: known === null ? 'inserted' : 'updated', ticket, version };
}

function mergeTicket(
  known: Ticket | null,
  seen: Observation,
  now: Instant,
): Omit<Ticket, 'contentHash' | 'details'> {
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

function observedVersion(seen: Observation, at: Instant): ObservedVersion {
  const { sysModCount, state, priority, tier, covered, respondedAt, diagnosed, resolvedAt, closedAt } = seen;
  return { at, sysModCount, state, priority, tier, covered, respondedAt, diagnosed, resolvedAt, closedAt };
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
