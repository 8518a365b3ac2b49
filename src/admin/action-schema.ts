import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { parseInstant } from '../time/instant.ts';
import { type ActionOutcome, readKey } from './action.ts';

/** An action without anything to say takes an empty object. */
export const NoBody = z.strictObject({});

/** An instant with a zone. */
export const instant = z.string().transform((text, context) => {
  const at = parseInstant(text);
  if (at !== null) return at;
  context.addIssue('is not an instant like 2026-03-04T10:00:00Z');
  return z.NEVER;
});

/** What every action answers. */
export const Changed = z.object({ changed: z.record(z.string(), z.unknown()) });

/** What every action route has in common: it needs a key, before its body is looked at. */
export const actionRoute = {
  preValidation: async (request: FastifyRequest): Promise<void> => {
    readKey(request);
  },
};

export function refusedBecause(why: string): ActionOutcome {
  return { kind: 'refused', problem: new HttpProblem('action-not-possible', { detail: why }) };
}
