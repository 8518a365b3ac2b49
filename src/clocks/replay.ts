import type { Timeline, Version } from '../tickets/timeline.ts';
import type { Instant } from '../time/instant.ts';
import { type ClockKind, clockKinds, type Priority, type TicketState } from '../vocabulary.ts';
import {
  type Clock,
  closeStretch,
  createClock,
  instantUsedUp,
  isCounting,
  isUnfinished,
  openStretch,
} from './clock.ts';
import type { ClockPolicy } from './policy.ts';

/** A ticket while its history is replayed: what is known of it at one instant, and its clocks. */
export interface ReplayedTicket {
  readonly policy: ClockPolicy;
  state: TicketState;
  priority: Priority;
  covered: boolean;
  openedAt: Instant;
  respondedAt: Instant | null;
  diagnosedAt: Instant | null;
  /** The first resolution since it was last open. */
  resolvedAt: Instant | null;
  readonly clocks: Readonly<Record<ClockKind, Clock>>;
}

/** Sees the ticket once per instant at which anything may have changed, after everything of that instant was judged. */
export type ReplayObserver = (ticket: ReplayedTicket, at: Instant) => void;

/**
 * Replays a ticket's history up to and including `asOf` and returns it as it stood then, or null where nothing of it is
 * known yet. Throws where the earliest instant carries no priority: without one there is no target.
 *
 * At one instant the order is: versions, then the diagnosis, then breaches; whoever observes comes last.
 */
export function replay(
  timeline: Timeline,
  policy: ClockPolicy,
  asOf: Instant,
  observe: ReplayObserver = () => {},
): ReplayedTicket | null {
  const known = countKnown(timeline, asOf);
  if (known === 0) return null;
  const openedAt = timeline[0]!.at;
  const respondedAt = earliestGiven(timeline, known, 'respondedAt', openedAt);
  const diagnosedAt = earliestGiven(timeline, known, 'diagnosedAt', openedAt);
  const ticket = openTicket(policy, openedAt, firstPriority(timeline, known));
  const byState = respondedAt === null;
  let next = 0;
  let at = openedAt;
  while (at <= asOf) {
    for (; next < known && timeline[next]!.at === at; next++) applyVersion(ticket, timeline[next]!, byState);
    if (respondedAt !== null && respondedAt <= at) respond(ticket, respondedAt);
    if (diagnosedAt !== null && diagnosedAt <= at) diagnose(ticket, diagnosedAt);
    for (const kind of clockKinds) judge(ticket, ticket.clocks[kind], at);
    observe(ticket, at);
    at = nextInstant(ticket, at, next < known ? timeline[next]!.at : null, respondedAt, diagnosedAt);
  }
  return ticket;
}

function countKnown(timeline: Timeline, asOf: Instant): number {
  let known = 0;
  while (known < timeline.length && timeline[known]!.at <= asOf) known++;
  return known;
}

/** The earliest instant that any known version gives for a milestone; none lies before the opening. */
function earliestGiven(
  timeline: Timeline,
  known: number,
  milestone: 'respondedAt' | 'diagnosedAt',
  openedAt: Instant,
): Instant | null {
  let earliest: Instant | null = null;
  for (let index = 0; index < known; index++) {
    const given = timeline[index]![milestone];
    if (given !== null) earliest = Math.min(given, earliest ?? given);
  }
  return earliest === null ? null : Math.max(earliest, openedAt);
}

function firstPriority(timeline: Timeline, known: number): Priority {
  for (let index = 0; index < known; index++) {
    const { priority } = timeline[index]!;
    if (priority !== null) return priority;
  }
  throw new Error('A history without a priority has no targets and cannot be replayed.');
}

function openTicket(policy: ClockPolicy, openedAt: Instant, priority: Priority): ReplayedTicket {
  const make = (kind: ClockKind): Clock => createClock(kind, policy.rules[priority][kind], priority);
  const clocks = { response: make('response'), troubleshoot: make('troubleshoot'), fix: make('fix') };
  const ticket: ReplayedTicket = {
    policy,
    state: 'new',
    priority,
    covered: true,
    openedAt,
    respondedAt: null,
    diagnosedAt: null,
    resolvedAt: null,
    clocks,
  };
  clocks.response.startedAt = openedAt;
  clocks.fix.startedAt = openedAt;
  return ticket;
}

/** A version takes effect as a whole: priority and coverage first, so that what its state stops is judged under them. */
function applyVersion(ticket: ReplayedTicket, version: Version, respondsByState: boolean): void {
  const { at } = version;
  if (version.priority !== null) changePriority(ticket, version.priority);
  if (version.covered !== null) ticket.covered = version.covered;
  changeState(ticket, effectiveState(ticket.state, version.state));
  if (respondsByState && isAnswered(ticket.state)) respond(ticket, at);
  if ((version.tier ?? 1) >= 2 && ticket.policy.tierDiagnoses) diagnose(ticket, at);
  if (isDone(ticket.state)) resolve(ticket, at);
  for (const kind of clockKinds) setRunning(ticket, ticket.clocks[kind], at);
}

/** A cancellation is undone only by `new`, `open` or `waiting`. */
function effectiveState(state: TicketState, next: TicketState | null): TicketState {
  return state === 'cancelled' && isDone(next) ? state : (next ?? state);
}

