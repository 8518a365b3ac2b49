import { z } from 'zod';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { clockKinds, clockStates } from '../vocabulary.ts';
import type { ClockReport } from './clock-report.ts';

/** A clock as `evaluate` and the admin API show it: instants in UTC, amounts in milliseconds. */
export const ClockJson = z.object({
  kind: z.enum(clockKinds),
  state: z.enum(clockStates),
  startedAt: instantText.nullable(),
  dueAt: instantText
    .nullable()
    .describe('When the target is, was or would have been used up; null while nothing says.'),
  stoppedAt: instantText.nullable(),
  breachedAt: instantText.nullable(),
  superseded: z.array(instantText).describe('Breaches that a change of priority took back.'),
  paused: z.boolean().describe('It stands still while the ticket waits; a breached clock may be paused too.'),
  elapsedMs: z.int(),
  targetMs: z.int(),
  reason: z
    .string()
    .optional()
    .meta({ description: 'Why a cancelled clock is cancelled.', examples: ['not-covered'] }),
});

/** What is shown of a clock. */
export interface ShownClock extends Omit<ClockReport, 'priority' | 'reason'> {
  readonly reason: string | null;
}

export function clockJson(clock: ShownClock): z.infer<typeof ClockJson> {
  return {
    kind: clock.kind,
    state: clock.state,
    startedAt: formatOptionalInstant(clock.startedAt),
    dueAt: formatOptionalInstant(clock.dueAt),
    stoppedAt: formatOptionalInstant(clock.stoppedAt),
    breachedAt: formatOptionalInstant(clock.breachedAt),
    superseded: clock.superseded.map(formatInstant),
    paused: clock.paused,
    elapsedMs: clock.elapsedMs,
    targetMs: clock.targetMs,
    ...(clock.reason === null ? {} : { reason: clock.reason }),
  };
}
