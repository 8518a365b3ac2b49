import { formatDuration } from '../time/format-duration.ts';
import type { Policy } from './policy.ts';
import type { PolicyEntry, PolicyFile } from './policy-file.ts';

/** The escalation ladder in sentences: levels with contacts and times, then how it is walked. */
export function describeLadder(entry: PolicyEntry, policy: Policy, file: PolicyFile): string[] {
  const { ladder } = policy;
  const [first, ...rest] = ladder.levels;
  const tier = file.supportLevels[entry.handoverTier];
  return [
    `Level 1, ${first.position} (${first.details}): raised at the breach.`,
    ...rest.map((level, index) => {
      const wait = formatDuration(ladder.levels[index]!.minimumMs);
      return `Level ${level.level}, ${level.position} (${level.details}): raised at the earliest ${wait} after level ${index + 1}.`;
    }),
    `Level 4 again at the earliest ${formatDuration(ladder.levels[3].minimumMs)} later.`,
    `During the hours of "${entry.ladder.deskHours}" a level's own contact is called, outside them the service desk.`,
    `A troubleshoot breach at support level 1 asks for support level ${entry.handoverTier} (${tier}).`,
  ];
}
