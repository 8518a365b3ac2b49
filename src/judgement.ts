import { type ClockReport, reportClock } from './clocks/clock-report.ts';
import type { StoredClock } from './clocks/clock-store.ts';
import { type ReplayedTicket, replay } from './clocks/replay.ts';
import { nextWarningAt, warningLevel } from './clocks/warning.ts';
import type { Escalation } from './escalations/escalation-store.ts';
import { enterRaise, type Ladder, type LadderCommand, nextStep, triggerOf } from './escalations/ladder.ts';
import { collectOverdue, type OverdueMoment } from './escalations/overdue.ts';
import { routeAt } from './escalations/route.ts';
import { walkActualLadder } from './escalations/walk-ladder.ts';
import { escalationMessageId } from './outbox/message.ts';
import type { Policy } from './policy/policy.ts';
import { buildTimeline, type ObservedVersion } from './tickets/build-timeline.ts';
import type { Ticket } from './tickets/ticket.ts';
import type { Milestones } from './tickets/ticket-store.ts';
import type { Instant } from './time/instant.ts';
import { type ClockKind, clockKinds, type EscalationLevel, type EscalationTrigger } from './vocabulary.ts';

/** Everything that is known of a ticket when it is judged. */
export interface Case {
  readonly ticket: Ticket;
  readonly versions: readonly ObservedVersion[];
  /** How its clocks were judged last; empty for a new ticket. */
  readonly clocksBefore: readonly StoredClock[];
  readonly escalations: readonly Escalation[];
  readonly commands: readonly LadderCommand[];
}

/** What judging a ticket at one instant comes to. Nothing is done yet. */
export interface Judgement {
  readonly ticket: Ticket;
  readonly milestones: Milestones;
  readonly clocks: readonly StoredClock[];
  /** Clocks whose breach was not known when last judged, those that stood when the ticket was first mirrored aside. */
  readonly newBreaches: readonly ClockReport[];
  readonly warnings: readonly { readonly kind: ClockKind; readonly percent: number }[];
  /** The one step to raise now, or null. */
  readonly raise: Escalation | null;
  readonly ladder: Ladder;
  /** When it must be judged again if nothing changes; null when time alone changes nothing. */
  readonly nextJudgementAt: Instant | null;
}

export interface JudgementRules {
  readonly policy: Policy;
  /** Whether breaches that stood when a ticket was first mirrored are held back until somebody adopts them. */
  readonly holdsBackExisting: boolean;
  /** False for looking only: a step that is due now is left to be raised. */
  readonly raises: boolean;
}

/** Judges a ticket at `now` from its whole history. Pure: the same case at the same instant gives the same judgement. */
export function judge(given: Case, rules: JudgementRules, now: Instant): Judgement {
  const { ticket } = given;
  const timeline = buildTimeline(ticket.openedAt, given.versions, ticket.deletedAt);
  const moments: OverdueMoment[] = [];
  const known = timeline.some((version) => version.priority !== null);
  const replayed = known ? replay(timeline, rules.policy.clocks, now, collectOverdue(moments)) : null;
  const clocks = replayed === null ? [] : judgeClocks(given, replayed, now);
  const facts = {
    raised: given.escalations.map((step) => happenedBy(step, now)),
    commands: given.commands.map((command) => happenedBy(command, now)),
    watchedSince: rules.holdsBackExisting ? ticket.firstSeenAt : null,
  };
  const ladder = walkActualLadder(rules.policy.ladder, moments, facts, now);
  const raise = rules.raises ? stepToRaise(given, ladder, now) : null;
  if (raise !== null) enterRaise(ladder, raise);
  return {
    ticket,
    milestones: milestonesOf(replayed),
    clocks:
      replayed === null && !known ? pendingClocks(rules.policy, ticket) : clocks.map((clock) => clock.stored),
    newBreaches: clocks.filter((clock) => clock.newlyBreached).map((clock) => clock.report),
    warnings: clocks.flatMap((clock) =>
      clock.announce === null ? [] : [{ kind: clock.report.kind, percent: clock.announce }],
    ),
    raise,
    ladder,
    nextJudgementAt: nextJudgementAt(replayed, clocks, ladder, timeline, now),
  };
}

/** Another replica's clock may be a moment ahead of ours: what it raised or took in has happened all the same. */
function happenedBy<Fact extends { readonly at: Instant }>(fact: Fact, now: Instant): Fact {
  return fact.at <= now ? fact : { ...fact, at: now };
}

interface JudgedClock {
  readonly report: ClockReport;
  readonly stored: StoredClock;
  readonly newlyBreached: boolean;
  readonly announce: number | null;
}

