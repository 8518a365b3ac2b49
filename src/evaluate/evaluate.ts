import { type ClockReport, reportClock } from '../clocks/clock-report.ts';
import { replay } from '../clocks/replay.ts';
import { collectOverdue, type OverdueMoment } from '../escalations/overdue.ts';
import { type EscalationStep, walkIdealLadder } from '../escalations/walk-ladder.ts';
import type { Policy } from '../policy/policy.ts';
import type { Timeline } from '../tickets/timeline.ts';
import type { Instant } from '../time/instant.ts';
import { clockKinds } from '../vocabulary.ts';

/** What the rules make of one ticket's history. */
export interface Verdict {
  /** In the order response, troubleshoot, fix; empty for a ticket that is not yet opened. */
  readonly clocks: readonly ClockReport[];
  /** What the ladder would have raised, each step at its ideal instant. */
  readonly escalations: readonly EscalationStep[];
}

/** Judges a history as it was known at `asOf`: everything at exactly that instant has happened. */
export function evaluate(timeline: Timeline, policy: Policy, asOf: Instant): Verdict {
  const moments: OverdueMoment[] = [];
  const ticket = replay(timeline, policy.clocks, asOf, collectOverdue(moments));
  if (ticket === null) return { clocks: [], escalations: [] };
  return {
    clocks: clockKinds.map((kind) => reportClock(ticket, kind, asOf)),
    escalations: walkIdealLadder(policy.ladder, moments, asOf),
  };
}
