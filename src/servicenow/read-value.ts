import type { Instant } from '../time/instant.ts';
import type { TicketProblem } from '../vocabulary.ts';
import { parseWireDate } from './wire-date.ts';

/** Long enough to recognise a value, short enough for a table cell. */
const LONGEST_SHOWN = 100;

/** Lists a value that cannot be understood; it is read as null. */
export function report(problems: TicketProblem[], field: string, value: string, code: string): null {
  problems.push({ field, value: value.slice(0, LONGEST_SHOWN), code });
  return null;
}

/** What a choice value means in our words; undefined is a field that was not sent. */
export function readChoice<Word extends string>(
  field: string,
  value: string | undefined,
  choices: Readonly<Record<string, Word>>,
  problems: TicketProblem[],
): Word | null {
  if (value === undefined) return report(problems, field, '', 'missing-field');
  const word = Object.hasOwn(choices, value) ? choices[value] : undefined;
  return word ?? report(problems, field, value, 'unknown-choice');
}

/** An empty field has no date, and that is no problem. */
export function readDate(field: string, text: string, problems: TicketProblem[]): Instant | null {
  if (text === '') return null;
  return parseWireDate(text) ?? report(problems, field, text, 'bad-date');
}
