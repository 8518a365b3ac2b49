import { z } from 'zod';
import { formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { ClockJson } from './clock-json.ts';
import type { OtherClock, OwnClock } from './drift.ts';

/** What is kept of our side of a difference. */
export const ComparedClockJson = ClockJson.pick({
  state: true,
  startedAt: true,
  dueAt: true,
  breachedAt: true,
  paused: true,
  targetMs: true,
});

/** What is kept of the instance's side. */
export const ComparedTaskSlaJson = z.object({
  definition: z.string().meta({ examples: ['Gold resolution'] }),
  stage: z.string().meta({ examples: ['in_progress'] }),
  startedAt: instantText.nullable(),
  plannedEndAt: instantText.nullable(),
  hasBreached: z.boolean(),
  targetMs: z.int().nullable().describe('Null where it is not a plain duration.'),
});

export function comparedClockJson(clock: OwnClock): z.infer<typeof ComparedClockJson> {
  const { state, startedAt, dueAt, breachedAt, paused, targetMs } = clock;
  return {
    state,
    startedAt: formatOptionalInstant(startedAt),
    dueAt: formatOptionalInstant(dueAt),
    breachedAt: formatOptionalInstant(breachedAt),
    paused,
    targetMs,
  };
}

export function comparedTaskSlaJson(clock: OtherClock): z.infer<typeof ComparedTaskSlaJson> {
  const { definition, stage, startedAt, plannedEndAt, hasBreached } = clock;
  return {
    definition: definition.name,
    stage,
    startedAt: formatOptionalInstant(startedAt),
    plannedEndAt: formatOptionalInstant(plannedEndAt),
    hasBreached,
    targetMs: definition.targetMs,
  };
}
