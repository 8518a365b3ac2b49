import { isCounting, isUnfinished } from '../clocks/clock.ts';
import { isActive, isDone, type ReplayedTicket } from '../clocks/replay.ts';
import type { Instant } from '../time/instant.ts';
import { type ClockKind, clockKinds, type Priority } from '../vocabulary.ts';

/** A clock that is breached and not finished. */
export interface OverdueClock {
  readonly kind: ClockKind;
  readonly breachedAt: Instant;
  readonly paused: boolean;
}

/** From `at` on, until the next moment, this is what is overdue. */
export interface OverdueMoment {
  readonly at: Instant;
  /** In the order response, troubleshoot, fix. */
  readonly overdue: readonly OverdueClock[];
  readonly priority: Priority;
  /** Resolved, closed or cancelled: an episode ends whatever the clocks say. */
  readonly done: boolean;
}

/**
 * Collects the opening and the moments at which what is overdue changes, while a ticket is replayed. It looks at every
 * instant of every ticket, so it makes nothing where nothing has changed.
 */
export function collectOverdue(moments: OverdueMoment[]): (ticket: ReplayedTicket, at: Instant) => void {
  return (ticket, at) => {
    const { priority } = ticket;
    const overdue = overdueClocks(ticket);
    const done = isOver(ticket);
    const last = moments.at(-1);
    const isSame = last?.done === done && last.priority === priority && areSame(last.overdue, overdue);
    if (!isSame) moments.push({ at, overdue, priority, done });
  };
}

const none: readonly OverdueClock[] = [];

function overdueClocks(ticket: ReplayedTicket): readonly OverdueClock[] {
  if (!isActive(ticket)) return none;
  let overdue: OverdueClock[] | null = null;
  for (const kind of clockKinds) {
    const clock = ticket.clocks[kind];
    if (clock.breachedAt === null || !isUnfinished(clock)) continue;
    overdue ??= [];
    overdue.push({ kind, breachedAt: clock.breachedAt, paused: !isCounting(clock) });
  }
  return overdue ?? none;
}

function isOver(ticket: ReplayedTicket): boolean {
  return isDone(ticket.state) || ticket.state === 'cancelled';
}

function areSame(some: readonly OverdueClock[], others: readonly OverdueClock[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((one, index) => {
    const other = others[index]!;
    return one.kind === other.kind && one.breachedAt === other.breachedAt && one.paused === other.paused;
  });
}
