import type { MilestoneExplanation } from '../clocks/explain-milestones.ts';
import { explainClockText } from '../clocks/explain-text.ts';
import { explainLadderText } from '../escalations/explain-text.ts';
import { formatLocal } from '../time/local-time.ts';
import type { TicketExplanation } from './explain-ticket.ts';

/** The whole explanation of a ticket for people, instants in the escalation desk's local time. */
export function explanationText(explained: TicketExplanation): string {
  const { clocks, milestones, ladder, assumptions, timezone, unjudged, now } = explained;
  return [
    heading(explained),
    ...(unjudged === null ? [] : [unjudged]),
    ...block(
      'MILESTONES',
      milestones.map((one) => milestoneLine(one, timezone)),
    ),
    ...clocks.map(({ explanation, line }) => explainClockText(explanation, line.text)),
    explainLadderText(ladder, now, timezone),
    ...block(
      'ESTIMATED OR ASSUMED',
      assumptions.map((assumption) => `${assumption.text}.`),
    ),
  ].join('\n\n');
}

function heading({ ticket, choice, now, timezone }: TicketExplanation): string {
  const { number, state, priority, deletedAt } = ticket;
  const deleted = deletedAt === null ? '' : `, deleted in ServiceNow on ${formatLocal(deletedAt, timezone)}`;
  return [
    `${number} as of ${formatLocal(now, timezone)}: ${state}, ${priority}${deleted}.`,
    `Policy ${choice.policy.name}: ${choice.why}.`,
  ].join('\n');
}

function milestoneLine({ milestone, at, why, estimated }: MilestoneExplanation, timezone: string): string {
  const mark = estimated ? ' (estimated)' : '';
  return at === null ? `${milestone}: ${why}.` : `${milestone}: ${formatLocal(at, timezone)}${mark}; ${why}.`;
}

function block(name: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[`${name}:`, ...lines.map((line) => `  ${line}`)].join('\n')];
}
