import { describe, expect, test } from 'vitest';
import { judgeLine } from '../../src/evaluate/judge.ts';
import type { ReportFormat } from '../../src/evaluate/report.ts';
import { comparisonReports, verdictReports } from '../../src/evaluate/reports.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { minute, shippedPolicy, t } from '../support/story.ts';

/** One ticket answered in time and running, one answered late, one that is not opened yet, and no ticket at all. */
const lines = [
  '{"number": "CS1", "versions": [{"at": "2026-02-02T10:00:00Z", "priority": "high"}, {"at": "2026-02-02T10:20:00Z", "state": "open", "tier": 7}]}',
  '{"number": "CS2, \\"late\\"", "versions": [{"at": "2026-02-02T10:00:00Z", "priority": "critical"}, {"at": "2026-02-02T10:40:00Z", "state": "open", "tier": 2, "priority": "high"}]}',
  '{"number": "CS3", "versions": [{"at": "2026-02-03T10:00:00Z", "priority": "low"}]}',
  '{"number": "=CS4", "versions": []}',
];

/** High tickets answered within 15 minutes, critical ones within an hour. */
const other: Policy = {
  ...shippedPolicy,
  clocks: {
    ...shippedPolicy.clocks,
    rules: {
      ...shippedPolicy.clocks.rules,
      high: {
        ...shippedPolicy.clocks.rules.high,
        response: { ...shippedPolicy.clocks.rules.high.response, targetMs: 15 * minute },
      },
    },
  },
};

function report(format: ReportFormat, compared: Policy | null = null): string {
  const written = (compared === null ? verdictReports : comparisonReports)[format]();
  const bench = {
    policies: [shippedPolicy],
    comparedPolicies: compared === null ? null : [compared],
    asOf: t('11:00'),
    now: 0,
  };
  return written.head + lines.map((line) => written.line(judgeLine(line, bench))).join('') + written.end();
}

const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** What a table says of one clock of one priority. */
function cellsOf(text: string, priority: string, kind: string): string[] {
  const row = text.split('\n').find((line) => new RegExp(`^${priority} +${kind} `).test(line));
  return (row ?? '').split(/ {2,}/).slice(2);
}

