import type { Instant } from '../time/instant.ts';
import type { EscalationLevel } from '../vocabulary.ts';
import { type Ladder, levelAbove, minimumTimeEnds } from './ladder.ts';

/** Whether somebody may escalate now, and to which level; if not, when at the earliest. */
export type RequestAdvice =
  | { readonly kind: 'permitted'; readonly level: EscalationLevel }
  | { readonly kind: 'too-early'; readonly level: EscalationLevel; readonly earliestAt: Instant }
  | { readonly kind: 'done' };

/**
 * "Customers should also initiate a support escalation if they feel an Incident/Problem/Change is not progressing"
 * (support definition, "Escalations"): level 1 where nothing runs, else the next level once the minimum time of the
 * current one has passed. Level 4 may be asked for again after its own. A finished ticket is not escalated.
 */
export function adviseRequest(ladder: Ladder, isTicketDone: boolean, now: Instant): RequestAdvice {
  if (isTicketDone) return { kind: 'done' };
  const earliestAt = minimumTimeEnds(ladder) ?? now;
  if (now < earliestAt) return { kind: 'too-early', level: levelAbove(ladder.run.level), earliestAt };
  const level = ladder.episode === null ? 1 : levelAbove(ladder.run.level);
  return { kind: 'permitted', level };
}
