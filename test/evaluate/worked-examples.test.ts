import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCalculator } from '../../src/evaluate/calc.ts';
import { judgeLine } from '../../src/evaluate/judge.ts';
import { verdictReports } from '../../src/evaluate/reports.ts';
import { shipped } from '../support/story.ts';

const folder = path.resolve(import.meta.dirname, '../../../shared/acceptance');

function linesOf(name: string): string[] {
  return readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n');
}

describe.skipIf(!existsSync(folder))('answers that were worked out by hand, where they are at hand', () => {
  test('for whole tickets', () => {
    const report = verdictReports.jsonl();
    const bench = { policies: shipped.policies, comparedPolicies: null, asOf: null, now: 0 };
    const expected = linesOf('expected.jsonl').map((line) => JSON.parse(line));
    const answers = linesOf('histories.jsonl').map((line) => JSON.parse(report.line(judgeLine(line, bench))));
    expect(answers).toHaveLength(expected.length);
    for (const [index, answer] of answers.entries()) {
      const { clocks, ...rest } = expected[index];
      expect(answer).toMatchObject(rest);
      expect(answer.clocks).toEqual(clocks.map((clock: object) => expect.objectContaining(clock)));
    }
  });

  test('for calendars', () => {
    const calculate = createCalculator(shipped.calendars);
    for (const line of linesOf('calendar.jsonl')) {
      const { id, op, expected } = JSON.parse(line);
      const answer = calculate(line);
      const result = 'result' in answer ? answer.result : answer.error;
      if (op === 'add') expect([id, Date.parse(String(result))]).toEqual([id, Date.parse(expected)]);
      else expect(result, `line ${id}`).toBeCloseTo(expected, 6);
    }
  });
});
