import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { line } from './text-schema.ts';

/** What every list takes. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('How many items at most.'),
  cursor: line(500)
    .optional()
    .describe('Where to go on: `nextCursor` of the page before, with the same filters.'),
};

/** One or several words of a list, with commas between. */
export function wordsOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return wordsText(words)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(words)).min(1));
}

/** The same before it is read, as the API's document tells it. */
export function wordsText(words: readonly string[]) {
  const one = `(${words.join('|')})`;
  const description = `Any of ${words.map((word) => `\`${word}\``).join(', ')}; several with commas between.`;
  const examples = [words.slice(0, 2).join(',')];
  return z.string().meta({ description, pattern: `^${one}(,${one})*$`, examples });
}

/** A list of answers: the items, and where to go on. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor });
}

const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'Null on the last page.', examples: ['WyIyMDI2LTAzLTA0Iiw0MV0'] });

const LAST_INSTANT = Date.UTC(10_000, 0) - 1;

/** An instant in a cursor, in milliseconds. A cursor may be made up: what the database could not take is refused. */
export const instantPlace = z
  .number()
  .int()
  .min(0)
  .max(LAST_INSTANT)
  .transform((at) => new Date(at));

/** A row's id in a cursor. */
export const idPlace = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** Writes down where a page ended; opaque to clients. */
export function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Reads a cursor of the given shape. Throws {@link HttpProblem} `query-invalid`: cut, made up, or of another list. */
export function readCursor<Shape extends z.ZodType>(cursor: string, shape: Shape): z.infer<Shape> {
  const read = shape.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (read.success) return read.data;
  const message = 'is not a cursor of this list; take it from nextCursor, with the same sort';
  const faults = [{ path: 'cursor', message }];
  throw new HttpProblem('query-invalid', { detail: `cursor: ${message}`, members: { faults } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Cuts the one row more that was asked for, which only says that there is a next page. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => readonly (string | number)[],
): { rows: readonly Row[]; nextCursor: string | null } {
  if (rows.length <= limit) return { rows, nextCursor: null };
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: writeCursor(placeOf(page.at(-1)!)) };
}
