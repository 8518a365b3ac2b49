import type { CalendarDefinition } from '../calendar/calendar-definition.ts';
import { splitByCalendar } from '../calendar/calendar-spans.ts';
import type { Instant } from '../time/instant.ts';
import type { Clock, Stretch } from './clock.ts';
import type { Condition } from './explain-history.ts';
import type { ClockRule } from './policy.ts';
import { isDone } from './replay.ts';

export type SegmentKind =
  | 'pending'
  | 'running'
  | 'closed-hours'
  | 'holiday'
  | 'paused'
  | 'resolved'
  | 'cancelled'
  | 'not-covered';

/** A stretch of a clock's life in which one thing explains what it counts. */
export interface Segment {
  readonly fromAt: Instant;
  readonly toAt: Instant;
  readonly kind: SegmentKind;
  /** What it adds to the clock's elapsed time: its whole length while `running`, otherwise nothing. */
  readonly countedMs: number;
  /** A sentence without its full stop. */
  readonly why: string;
}

/** A clock whose life is to be told, under the rule that counts for it. */
export interface ClockLife {
  readonly clock: Clock;
  readonly openedAt: Instant;
  readonly asOf: Instant;
  readonly conditions: readonly Condition[];
  readonly calendar: CalendarDefinition;
}

/**
 * Every stretch from the ticket's opening to the clock's stop, or to `asOf` where it has not stopped: in order, without a
 * gap. What they count adds up to the clock's elapsed time.
 */
export function explainSegments(life: ClockLife): Segment[] {
  const { clock, openedAt, asOf, calendar } = life;
  const pending = idle(openedAt, clock.startedAt ?? asOf, 'pending', 'it begins with the first response');
  if (clock.startedAt === null) return pending;
  const segments = pending;
  let at = clock.startedAt;
  for (const stretch of clock.stretches) {
    const toAt = stretch.toAt ?? asOf;
    segments.push(
      ...explainGap(life, at, stretch.fromAt),
      ...explainStretch(clock.rule, stretch, toAt, calendar),
    );
    at = toAt;
  }
  return [...segments, ...explainGap(life, at, clock.stoppedAt ?? asOf)];
}

/** Time that the clock would count from `fromAt` to `toAt` if it ran, divided by its calendar. */
export function explainCounting(
  rule: ClockRule,
  calendar: CalendarDefinition,
  fromAt: Instant,
  toAt: Instant,
  why: string,
): Segment[] {
  return splitByCalendar(calendar, fromAt, toAt).map((span): Segment => {
    const { fromAt, toAt } = span;
    if (span.kind === 'open') return { fromAt, toAt, kind: 'running', countedMs: toAt - fromAt, why };
    if (span.kind === 'closed')
      return { fromAt, toAt, kind: 'closed-hours', countedMs: 0, why: `closed on "${rule.calendarName}"` };
    return { fromAt, toAt, kind: 'holiday', countedMs: 0, why: `holiday: ${span.holiday}` };
  });
}

function explainStretch(
  rule: ClockRule,
  stretch: Stretch,
  toAt: Instant,
  calendar: CalendarDefinition,
): Segment[] {
  if (!stretch.waiting) return explainCounting(rule, calendar, stretch.fromAt, toAt, 'it runs');
  if (rule.pausesWhileWaiting)
    return idle(stretch.fromAt, toAt, 'paused', 'the ticket waits on the customer');
  const why = 'the ticket waits on the customer; this clock runs on';
  return explainCounting(rule, calendar, stretch.fromAt, toAt, why);
}

/** Between its stretches a clock is finished, cancelled or without cover: what the ticket was at the time says which. */
function explainGap(life: ClockLife, fromAt: Instant, toAt: Instant): Segment[] {
  const segments: Segment[] = [];
  life.conditions.forEach((condition, index) => {
    const untilAt = life.conditions[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    const { kind, why } = reasonOf(condition, life.clock);
    const [segment] = idle(Math.max(condition.at, fromAt), Math.min(untilAt, toAt), kind, why);
    if (segment === undefined) return;
    const last = segments.at(-1);
    if (last?.why === why) segments[segments.length - 1] = { ...last, toAt: segment.toAt };
    else segments.push(segment);
  });
  return segments;
}

function reasonOf(condition: Condition, clock: Clock): { kind: SegmentKind; why: string } {
  if (condition.state === 'cancelled') return { kind: 'cancelled', why: 'the ticket is cancelled' };
  if (!condition.covered) return { kind: 'not-covered', why: 'the service or its contract is cancelled' };
  if (isDone(condition.state) && !clock.voided) return { kind: 'resolved', why: 'the ticket is resolved' };
  const why = 'what stops it happened while the ticket was cancelled or not covered: it stays cancelled';
  return { kind: 'cancelled', why };
}

function idle(fromAt: Instant, toAt: Instant, kind: SegmentKind, why: string): Segment[] {
  return fromAt < toAt ? [{ fromAt, toAt, kind, countedMs: 0, why }] : [];
}
