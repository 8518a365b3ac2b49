import type { ClockRule } from '../clocks/policy.ts';
import { formatDuration } from '../time/format-duration.ts';
import { type ClockKind, clockKinds, type Priority, priorities } from '../vocabulary.ts';
import type { Policy } from './policy.ts';
import type { PolicyEntry } from './policy-file.ts';

/** What a clock measures, and from when: "the response is due … after the opening". */
const subjects: Record<ClockKind, { readonly what: string; readonly after: string }> = {
  response: { what: 'the response is due', after: 'the opening' },
  troubleshoot: { what: 'troubleshooting is due', after: 'the response' },
  fix: { what: 'the fix is due', after: 'the opening' },
};

/** Each target of a policy in a sentence, most urgent priority first. */
export function describeTargets(entry: PolicyEntry, policy: Policy): string[] {
  return priorities.flatMap((priority) => [
    `${priority} (${entry.targets[priority].meaning}):`,
    ...clockKinds.map((kind) => `  ${describeTarget(policy, priority, kind)}`),
  ]);
}

function describeTarget(policy: Policy, priority: Priority, kind: ClockKind): string {
  const rule = policy.clocks.rules[priority][kind];
  const { what, after } = subjects[kind];
  return `${what} ${formatDuration(rule.targetMs)} after ${after}, counted on "${rule.calendarName}"${pause(rule, kind)}.`;
}

/** A response needs no word about waiting: a ticket that waits on the customer has been answered. */
function pause(rule: ClockRule, kind: ClockKind): string {
  if (kind === 'response' && !rule.pausesWhileWaiting) return '';
  return rule.pausesWhileWaiting
    ? ', but not while the ticket waits on the customer'
    : ', also while the ticket waits on the customer';
}
