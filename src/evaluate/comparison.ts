import type { ClockReport } from '../clocks/clock-report.ts';
import type { ClockKind } from '../vocabulary.ts';
import type { Verdict } from './evaluate.ts';
import type { JudgedTicket } from './judge.ts';

/** One clock that comes out differently under the other policies. */
export interface ClockChange {
  readonly kind: ClockKind;
  readonly before: ClockReport;
  readonly after: ClockReport;
  /** What matters most about it: it breaches only under one of the two. */
  readonly effect: 'breaches' | 'no-longer-breaches' | 'other';
}

/** What would change for one ticket. */
export interface TicketChange {
  readonly clocks: readonly ClockChange[];
  readonly escalationsBefore: number;
  readonly escalationsAfter: number;
}

/** Compares a ticket's two verdicts. Throws where it was not judged under both. */
export function compareVerdicts(ticket: JudgedTicket): TicketChange {
  const after = comparedVerdict(ticket);
  const clocks = ticket.verdict.clocks.flatMap((before, index) => changeOf(before, after.clocks[index]!));
  return {
    clocks,
    escalationsBefore: ticket.verdict.escalations.length,
    escalationsAfter: after.escalations.length,
  };
}

export function comparedVerdict(ticket: JudgedTicket): Verdict {
  if (ticket.compared !== null) return ticket.compared;
  throw new Error('This ticket was judged under one set of policies only.');
}

/** Whether anybody would notice: a clock in another state, or another number of escalations; not a due instant alone. */
export function hasOtherOutcome(change: TicketChange): boolean {
  return (
    change.escalationsBefore !== change.escalationsAfter ||
    change.clocks.some((clock) => clock.before.state !== clock.after.state)
  );
}

function changeOf(before: ClockReport, after: ClockReport): ClockChange[] {
  const same =
    before.state === after.state && before.dueAt === after.dueAt && before.breachedAt === after.breachedAt;
  return same ? [] : [{ kind: before.kind, before, after, effect: effectOf(before, after) }];
}

function effectOf(before: ClockReport, after: ClockReport): ClockChange['effect'] {
  if (isOverTarget(before) === isOverTarget(after)) return 'other';
  return isOverTarget(after) ? 'breaches' : 'no-longer-breaches';
}

function isOverTarget(clock: ClockReport): boolean {
  return clock.state === 'breached' || clock.state === 'missed';
}
