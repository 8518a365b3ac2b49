import type { EscalationStep } from '../escalations/walk-ladder.ts';
import { formatInstant } from '../time/instant.ts';

/** A step as `evaluate` prints it. */
export function stepJson(step: EscalationStep) {
  return { at: formatInstant(step.at), level: step.level, route: step.route, trigger: step.trigger };
}
