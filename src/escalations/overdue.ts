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

/** Collects the opening and the moments at which what is overdue changes, while a ticket is replayed. */
export function collectOverdue(moments: OverdueMoment[]): (ticket: ReplayedTicket, at: Instant) => void {
  return (ticket, at) => {
    const moment = { at, overdue: overdueClocks(ticket), priority: ticket.priority, done: isOver(ticket) };
    const last = moments.at(-1);
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
  return standing(one) === standing(other);
}

function standing({ done, priority, overdue }: OverdueMoment): string {
  return JSON.stringify([done, priority, overdue]);
}
