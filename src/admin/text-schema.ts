import { z } from 'zod';

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
  .regex(/^[^\0]*$/, 'holds a NUL character');
