import type { Instant } from '../time/instant.ts';
import type { ClockKind } from '../vocabulary.ts';
import { instantUsedUp, isCounting } from './clock.ts';
import type { ClockReport } from './clock-report.ts';
import type { ReplayedTicket } from './replay.ts';

/** Where a clock stands among the warning thresholds. */
export interface WarningLevel {
  /** Highest threshold that counts as announced from now on, in per cent; 0 for none. */
  readonly warnedPercent: number;
  /** The threshold to announce now, or null. Of several passed at once only the highest. */
  readonly announce: number | null;
}

/**
 * Each threshold is announced once per clock, when elapsed reaches it; not while paused, finished, cancelled or breached,
 * and again only if a change took the clock back below it.
 */
export function warningLevel(
  clock: ClockReport,
  percents: readonly number[],
  warnedBefore: number,
): WarningLevel {
  const reached = percents.filter((percent) => clock.elapsedMs * 100 >= clock.targetMs * percent).at(-1) ?? 0;
  if (clock.state === 'running' && reached > warnedBefore)
    return { warnedPercent: reached, announce: reached };
  const mayFallBack = clock.state === 'running' || clock.state === 'paused';
  return { warnedPercent: mayFallBack ? Math.min(warnedBefore, reached) : warnedBefore, announce: null };
}

/** When the next threshold of a running clock will be reached if it runs on; null when none is left. */
export function nextWarningAt(
  ticket: ReplayedTicket,
  kind: ClockKind,
  warnedPercent: number,
): Instant | null {
  const clock = ticket.clocks[kind];
  if (!isCounting(clock) || clock.breachedAt !== null) return null;
  const next = ticket.policy.warningPercents.find((percent) => percent > warnedPercent);
  return next === undefined
    ? null
    : instantUsedUp(clock, Math.ceil((clock.rule.targetMs * next) / 100), null);
}
