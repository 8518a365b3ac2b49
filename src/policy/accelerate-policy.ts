import { clockKinds, priorities } from '../vocabulary.ts';
import type { PolicyEntry, PolicyFile } from './policy-file.ts';

/** How much faster than agreed the demo runs: an hour of a target takes a minute, four hours of the ladder half a minute. */
export const demoSpeed = { targets: 60, ladder: 480 } as const;

/** The same policy for watching instead of working: every target and minimum time is shorter by the demo's factors. */
export function acceleratePolicy(file: PolicyFile): PolicyFile {
  return { ...file, demo: true, policies: file.policies.map(accelerateEntry) };
}

function accelerateEntry(entry: PolicyEntry): PolicyEntry {
  const targets = structuredClone(entry.targets);
  for (const priority of priorities) {
    for (const kind of clockKinds) targets[priority][kind].target /= demoSpeed.targets;
  }
  const levels = entry.ladder.levels.map((level) => ({
    ...level,
    minimumTime: level.minimumTime / demoSpeed.ladder,
  }));
  return { ...entry, targets, ladder: { ...entry.ladder, levels } };
}
