import type { Instant } from '../time/instant.ts';
import { formatLocal } from '../time/local-time.ts';
import type { ExplainedContact, ExplainedNext, LadderExplanation } from './explain.ts';

/** Tells the ladder of a ticket for people, instants in local time. */
export function explainLadderText(explained: LadderExplanation, now: Instant, timezone: string): string {
  const { steps, next, nextWhy, episode } = explained;
  const raised = steps.map((step) => {
    const what = `Level ${step.level}, ${step.contact.position}, raised on ${formatLocal(step.at, timezone)}`;
    const trigger = step.trigger === 'manual' ? 'on request' : `because ${step.trigger} was overdue`;
    return `  ${what} ${trigger}: ${step.rule}.\n    ${callLine(step.contact)}`;
  });
  const ahead = next === null ? [`  ${nextWhy}`] : nextLines(next, now, timezone);
  const acknowledged = episode?.acknowledgedUntil ?? null;
  const note = acknowledged === null ? [] : [`  Acknowledged until ${formatLocal(acknowledged, timezone)}.`];
  return [
    'ESCALATION:',
    ...(raised.length === 0 ? ['  Nothing was raised.'] : raised),
    ...note,
    ...ahead,
  ].join('\n');
}

function nextLines({ level, dueAt, rule, contact }: ExplainedNext, now: Instant, timezone: string): string[] {
  const when = dueAt > now ? `on ${formatLocal(dueAt, timezone)} if nothing changes` : 'due now';
  return [`  Next: level ${level}, ${contact.position}, ${when}: ${rule}.`, `    ${callLine(contact)}`];
}

function callLine({ details, why }: ExplainedContact): string {
  return `Call ${details}: ${why}.`;
}
