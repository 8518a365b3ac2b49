import type { Instant } from '../time/instant.ts';
import { describeAssumptions, describeRequests } from './describe-assumptions.ts';
import { describeCalendars } from './describe-calendars.ts';
import { describeDetails } from './describe-details.ts';
import { describeLadder } from './describe-ladder.ts';
import { describeTargets } from './describe-targets.ts';
import type { LoadedPolicy } from './load-policy.ts';

/** A heading and what is said under it. */
export interface Section {
  readonly heading: string;
  readonly sentences: readonly string[];
}

/** Says in plain words everything that was understood of policy and calendars. `now` tells which holidays come next. */
export function describePolicy(loaded: LoadedPolicy, now: Instant): Section[] {
  const { file, policies } = loaded;
  const demo = file.demo
    ? [{ heading: 'Demonstration', sentences: ['This policy is made for watching, not for work.'] }]
    : [];
  const ofPolicies = file.policies.flatMap((entry, index) => {
    const policy = policies[index]!;
    const isLast = index === policies.length - 1;
    const others = isLast ? ', and for every ticket that has no policy of its own' : '';
    return [
      {
        heading: `Policy ${entry.name}: targets, for service line ${entry.serviceLine}${others}`,
        sentences: describeTargets(entry, policy),
      },
      { heading: `Policy ${entry.name}: escalation`, sentences: describeLadder(entry, policy, file) },
      {
        heading: `Policy ${entry.name}: ours, because the support definition leaves it open`,
        sentences: describeAssumptions(entry),
      },
    ];
  });
  return [
    ...demo,
    ...ofPolicies,
    { heading: 'Calendars', sentences: describeCalendars(loaded, now) },
    { heading: 'Ticket details', sentences: describeDetails(file) },
    { heading: 'Notes to customers', sentences: describeRequests(file) },
  ];
}
