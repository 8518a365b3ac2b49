import type { Instant } from '../time/instant.ts';
import type { ClockKind, Priority } from '../vocabulary.ts';
import type { ClockRule } from './policy.ts';

/** A stretch in which a clock was neither finished nor cancelled. It counts unless it is a wait that pauses the clock. */
export interface Stretch {
  readonly fromAt: Instant;
  /** Null while it lasts. */
  toAt: Instant | null;
  readonly waiting: boolean;
}

/**
 * One SLA clock while a ticket's history is replayed. It remembers its stretches, not a running total: a change of
 * priority judges them all anew, as if the new rule had held from the start.
 */
export interface Clock {
  readonly kind: ClockKind;
  startedAt: Instant | null;
  stoppedAt: Instant | null;
  /** Stopped while cancelled or not covered: it stays cancelled for good. */
  voided: boolean;
  /** The rule and priority in force, or those under which it finished. */
  rule: ClockRule;
  priority: Priority;
  readonly stretches: Stretch[];
  breachedAt: Instant | null;
  /** Breaches that a change of priority took back. */
  superseded: Instant[];
  /** When the target is used up if the clock runs on; null while it stands still with target left. */
  dueAt: Instant | null;
}

export function createClock(kind: ClockKind, rule: ClockRule, priority: Priority): Clock {
  return {
    kind,
    startedAt: null,
    stoppedAt: null,
    voided: false,
    rule,
    priority,
    stretches: [],
    breachedAt: null,
    superseded: [],
    dueAt: null,
  };
}

/** Started, not finished and not voided: the clock may run or wait, unless the ticket is cancelled or not covered. */
export function isUnfinished(clock: Clock): boolean {
  return clock.startedAt !== null && clock.stoppedAt === null && !clock.voided;
}

/** The stretch that lasts, if any. */
export function currentStretch(clock: Clock): Stretch | null {
  const last = clock.stretches.at(-1);
  return last !== undefined && last.toAt === null ? last : null;
}

/** Whether time is being counted now (the calendar aside). */
export function isCounting(clock: Clock): boolean {
  const stretch = currentStretch(clock);
  return stretch !== null && counts(clock.rule, stretch);
}

/** Ends the lasting stretch, if there is one. */
export function closeStretch(clock: Clock, at: Instant): void {
  const stretch = currentStretch(clock);
  if (stretch !== null) stretch.toAt = at;
}

/** Begins a stretch, unless one of the same sort lasts already. */
export function openStretch(clock: Clock, at: Instant, waiting: boolean): void {
  const stretch = currentStretch(clock);
  if (stretch !== null) {
    if (stretch.waiting === waiting) return;
    stretch.toAt = at;
  }
  clock.stretches.push({ fromAt: at, toAt: null, waiting });
}

/** Open time of the clock's calendar inside its counted stretches up to `at`, in milliseconds. */
export function elapsedMs(clock: Clock, at: Instant): number {
  let elapsed = 0;
  for (const stretch of clock.stretches) {
    if (counts(clock.rule, stretch))
      elapsed += clock.rule.calendar.between(stretch.fromAt, stretch.toAt ?? at);
  }
  return elapsed;
}

/**
 * When `targetMs` of the clock's time was or will be used up: inside its stretches, or, once they are spent, counted on
 * from `runsOnFrom` (null: it does not run on, so the answer may be null).
 */
export function instantUsedUp(clock: Clock, targetMs: number, runsOnFrom: Instant | null): Instant | null {
  // A target of nothing is used up by starting, whether or not any time is ever counted.
  if (targetMs === 0) return clock.startedAt;
  const { calendar } = clock.rule;
  let leftMs = targetMs;
  for (const stretch of clock.stretches) {
    if (!counts(clock.rule, stretch)) continue;
    if (stretch.toAt === null) return calendar.add(stretch.fromAt, leftMs);
    const spentMs = calendar.between(stretch.fromAt, stretch.toAt);
    if (spentMs >= leftMs) return calendar.add(stretch.fromAt, leftMs);
    leftMs -= spentMs;
  }
  return runsOnFrom === null ? null : calendar.add(runsOnFrom, leftMs);
}

function counts(rule: ClockRule, stretch: Stretch): boolean {
  return !(stretch.waiting && rule.pausesWhileWaiting);
}