describe('evaluate prints', () => {
  test('a line of JSON for each line of input', () => {
    const [judged, late, unopened, unjudged] = jsonLines(report('jsonl'));
    expect(judged).toEqual({
      number: 'CS1',
      clocks: [
        {
          kind: 'response',
          state: 'met',
          startedAt: '2026-02-02T10:00:00.000Z',
          dueAt: '2026-02-02T10:30:00.000Z',
          stoppedAt: '2026-02-02T10:20:00.000Z',
          breachedAt: null,
          superseded: [],
          paused: false,
          elapsedMs: 20 * minute,
          targetMs: 30 * minute,
        },
        expect.objectContaining({
          kind: 'troubleshoot',
          state: 'running',
          dueAt: '2026-02-02T11:20:00.000Z',
        }),
        expect.objectContaining({ kind: 'fix', state: 'running' }),
      ],
      escalations: [],
      problems: ['versions[1].tier: unknown value 7'],
    });
    expect(late.escalations).toEqual([
      { at: '2026-02-02T10:30:00.000Z', level: 1, route: 'direct', trigger: 'response' },
    ]);
    expect(unopened).toEqual({ number: 'CS3', clocks: [], escalations: [] });
    expect(unjudged).toEqual({ number: '=CS4', error: expect.any(String) });
  });

  test('a CSV row for each clock, that a spreadsheet takes for what it is', () => {
    const [head, first, , , late, , , error, ...more] = report('csv').split('\n');
    expect(head).toMatch(/^number,asOf,clock,priority,state,reason,startedAt,dueAt,stoppedAt,breachedAt,/);
    expect(first).toBe(
      'CS1,2026-02-02T11:00:00.000Z,response,high,met,,2026-02-02T10:00:00.000Z,2026-02-02T10:30:00.000Z,2026-02-02T10:20:00.000Z,,0,false,1200000,1800000,0,0,',
    );
    expect(late).toMatch(/^"CS2, ""late""",.*,response,high,missed,.*,1,1,$/);
    expect(error).toMatch(/^'=CS4,{16}versions: must be/);
    expect(more).toEqual(['']);
  });

  test('compliance by priority and clock, as figures', () => {
    const summary = JSON.parse(report('json'));
    expect(summary).toMatchObject({
      tickets: 3,
      notYetOpened: 1,
      errors: 1,
      escalations: { 1: 1, 2: 0, 3: 0, 4: 0 },
    });
    const rowOf = (priority: string, kind: string) =>
      summary.compliance.find(
        (row: { priority: string; kind: string }) => row.priority === priority && row.kind === kind,
      );
    // The second ticket was answered by a version that made it high: it missed its response under high.
    expect(rowOf('high', 'response')).toMatchObject({ compliance: 0.5, met: 1, missed: 1, breached: 0 });
    expect(rowOf('high', 'troubleshoot')).toMatchObject({ compliance: 1, met: 1, running: 1 });
    expect(rowOf('high', 'fix')).toMatchObject({ compliance: null, running: 2 });
    expect(rowOf('critical', 'response')).toMatchObject({ compliance: null, met: 0 });
  });

  test('compliance by priority and clock, to read', () => {
    const text = report('summary');
    expect(text).toMatch(/^3 tickets judged, 1 of them not yet opened; 1 line could not be judged\n/);
    expect(cellsOf(text, 'high', 'response')).toEqual(['50.0 %', '1', '1', '0', '0', '0', '0', '0', '0']);
    expect(cellsOf(text, 'low', 'fix')[0]).toBe('–');
    expect(text).toContain('Escalations raised: level 1: 1, level 2: 0, level 3: 0, level 4: 0');
  });
});

describe('evaluate --compare prints', () => {
  test('what would change for each ticket', () => {
    const [changed, late, unopened, unjudged] = jsonLines(report('jsonl', other));
    expect(changed).toEqual({
      number: 'CS1',
      clocks: [
        {
          kind: 'response',
          effect: 'breaches',
          before: expect.objectContaining({ state: 'met', breachedAt: null, targetMs: 30 * minute }),
          after: expect.objectContaining({ state: 'missed', breachedAt: '2026-02-02T10:15:00.000Z' }),
        },
      ],
      escalations: { before: 0, after: 1 },
      problems: ['versions[1].tier: unknown value 7'],
    });
    // It was late either way, only due earlier.
    expect(late.clocks).toEqual([expect.objectContaining({ kind: 'response', effect: 'other' })]);
    expect(unopened).toEqual({ number: 'CS3', clocks: [], escalations: { before: 0, after: 0 } });
    expect(unjudged).toEqual({ number: '=CS4', error: expect.any(String) });
  });

  test('a CSV row for each clock that comes out differently', () => {
    const [head, first, second, error] = report('csv', other).split('\n');
    expect(head).toMatch(/^number,clock,priority,effect,stateBefore,stateAfter,/);
    expect(first).toMatch(/^CS1,response,high,breaches,met,missed,/);
    expect(second).toMatch(/^"CS2, ""late""",response,high,other,missed,missed,/);
    expect(error).toMatch(/^'=CS4,.*versions: must be/);
  });

  test('both compliances and the tickets concerned, as figures', () => {
    const summary = JSON.parse(report('json', other));
    expect(summary).toMatchObject({
      tickets: 3,
      changed: 1,
      errors: 1,
      escalations: { before: { 1: 1 }, after: { 1: 2 } },
      breaching: ['CS1'],
      noLongerBreaching: [],
    });
    expect(summary.compliance[3]).toMatchObject({
      priority: 'high',
      kind: 'response',
      before: { compliance: 0.5 },
      after: { compliance: 0 },
      breaches: 1,
      noLongerBreaches: 0,
    });
  });

  test('both compliances and the tickets concerned, to read', () => {
    const text = report('summary', other);
    expect(text).toMatch(
      /^3 tickets judged under both; 1 would have another outcome; 1 line could not be judged\n/,
    );
    expect(cellsOf(text, 'high', 'response')).toEqual(['50.0 %', '0.0 %', '1', '0']);
    expect(text).toContain('level 1: 1 → 2');
    expect(text).toContain('Would breach: 1 ticket: CS1\n');
    expect(text).toContain('Would no longer breach: no ticket\n');
  });
});

test('what is compared with itself does not change', () => {
  const summary = JSON.parse(report('json', shippedPolicy));
  expect(summary).toMatchObject({ changed: 0, breaching: [], noLongerBreaching: [] });
  expect(report('csv', shippedPolicy).split('\n')).toHaveLength(3);
});

test('a policy that is kinder lets tickets off', () => {
  const bench = { policies: [other], comparedPolicies: [shippedPolicy], asOf: t('11:00'), now: 0 };
  const written = comparisonReports.json();
  for (const line of lines) written.line(judgeLine(line, bench));
  expect(JSON.parse(written.end())).toMatchObject({ breaching: [], noLongerBreaching: ['CS1'] });
});

test('many tickets are named by the first ten', () => {
  const bench = { policies: [shippedPolicy], comparedPolicies: [other], asOf: t('11:00'), now: 0 };
  const written = comparisonReports.summary();
  for (let index = 0; index < 12; index++)
    written.line(judgeLine(lines[0]!.replace('CS1', `CS${index}`), bench));
  expect(written.end()).toMatch(
    /Would breach: 12 tickets: CS0, CS1, .*, CS9, … \(all of them: --format json\)/,
  );
});

test('a comparison of what was judged once is a mistake', () => {
  const once = judgeLine(lines[0]!, {
    policies: [shippedPolicy],
    comparedPolicies: null,
    asOf: null,
    now: t('11:00'),
  });
  expect(() => comparisonReports.jsonl().line(once)).toThrow(/one set of policies/);
});
