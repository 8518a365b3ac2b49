import type { Instant } from '../time/instant.ts';
import type { ClockKind, ClockState, Priority } from '../vocabulary.ts';
import { type Clock, currentStretch, elapsedMs, isCounting } from './clock.ts';
import type { ClockRule } from './policy.ts';
import { isActive, type ReplayedTicket } from './replay.ts';

/** How one clock stands at one instant. */
export interface ClockReport {
  readonly kind: ClockKind;
  readonly state: ClockState;
  /** Why a cancelled clock is cancelled; null otherwise. */
  readonly reason: 'cancelled' | 'not-covered' | null;
  /** The priority under which it finished or now stands. */
  readonly priority: Priority;
  readonly startedAt: Instant | null;
  /** When the target is, was or would have been used up; null while pending, cancelled, or paused with target left. */
  readonly dueAt: Instant | null;
  readonly stoppedAt: Instant | null;
  readonly breachedAt: Instant | null;
  readonly superseded: readonly Instant[];
  /** Whether it stands still while the ticket waits; a breached clock may be paused too. */
  readonly paused: boolean;
  readonly elapsedMs: number;
  readonly targetMs: number;
}

/** Reports a replayed clock as it stands at `at`, the instant up to which the ticket was replayed. */
export function reportClock(ticket: ReplayedTicket, kind: ClockKind, at: Instant): ClockReport {
  const clock = ticket.clocks[kind];
  const state = clockState(ticket, clock);
  const settled = state === 'met' || state === 'missed';
  return {
    kind,
    state,
    reason: state === 'cancelled' ? cancelReason(ticket) : null,
    priority: settled ? clock.priority : ticket.priority,
    startedAt: clock.startedAt,
    dueAt: clock.dueAt,
    stoppedAt: settled ? clock.stoppedAt : null,
    breachedAt: clock.breachedAt,
    superseded: clock.superseded,
    paused: isPaused(clock),
    elapsedMs: elapsedMs(clock, at),
    targetMs: ruleShown(ticket, clock, settled).targetMs,
  };
}

/** The states are tried in this order: the first that fits counts. */
function clockState(ticket: ReplayedTicket, clock: Clock): ClockState {
  if (clock.voided || (clock.stoppedAt === null && !isActive(ticket))) return 'cancelled';
  if (clock.stoppedAt !== null) return clock.breachedAt === null ? 'met' : 'missed';
  if (clock.startedAt === null) return 'pending';
  if (clock.breachedAt !== null) return 'breached';
  return isPaused(clock) ? 'paused' : 'running';
}

function cancelReason(ticket: ReplayedTicket): 'cancelled' | 'not-covered' {
  return ticket.state === 'cancelled' ? 'cancelled' : 'not-covered';
}

function isPaused(clock: Clock): boolean {
  return currentStretch(clock) !== null && !isCounting(clock);
}

/** A finished clock shows the rule under which it finished, any other the one of the priority in force. */
function ruleShown(ticket: ReplayedTicket, clock: Clock, settled: boolean): ClockRule {
  return settled ? clock.rule : ticket.policy.rules[ticket.priority][clock.kind];
}
