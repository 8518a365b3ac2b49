import type { Instant } from '../time/instant.ts';
import type { Priority, TicketState, Tier } from '../vocabulary.ts';
import { orderVersions, type Version } from './timeline.ts';

/** One version of a record as it was observed: everything that its clocks depend on, whole. */
export interface ObservedVersion {
  /** When the record took this form: its `sys_updated_on`. */
  readonly at: Instant;
  readonly sysModCount: number;
  /** Null where the choice value is not a known one. */
  readonly state: TicketState | null;
  readonly priority: Priority | null;
  readonly tier: Tier | null;
  readonly covered: boolean | null;
  readonly respondedAt: Instant | null;
  /** Whether a diagnosis is written down. */
  readonly diagnosed: boolean;
  readonly resolvedAt: Instant | null;
  readonly closedAt: Instant | null;
}

/** A version of the timeline, and where it comes from. */
export interface TimelineVersion extends Version {
  readonly sysModCount: number;
  /** True where nobody observed it: what the first version shows is taken to have held since the opening. */
  readonly estimated: boolean;
}

/**
 * Builds a ticket's timeline from all its observed versions, in whatever order they arrived: the result is the same.
 *
 * State and priority of the first version are taken to have held since `openedAt`. A milestone takes the instant that a
 * field gives; where no field dates it, the instant of the version that shows it.
 */
export function buildTimeline(
  openedAt: Instant,
  observed: readonly ObservedVersion[],
  deletedAt: Instant | null,
): TimelineVersion[] {
  const ordered = [...observed].sort(
    (one, other) => one.at - other.at || one.sysModCount - other.sysModCount,
  );
  const timeline: TimelineVersion[] = [];
  ordered.forEach((version, index) => {
    const previous = ordered[index - 1] ?? null;
    if (previous === null) timeline.push(baseVersion(openedAt, version, isResponseDated(ordered)));
    timeline.push(...datedVersions(openedAt, previous, version), observedVersion(openedAt, version));
  });
  if (deletedAt !== null)
    timeline.push(tombstone(Math.max(deletedAt, openedAt), ordered.at(-1)?.sysModCount ?? 0));
  return orderVersions(timeline);
}

/** What is taken to have held from the opening until the first observed version. */
function baseVersion(openedAt: Instant, first: ObservedVersion, responseDated: boolean): TimelineVersion {
  const state = first.state ?? 'open';
  // Seen at the opening itself, its state answers it in its turn among the versions of that instant.
  const isAnsweredSince = (state === 'open' || state === 'waiting') && first.at !== openedAt;
  return {
    ...emptyVersion(openedAt, first.sysModCount),
    state: isFinal(state) ? 'new' : state,
    priority: first.priority,
    covered: first.covered,
    respondedAt: isAnsweredSince && !responseDated ? Math.max(first.at, openedAt) : null,
    estimated: true,
  };
}

/** Versions between two observations that fields of the later one date: a resolution, a closure, a cancellation. */
function datedVersions(
  openedAt: Instant,
  previous: ObservedVersion | null,
  version: ObservedVersion,
): TimelineVersion[] {
  const since = previous?.at ?? openedAt - 1;
  const dated = (at: Instant | null, state: TicketState): TimelineVersion[] => {
    if (at === null || at <= since || at >= version.at || at < openedAt) return [];
    const { priority, covered } = version;
    return [{ ...emptyVersion(at, version.sysModCount), state, priority, covered }];
  };
  const wasDone = previous !== null && isDone(previous.state);
  if (version.state === 'resolved' && !wasDone) return dated(version.resolvedAt, 'resolved');
  if (version.state === 'closed' && previous?.state !== 'closed') {
    const resolved = wasDone ? [] : dated(version.resolvedAt, 'resolved');
    return [...resolved, ...dated(version.closedAt, 'closed')];
  }
  if (version.state === 'cancelled' && previous?.state !== 'cancelled')
    return dated(version.closedAt, 'cancelled');
  return [];
}

function observedVersion(openedAt: Instant, version: ObservedVersion): TimelineVersion {
  const at = Math.max(version.at, openedAt);
  return {
    at,
    sysModCount: version.sysModCount,
    state: version.state,
    priority: version.priority,
    tier: version.tier,
    covered: version.covered,
    respondedAt: version.respondedAt,
    diagnosedAt: version.diagnosed ? at : null,
    estimated: false,
  };
}

/** A record deleted in ServiceNow is cancelled for good. */
function tombstone(at: Instant, sysModCount: number): TimelineVersion {
  return { ...emptyVersion(at, sysModCount), state: 'cancelled' };
}

function emptyVersion(at: Instant, sysModCount: number): TimelineVersion {
  return {
    at,
    sysModCount,
    state: null,
    priority: null,
    tier: null,
    covered: null,
    respondedAt: null,
    diagnosedAt: null,
    estimated: false,
  };
}

function isResponseDated(versions: readonly ObservedVersion[]): boolean {
  return versions.some((version) => version.respondedAt !== null);
}

function isDone(state: TicketState | null): boolean {
  return state === 'resolved' || state === 'closed';
}

function isFinal(state: TicketState): boolean {
  return isDone(state) || state === 'cancelled';
}
