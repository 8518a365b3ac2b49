import type { CalendarDefinition } from '../calendar/calendar-definition.ts';
import type { Instant } from '../time/instant.ts';
import type { Clock } from './clock.ts';
import type { ClockReport } from './clock-report.ts';
import { explainCounting, type Segment } from './explain-segments.ts';

/** A stretch on the way to the due instant, and what of the target is left at its end. */
export interface DueStep extends Segment {
  readonly leftMs: number;
  /** It lies ahead, or would have, had the clock not stopped. */
  readonly isForeseen: boolean;
}

/** How a due instant comes about: what each stretch uses up of the target, until nothing is left. */
export interface DueDerivation {
  readonly dueAt: Instant | null;
  readonly steps: readonly DueStep[];
  /** A sentence that says what the due instant is, or why there is none. */
  readonly why: string;
}

/**
 * Derives the due instant of a clock from its segments, and, where they leave some of the target, from the calendar's
 * time after them. Comes to the instant that the clock's report shows.
 */
export function deriveDue(
  clock: Clock,
  report: ClockReport,
  segments: readonly Segment[],
  calendar: CalendarDefinition,
): DueDerivation {
  const { state, targetMs } = report;
  if (state === 'pending') return none('It is not started: it begins with the first response.');
  if (state === 'cancelled') return none('It is cancelled: nothing falls due.');
  if (targetMs === 0)
    return {
      dueAt: clock.startedAt,
      steps: [],
      why: 'There is no time in the target: it is due at its start.',
    };
  const endAt = segments.at(-1)?.toAt ?? clock.startedAt!;
  const why = clock.stoppedAt === null ? 'if it runs on' : 'had it run on';
  const ahead = explainCounting(clock.rule, calendar, endAt, Math.max(endAt, report.dueAt ?? endAt), why);
  const steps = useUp(targetMs, segments, ahead);
  const last = steps.at(-1);
  if (last === undefined || last.leftMs > 0)
    return {
      dueAt: null,
      steps,
      why: 'It stands still with target left: it has no due time until it runs on.',
    };
  return { dueAt: last.toAt, steps, why: dueSentence(clock, last) };
}

/** Goes through past and foreseen stretches until the target is used up. */
function useUp(targetMs: number, past: readonly Segment[], ahead: readonly Segment[]): DueStep[] {
  const steps: DueStep[] = [];
  let leftMs = targetMs;
  const all = [
    ...past.map((segment) => ({ ...segment, isForeseen: false })),
    ...ahead.map((segment) => ({ ...segment, isForeseen: true })),
  ];
  for (const segment of all) {
    if (leftMs === 0) break;
    const countedMs = Math.min(segment.countedMs, leftMs);
    const isLast = countedMs === leftMs;
    leftMs -= countedMs;
    steps.push({ ...segment, countedMs, leftMs, toAt: isLast ? segment.fromAt + countedMs : segment.toAt });
  }
  return steps;
}

function dueSentence(clock: Clock, last: DueStep): string {
  if (!last.isForeseen) return 'The target was used up then.';
  return clock.stoppedAt === null
    ? 'The target will be used up then if nothing changes.'
    : 'It stopped with target left: it would have been used up then.';
}

function none(why: string): DueDerivation {
  return { dueAt: null, steps: [], why };
}
