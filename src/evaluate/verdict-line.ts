import type { ClockReport } from '../clocks/clock-report.ts';
import type { EscalationStep } from '../escalations/walk-ladder.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';

/** A clock as `evaluate` and the admin API print it: instants in UTC, amounts in milliseconds. */
export function clockJson(clock: ClockReport) {
  return {
    kind: clock.kind,
    state: clock.state,
    startedAt: formatOptionalInstant(clock.startedAt),
    dueAt: formatOptionalInstant(clock.dueAt),
    stoppedAt: formatOptionalInstant(clock.stoppedAt),
    breachedAt: formatOptionalInstant(clock.breachedAt),
    superseded: clock.superseded.map(formatInstant),
    paused: clock.paused,
    elapsedMs: clock.elapsedMs,
    targetMs: clock.targetMs,
    ...(clock.reason === null ? {} : { reason: clock.reason }),
  };
}

/** A step as `evaluate` prints it. */
export function stepJson(step: EscalationStep) {
  return { at: formatInstant(step.at), level: step.level, route: step.route, trigger: step.trigger };
}
