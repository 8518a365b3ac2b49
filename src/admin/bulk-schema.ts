import { z } from 'zod';
import { type ChangeOf, changedOf } from './action-schema.ts';
import { shown } from './text-schema.ts';

/** So many may be named in one request; beyond that, a filter says it better. */
export const MOST_NAMED = 1000;

/** So many are named in an answer; the count tells of all. */
const MOST_TOLD = 100;

/** Whether only to say which ones an action on many is for. */
export const dryRun = z.boolean().default(false).describe('Only tell which ones it would be.');

/** An action on many says in exactly one of these ways which ones it is for: nobody means two, and none is not all. */
export function exactlyOneOf(...ways: readonly [string, ...string[]]) {
  return (body: object, context: z.RefinementCtx): void => {
    if (ways.filter((way) => Object.hasOwn(body, way)).length === 1) return;
    context.addIssue(`needs exactly one of ${ways.map((way) => `"${way}"`).join(', ')}`);
  };
}

/** What an action on many answers: how many fit, how many were changed, and the first of them by name. */
export const ManyChange = changedOf('ManyChange', {
  dryRun: z.boolean(),
  matching: z.int().describe('So many fit.'),
  done: z.int().describe('So many were changed.'),
  first: z.array(shown('CS0001042')).describe('The first of those that fit, by number or id.'),
});

export function changedMany(names: readonly string[], isDryRun: boolean): ChangeOf<typeof ManyChange> {
  const done = isDryRun ? 0 : names.length;
  return { dryRun: isDryRun, matching: names.length, done, first: names.slice(0, MOST_TOLD) };
}
