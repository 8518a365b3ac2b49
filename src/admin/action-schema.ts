import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import type { RouteSchema } from '../http/route-schema.ts';
import { parseInstant } from '../time/instant.ts';
import { type ActionOutcome, readKey } from './action.ts';

/** An action without anything to say takes an empty object. */
export const NoBody = z.strictObject({}).meta({ id: 'NothingToSay' });

/** An instant with a zone. */
export const instant = z
  .string()
  .transform((text, context) => {
    const at = parseInstant(text);
    if (at !== null) return at;
    context.addIssue('is not an instant like 2026-03-04T10:00:00Z');
    return z.NEVER;
  })
  .meta({ description: 'ISO 8601 with a zone.', examples: ['2026-03-04T10:00:00Z'] });

/** What an action answers: what it changed. */
export function changedOf<Change extends z.ZodRawShape>(id: string, change: Change) {
  return z.object({ changed: z.object(change) }).meta({ id });
}

/** What stands in the answer of an action that {@link changedOf} describes. */
export type ChangeOf<Answer extends z.ZodType<{ changed: unknown }>> = z.infer<Answer>['changed'];

/** An action's route. It needs a key, before its body is looked at. */
export function actionRoute<Schema extends RouteSchema>(schema: Schema) {
  return {
    schema,
    config: { takesKey: true },
    preValidation: async (request: FastifyRequest): Promise<void> => {
      readKey(request);
    },
  };
}

export function refusedBecause(why: string): ActionOutcome {
  return { kind: 'refused', problem: new HttpProblem('action-not-possible', { detail: why }) };
}
