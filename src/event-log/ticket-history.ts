import { formatInstant, type Instant } from '../time/instant.ts';
import type { Priority, TicketState, Tier } from '../vocabulary.ts';
import type { FindingReason, ReportFinding } from './import-finding.ts';
import type { TicketUpdate } from './ticket-update.ts';

/** One version of a ticket: when it took effect and what it changed. Instants are ISO 8601 in UTC. */
export interface HistoryVersion {
  readonly at: string;
  readonly state?: TicketState;
  readonly priority?: Priority;
  readonly tier?: Tier;
  readonly covered?: boolean;
  readonly respondedAt?: string;
  readonly diagnosedAt?: string;
}

/** A ticket's life as `sla-bridge evaluate` reads it. */
export interface TicketHistory {
  readonly number: string;
  readonly serviceLine?: string;
  readonly versions: readonly HistoryVersion[];
}

/** A ticket's rows as they stand in the log. */
export interface TicketUpdates {
  readonly number: string;
  readonly serviceLine: string;
  readonly updates: readonly TicketUpdate[];
}

/**
 * Turns a ticket's updates into its history: in order of time, then of update count, then of the file; the first
 * version at the opening, each further one with what it changed. Between the opening and the first row the ticket is
 * `new`, under the priority of that row: a state holds from the row that shows it.
 * Null, and reported, when no priority is known.
 */
export function toTicketHistory(ticket: TicketUpdates, report: ReportFinding): TicketHistory | null {
  const updates = [...ticket.updates].sort(byTimeThenCount);
  const say = (update: TicketUpdate | undefined, reason: FindingReason, field: string, value: string): void =>
    report({ line: update?.line ?? 0, number: ticket.number, reason, field, value });
  const firstPriority = updates.find((update) => update.priority !== null)?.priority ?? null;
  if (firstPriority === null) {
    say(ticket.updates[0], 'ticket-without-priority', 'priority', '');
    return null;
  }
  if (updates[0]?.priority === null) say(updates[0], 'priority-known-late', 'priority', firstPriority);
  reportDisorder(updates, say);
  const openedAt = openingOf(updates, say);
  const versions = changesOf(
    updates.map((update) => ({ ...update, at: Math.max(update.at, openedAt) })),
    { at: openedAt, state: 'new', priority: firstPriority },
  );
  const serviceLine = ticket.serviceLine === '' ? {} : { serviceLine: ticket.serviceLine };
  return { number: ticket.number, ...serviceLine, versions };
}

type Say = (update: TicketUpdate, reason: FindingReason, field: string, value: string) => void;

function byTimeThenCount(a: TicketUpdate, b: TicketUpdate): number {
  return a.at - b.at || (a.sysModCount ?? 0) - (b.sysModCount ?? 0) || a.line - b.line;
}

/** Update counts may skip values, but a later row should not have a lower one. */
function reportDisorder(updates: readonly TicketUpdate[], say: Say): void {
  let highest = 0;
  for (const update of updates) {
    const count = update.sysModCount ?? highest;
    if (count < highest) say(update, 'against-update-count', 'sysModCount', String(count));
    highest = Math.max(highest, count);
  }
}

/** The earliest opening that a row gives; for a log that gives none, the first row. */
function openingOf(updates: readonly TicketUpdate[], say: Say): Instant {
  const openings = updates.flatMap((update) => (update.openedAt === null ? [] : [update.openedAt]));
  const openedAt = openings.length === 0 ? (updates[0]?.at ?? 0) : openings.reduce((a, b) => Math.min(a, b));
  const other = updates.find((update) => update.openedAt !== null && update.openedAt !== openedAt);
  if (other) say(other, 'opening-differs', 'openedAt', formatInstant(other.openedAt ?? 0));
  for (const update of updates) {
    if (update.at < openedAt) say(update, 'before-opening', 'updatedAt', formatInstant(update.at));
  }
  return openedAt;
}

/** The fields of a version that a row may change, in the order in which they are written. */
const changeable = ['state', 'priority', 'tier', 'covered', 'respondedAt', 'diagnosedAt'] as const;
type Changeable = Pick<TicketUpdate, (typeof changeable)[number]>;

interface Opening {
  readonly at: Instant;
  readonly state: TicketState;
  readonly priority: Priority;
}

function changesOf(updates: readonly TicketUpdate[], opening: Opening): HistoryVersion[] {
  const { at, ...shown } = opening;
  const first = updates[0]?.at === at ? updates[0] : null;
  const known: Partial<Changeable> = { ...shown, ...(first ? changesIn(first, shown) : {}) };
  const versions = [toVersion(at, known)];
  for (const update of updates) {
    const changes = changesIn(update, known);
    if (Object.keys(changes).length === 0) continue;
    Object.assign(known, changes);
    versions.push(toVersion(update.at, changes));
  }
  return versions;
}

function changesIn(update: TicketUpdate, known: Partial<Changeable>): Partial<Changeable> {
  return Object.fromEntries(
    changeable
      .filter((field) => update[field] !== null && update[field] !== known[field])
      .map((field) => [field, update[field]]),
  );
}

function toVersion(
  at: Instant,
  { respondedAt, diagnosedAt, ...changes }: Partial<Changeable>,
): HistoryVersion {
  return {
    at: formatInstant(at),
    ...(changes as Omit<HistoryVersion, 'at'>),
    ...(respondedAt ? { respondedAt: formatInstant(respondedAt) } : {}),
    ...(diagnosedAt ? { diagnosedAt: formatInstant(diagnosedAt) } : {}),
  };
}