function judgeClocks(given: Case, replayed: ReplayedTicket, now: Instant): JudgedClock[] {
  const percents = replayed.policy.warningPercents;
  return clockKinds.map((kind) => {
    const report = reportClock(replayed, kind, now);
    const before = given.clocksBefore.find((clock) => clock.kind === kind);
    const { warnedPercent, announce } = warningLevel(report, percents, before?.warnedPercent ?? 0);
    const reason =
      given.ticket.deletedAt !== null && report.state === 'cancelled' ? 'deleted' : report.reason;
    return {
      report,
      stored: { ...report, reason, warnedPercent, superseded: listSuperseded(given.ticket, report, before) },
      newlyBreached: isNewBreach(given.ticket, report, before),
      announce,
    };
  });
}

/**
 * Breaches that do not stand: taken back by a change of priority, or told once and taken back by what became known
 * later. What was only estimated before the ticket was watched was never told.
 */
function listSuperseded(ticket: Ticket, clock: ClockReport, before: StoredClock | undefined): Instant[] {
  const told = [...(before?.superseded ?? []), before?.breachedAt ?? 0].filter(
    (at) => at > ticket.firstSeenAt,
  );
  const all = new Set([...clock.superseded, ...told].filter((at) => at !== clock.breachedAt));
  return [...all].sort((one, other) => one - other);
}

function isNewBreach(ticket: Ticket, clock: ClockReport, before: StoredClock | undefined): boolean {
  if (clock.state !== 'breached' && clock.state !== 'missed') return false;
  return clock.breachedAt !== (before?.breachedAt ?? null) && clock.breachedAt! > ticket.firstSeenAt;
}

/** A ticket whose priority was never known has no targets: its clocks wait for one. */
function pendingClocks(policy: Policy, ticket: Ticket): StoredClock[] {
  return clockKinds.map((kind) => ({
    kind,
    state: 'pending',
    reason: null,
    priority: null,
    startedAt: null,
    dueAt: null,
    stoppedAt: null,
    breachedAt: null,
    superseded: [],
    paused: false,
    elapsedMs: 0,
    targetMs: policy.clocks.rules[ticket.priority][kind].targetMs,
    warnedPercent: 0,
  }));
}

function milestonesOf(replayed: ReplayedTicket | null): Milestones {
  return {
    respondedAt: replayed?.respondedAt ?? null,
    diagnosedAt: replayed?.diagnosedAt ?? null,
    resolvedAt: replayed?.resolvedAt ?? null,
  };
}

/** The step that is due, as it is raised now: late is one step, and the next counts from here. */
function stepToRaise(given: Case, ladder: Ladder, now: Instant): Escalation | null {
  const step = nextStep(ladder);
  if (step === null || step.dueAt > now) return null;
  return raiseStep(given, ladder, { level: step.level, trigger: triggerOf(ladder.moment!) }, now);
}

/** A step as it is raised at `now`. One on request may begin an episode of its own. */
export function raiseStep(
  given: Case,
  ladder: Ladder,
  step: { readonly level: EscalationLevel; readonly trigger: EscalationTrigger },
  now: Instant,
): Escalation {
  const episodeBeganAt = ladder.episode?.beganAt ?? now;
  const before = given.escalations.filter(
    (one) => one.episodeBeganAt === episodeBeganAt && one.level === step.level,
  );
  const ordinal = before.length + 1;
  return {
    at: now,
    level: step.level,
    trigger: step.trigger,
    route: routeAt(ladder.policy, now),
    episodeBeganAt,
    ordinal,
    messageId: escalationMessageId(given.ticket, episodeBeganAt, step.level, ordinal),
  };
}

/** Resolved, closed, cancelled or deleted: nothing is raised or written for it any more. */
export function isDone(ticket: Ticket): boolean {
  return ticket.deletedAt !== null || ['resolved', 'closed', 'cancelled'].includes(ticket.state);
}

function nextJudgementAt(
  replayed: ReplayedTicket | null,
  clocks: readonly JudgedClock[],
  ladder: Ladder,
  timeline: readonly { readonly at: Instant }[],
  now: Instant,
): Instant | null {
  const candidates: (Instant | null)[] = [nextStep(ladder)?.dueAt ?? null];
  candidates.push(timeline.find((version) => version.at > now)?.at ?? null);
  for (const { report, stored } of clocks) {
    if (report.state !== 'running') continue;
    candidates.push(report.dueAt, nextWarningAt(replayed!, report.kind, stored.warnedPercent));
  }
  const ahead = candidates.filter((at) => at !== null && at > now) as Instant[];
  return ahead.length === 0 ? null : Math.min(...ahead);
}
