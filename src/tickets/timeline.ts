import type { Instant } from '../time/instant.ts';
import type { Priority, TicketState, Tier } from '../vocabulary.ts';

/** What changed about a ticket at one instant; null is unchanged. Takes effect as a whole. */
export interface Version {
  readonly at: Instant;
  readonly state: TicketState | null;
  readonly priority: Priority | null;
  readonly tier: Tier | null;
  readonly covered: boolean | null;
  /** When the ticket was answered, where a field says so; counts instead of the first state that is not `new`. */
  readonly respondedAt: Instant | null;
  /** When the fault was diagnosed, where somebody said so. */
  readonly diagnosedAt: Instant | null;
}

/** The versions of one ticket, oldest first; those of one instant in the order in which they happened. */
export type Timeline = readonly Version[];

/** Puts versions in order of their instant; those of one instant keep the order given. */
export function orderVersions<Any extends Version>(versions: readonly Any[]): Any[] {
  if (isOrdered(versions)) return versions as Any[];
  return [...versions].sort((one, other) => one.at - other.at);
}

/** The versions that are known at `asOf`. */
export function versionsUpTo(timeline: Timeline, asOf: Instant): Timeline {
  const end = timeline.findIndex((version) => version.at > asOf);
  return end === -1 ? timeline : timeline.slice(0, end);
}

function isOrdered(versions: readonly Version[]): boolean {
  for (let index = 1; index < versions.length; index++) {
    if (versions[index]!.at < versions[index - 1]!.at) return false;
  }
  return true;
}
