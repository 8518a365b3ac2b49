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

/** Collects the moments at which what is overdue changes, while a ticket is replayed. Empty for a ticket never overdue. */
export function collectOverdue(moments: OverdueMoment[]): (ticket: ReplayedTicket, at: Instant) => void {
  return (ticket, at) => {
    const overdue = overdueClocks(ticket);
    const last = moments.at(-1);
    if (last === undefined && overdue.length === 0 && !isOver(ticket)) return;
    const moment = { at, overdue, priority: ticket.priority, done: isOver(ticket) };
    if (last === undefined || !isSame(last, moment)) moments.push(moment);
  };
}

function overdueClocks(ticket: ReplayedTicket): OverdueClock[] {
  const overdue: OverdueClock[] = [];
  if (!isActive(ticket)) return overdue;
  for (const kind of clockKinds) {
    const clock = ticket.clocks[kind];
    if (clock.breachedAt === null || !isUnfinished(clock)) continue;
    overdue.push({ kind, breachedAt: clock.breachedAt, paused: !isCounting(clock) });
  }
  return overdue;
}

function isOver(ticket: ReplayedTicket): boolean {
  return isDone(ticket.state) || ticket.state === 'cancelled';
}

function isSame(one: OverdueMoment, other: OverdueMoment): boolean {
  return (
    one.done === other.done &&
    one.priority === other.priority &&
    one.overdue.length === other.overdue.length &&
    one.overdue.every((clock, index) => {
      const twin = other.overdue[index]!;
      return clock.kind === twin.kind && clock.breachedAt === twin.breachedAt && clock.paused === twin.paused;
    })
  );
}