function changeState(ticket: ReplayedTicket, state: TicketState): void {
  ticket.state = state;
  if (!isDone(state) && state !== 'cancelled') reopen(ticket);
}

/** Takes back the resolution that stopped the fix clock, if there was one. */
function reopen(ticket: ReplayedTicket): void {
  const { fix } = ticket.clocks;
  ticket.resolvedAt = null;
  fix.stoppedAt = null;
  fix.voided = false;
}

function changePriority(ticket: ReplayedTicket, priority: Priority): void {
  ticket.priority = priority;
  for (const kind of clockKinds) {
    const clock = ticket.clocks[kind];
    if (clock.stoppedAt === null && !clock.voided && isActive(ticket)) setRule(ticket, clock);
  }
}

function setRule(ticket: ReplayedTicket, clock: Clock): void {
  clock.priority = ticket.priority;
  clock.rule = ticket.policy.rules[ticket.priority][clock.kind];
}

/** Answered: the response clock stops and the troubleshoot clock starts, or, diagnosed already, starts and stops. */
function respond(ticket: ReplayedTicket, at: Instant): void {
  if (ticket.respondedAt !== null) return;
  ticket.respondedAt = at;
  stop(ticket, ticket.clocks.response, at);
  const { troubleshoot } = ticket.clocks;
  troubleshoot.startedAt = at;
  setRunning(ticket, troubleshoot, at);
  if (ticket.diagnosedAt !== null) stop(ticket, troubleshoot, at);
}

function diagnose(ticket: ReplayedTicket, at: Instant): void {
  if (ticket.diagnosedAt !== null) return;
  ticket.diagnosedAt = at;
  if (ticket.clocks.troubleshoot.startedAt !== null) stop(ticket, ticket.clocks.troubleshoot, at);
}

function resolve(ticket: ReplayedTicket, at: Instant): void {
  if (ticket.resolvedAt !== null) return;
  ticket.resolvedAt = at;
  diagnose(ticket, at);
  stop(ticket, ticket.clocks.fix, at);
}

/** Finishes a clock, which each milestone does once; one that stops while the ticket is cancelled or not covered is void. */
function stop(ticket: ReplayedTicket, clock: Clock, at: Instant): void {
  closeStretch(clock, at);
  if (!isActive(ticket)) {
    clock.voided = true;
    return;
  }
  setRule(ticket, clock);
  clock.stoppedAt = at;
}

/** Opens, closes or changes the clock's stretch to what the ticket's state asks for now. */
function setRunning(ticket: ReplayedTicket, clock: Clock, at: Instant): void {
  if (!isUnfinished(clock)) return;
  if (!isActive(ticket)) {
    closeStretch(clock, at);
    return;
  }
  setRule(ticket, clock);
  openStretch(clock, at, ticket.state === 'waiting');
}

/** Judges a clock once per instant: does it breach, or does a change of priority take a breach back? */
function judge(ticket: ReplayedTicket, clock: Clock, at: Instant): void {
  if (clock.stoppedAt !== null) {
    settle(clock);
    return;
  }
  clock.dueAt = null;
  if (!isUnfinished(clock) || !isActive(ticket)) return;
  clock.dueAt = instantUsedUp(clock, clock.rule.targetMs, null);
  if (clock.dueAt !== null && clock.dueAt <= at) clock.breachedAt ??= at;
  else takeBreachBack(clock);
}

/** Met when stopped not later than due; a clock that its own stop puts over is missed from that instant on. */
function settle(clock: Clock): void {
  const stoppedAt = clock.stoppedAt!;
  clock.dueAt = instantUsedUp(clock, clock.rule.targetMs, stoppedAt);
  if (clock.dueAt! < stoppedAt) clock.breachedAt ??= stoppedAt;
  else takeBreachBack(clock);
}

function takeBreachBack(clock: Clock): void {
  if (clock.breachedAt === null) return;
  clock.superseded.push(clock.breachedAt);
  clock.breachedAt = null;
}

/** The next instant after `at` at which anything can happen by itself or by history; Infinity when nothing can. */
function nextInstant(
  ticket: ReplayedTicket,
  at: Instant,
  versionAt: Instant | null,
  respondedAt: Instant | null,
  diagnosedAt: Instant | null,
): Instant {
  let next = versionAt ?? Number.POSITIVE_INFINITY;
  const consider = (instant: Instant | null): void => {
    if ((instant ?? Number.NEGATIVE_INFINITY) > at) next = Math.min(next, instant!);
  };
  consider(respondedAt);
  consider(diagnosedAt);
  for (const kind of clockKinds) {
    const clock = ticket.clocks[kind];
    // A clock that stands still comes to no breach by itself, though its due time may lie ahead.
    if (isCounting(clock)) consider(clock.dueAt);
  }
  return next;
}

/** Whether clocks run at all: the ticket is covered and not cancelled. */
export function isActive(ticket: ReplayedTicket): boolean {
  return ticket.covered && ticket.state !== 'cancelled';
}

function isAnswered(state: TicketState): boolean {
  return state !== 'new' && state !== 'cancelled';
}

/** Resolved or closed. */
export function isDone(state: TicketState | null): boolean {
  return state === 'resolved' || state === 'closed';
}
