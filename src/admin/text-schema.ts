import { z } from 'zod';

/** A text of an answer, with an example for the API's document, and what it is where its name does not say it. */
export function shown(example: string, description?: string) {
  return z.string().meta({ ...(description === undefined ? {} : { description }), examples: [example] });
}

/** A short text on one line: a name, a number, an id. The database takes no NUL, and no name has control characters. */
export function line(longest: number) {
  return z
    .string()
    .max(longest)
    .regex(/^\P{Cc}*$/u, 'holds a control character');
}

/** Why somebody does something, for whoever reads it later; it may have several lines. */
export const sentence = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .regex(/^[^\0]*$/, 'holds a NUL character')
  .meta({ examples: ['The customer cannot take calls and hears nothing from us.'] });
