import { describe, expect, test } from 'vitest';
import { isJudged, type JudgedTicket, judgeLine } from '../../src/evaluate/judge.ts';
import { shipped, shippedPolicy, t } from '../support/story.ts';

const bench = { policies: shipped.policies, comparedPolicies: null, asOf: null, now: t('10:20') };
const first = { at: '2026-02-02T10:00:00Z', priority: 'high' };

function judge(ticket: unknown, given: Partial<Parameters<typeof judgeLine>[1]> = {}): JudgedTicket {
  const judged = judgeLine(JSON.stringify(ticket), { ...bench, ...given });
  if (!isJudged(judged)) throw new Error(judged.error);
  return judged;
}

describe('a line is judged as of', () => {
  const dated = { number: 'CS1', versions: [first], asOf: '2026-02-02T10:40:00Z' };

  test("the instant asked for, before the ticket's own", () => {
    expect(judge(dated, { asOf: t('10:10') })).toMatchObject({ asOf: t('10:10') });
    expect(judge(dated, { asOf: t('10:10') }).verdict.clocks[0]?.state).toBe('running');
  });

  test("the ticket's own, before now", () => {
    expect(judge(dated).verdict.clocks[0]?.state).toBe('breached');
  });

  test('now, where neither is given', () => {
    expect(judge({ number: 'CS1', versions: [first] })).toMatchObject({ asOf: t('10:20') });
  });
});

test('a ticket opened after that instant has no clocks and no escalations', () => {
  const judged = judge({ number: 'CS1', versions: [first] }, { asOf: t('09:59:59.999') });
  expect(judged.verdict).toEqual({ clocks: [], escalations: [] });
});

test('problems of versions that are not known yet are not shown', () => {
  const versions = [first, { at: '2026-02-02T11:00:00Z', state: 'on-hold' }];
  expect(judge({ number: 'CS1', versions }).problems).toEqual([]);
  expect(judge({ number: 'CS1', versions }, { asOf: t('11:00') }).problems).toHaveLength(1);
});

describe('the policy for a ticket', () => {
  const gold = {
    ...shippedPolicy,
    serviceLine: 'GOLD',
    ladder: { ...shippedPolicy.ladder, topLevelRaises: 1 },
  };
  const policies = [gold, { ...gold, ladder: { ...gold.ladder, topLevelRaises: 2 } }, shippedPolicy];
  const raisesOf = (serviceLine: unknown): number =>
    judge({ number: 'CS1', serviceLine, versions: [first] }, { policies, asOf: t('12:00', 20) }).verdict
      .escalations.length;

  test('is the first of its service line', () => {
    expect(raisesOf('GOLD')).toBe(4);
  });

  test.each([undefined, null, 'SILVER', 7])('is the last where its service line is %j', (serviceLine) => {
    expect(raisesOf(serviceLine)).toBe(6);
  });
});

describe('a line that cannot be judged', () => {
  test('is answered with its number and the reason', () => {
    const judged = judgeLine('{"number": "CS9", "versions": []}', bench);
    expect(judged).toEqual({ number: 'CS9', error: 'versions: must be a list with at least one version' });
  });

  test('may be one whose instants lie beyond what calendars know', () => {
    const ancient = { at: '1066-10-14T09:00:00Z', priority: 'low', state: 'open' };
    const judged = judgeLine(JSON.stringify({ number: 'CS9', versions: [ancient] }), bench);
    expect(judged).toMatchObject({ number: 'CS9', error: expect.stringContaining('1900 to 2299') });
  });
});

test('a ticket is judged a second time under the policies it is compared with', () => {
  const comparedPolicies = [{ ...shippedPolicy, clocks: { ...shippedPolicy.clocks, tierDiagnoses: false } }];
  const versions = [{ ...first, state: 'open', tier: 2 }];
  const { verdict, compared } = judge({ number: 'CS1', versions }, { comparedPolicies });
  expect([verdict.clocks[1]?.state, compared?.clocks[1]?.state]).toEqual(['met', 'running']);
});
