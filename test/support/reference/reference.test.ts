import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryHistory } from './arbitrary-history.ts';
import { type OpeningHours, referenceCalendar } from './reference-calendar.ts';
import { referenceEvaluate } from './reference-evaluate.ts';
import type { HistoryLine } from './reference-history.ts';

type CalendarLine = { readonly calendar: OpeningHours; readonly start: string } & (
  | { readonly op: 'add'; readonly minutes: number; readonly expected: string }
  | { readonly op: 'between'; readonly end: string; readonly expected: number }
);

const shared = join(import.meta.dirname, '../../../../shared/acceptance');
const linesOf = (name: string): unknown[] =>
  readFileSync(join(shared, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe.skipIf(!existsSync(shared))(
  'the reference gives the answers that were worked out by hand, where they are at hand',
  () => {
    test('for every ticket', () => {
      const answers = (linesOf('histories.jsonl') as HistoryLine[]).map((history) =>
        referenceEvaluate(history),
      );
      expect(answers).toEqual(linesOf('expected.jsonl'));
    });

    test('for calendars of every kind', () => {
      for (const line of (linesOf('calendar.jsonl') as CalendarLine[]).filter(
        (_line, index) => index % 10 === 0,
      )) {
        const hours = referenceCalendar(line.calendar);
        const from = Date.parse(line.start);
        if (line.op === 'add') expect(hours.add(from, line.minutes * 60_000)).toBe(Date.parse(line.expected));
        else expect(hours.between(from, Date.parse(line.end)) / 60_000).toBeCloseTo(line.expected, 6);
      }
    });
  },
);

test('the reference comes to the same result however often it looks', () => {
  const run = fc.property(
    arbitraryHistory(),
    fc.array(fc.nat(10_000_000), { maxLength: 20 }),
    (history, looks) => {
      const openedAt = Math.min(...history.versions.map(({ at }) => Date.parse(at)));
      const idle = looks.map((afterMs) => ({ at: new Date(openedAt + 60 * afterMs + 1).toISOString() }));
      const looked = { ...history, versions: [...history.versions, ...idle] };
      expect(referenceEvaluate(looked)).toEqual(referenceEvaluate(history));
    },
  );
  fc.assert(run, { numRuns: 500 });
});

test('the reference knows nothing of the future: what it raised up to an instant does not depend on what comes later', () => {
  const run = fc.property(arbitraryHistory(), fc.nat(1_000_000), (history, part) => {
    fc.pre(
      history.versions.every(({ respondedAt, diagnosedAt }) => respondedAt == null && diagnosedAt == null),
    );
    const openedAt = Math.min(...history.versions.map(({ at }) => Date.parse(at)));
    const asOf = Date.parse(history.asOf);
    fc.pre(asOf > openedAt);
    const earlier = new Date(openedAt + Math.floor(((asOf - openedAt) * part) / 1_000_000)).toISOString();
    const early = referenceEvaluate(history, undefined, earlier);
    const late = referenceEvaluate(history);
    if ('error' in early || 'error' in late) throw new Error('every made-up history can be judged');
    expect(late.escalations.filter(({ at }) => at <= earlier)).toEqual(early.escalations);
  });
  fc.assert(run, { numRuns: 500 });
});
