import { describe, expect, test } from 'vitest';
import { tellBreaches } from '../../src/explanation/breach-reasons.ts';
import { explainTicket } from '../../src/explanation/explain-ticket.ts';
import type { Observation } from '../../src/servicenow/observation.ts';
import { followCase } from '../support/case.ts';
import { at } from '../support/observations.ts';
import { hour, minute, shipped } from '../support/story.ts';

const fields = {
  openedAt: 'opened_at',
  respondedAt: 'first_response_time',
  diagnosed: 'cause',
  resolvedAt: 'resolved_at',
  closedAt: 'closed_at',
};

type Seen = readonly [at: string, given: Partial<Observation>];

/** What is told of the breaches of a case, by clock: a case opened with its first version, as it stands at `now`. */
function told(now: string, ...seen: Seen[]) {
  const followed = followCase(at(seen[0]![0]));
  for (const [when, given] of seen) followed.see(at(when), given);
  const rules = { loaded: shipped, fields, holdsBackExisting: true };
  const breaches = tellBreaches(explainTicket(followed.judgedFrom(), rules, at(now)));
  return Object.fromEntries(breaches.map(({ clock, ...rest }) => [clock, rest]));
}

const textsOf = (breach: { reasons: readonly { text: string }[] } | undefined) =>
  breach?.reasons.map(({ text }) => text);
const codesOf = (breach: { reasons: readonly { code: string }[] } | undefined) =>
  breach?.reasons.map(({ code }) => code);

describe('a breach is told', () => {
  test('by how much it came too late, and what its time rests on', () => {
    const { response, ...others } = told(
      '2026-02-02 11:00',
      ['2026-02-02 10:00', {}],
      ['2026-02-02 10:42', { state: 'open' }],
    );

    expect(response).toMatchObject({ elapsedMs: 42 * minute, overMs: 12 * minute });
    expect(textsOf(response)).toEqual([
      'Answered 12 min late: its target was 30 min.',
      'The time of the answer is estimated.',
    ]);
    expect(others).toEqual({});
  });

  test('by how much it is over, while nobody has done it', () => {
    const { response } = told('2026-02-02 11:05', ['2026-02-02 10:00', {}]);

    expect(textsOf(response)).toEqual(['Not answered yet: 35 min over its target of 30 min.']);
  });

  test('with closed hours and holidays that were left out, by name', () => {
    const { fix } = told(
      '2026-04-20 10:00',
      ['2026-04-02 09:00', { priority: 'normal' }],
      ['2026-04-02 09:10', { priority: 'normal', state: 'open' }],
    );

    expect(codesOf(fix)).toEqual(['not-done', 'closed-hours', 'holiday']);
    expect(textsOf(fix)?.[0]).toBe('Not resolved yet: 38 h over its target of 48 h.');
    expect(textsOf(fix)?.[2]).toBe('Holidays do not count: Good Friday, Easter Monday.');
  });

  test('with how long it waited on the customer', () => {
    const { fix } = told(
      '2026-02-02 22:00',
      ['2026-02-02 10:00', {}],
      ['2026-02-02 10:10', { state: 'waiting' }],
      ['2026-02-02 12:10', { state: 'open' }],
      ['2026-02-02 18:10', { state: 'resolved', resolvedAt: at('2026-02-02 18:10') }],
    );

    expect(textsOf(fix)).toEqual([
      'Resolved 1 h 10 min late: its target was 5 h.',
      'Waited on the customer for 2 h, which does not count.',
    ]);
  });

  test('as standing still where it waits now', () => {
    const { fix } = told(
      '2026-02-02 20:00',
      ['2026-02-02 10:00', {}],
      ['2026-02-02 16:00', { state: 'waiting' }],
    );

    expect(fix).toMatchObject({ elapsedMs: 6 * hour, overMs: hour });
    expect(textsOf(fix)?.[0]).toBe(
      'Not resolved yet: 1 h over its target of 5 h; it stands still while the ticket waits on the customer.',
    );
  });

  test('with the change of priority that put it over at once', () => {
    const { fix } = told(
      '2026-02-02 17:00',
      ['2026-02-02 10:00', { priority: 'high', state: 'open' }],
      ['2026-02-02 16:30', { priority: 'critical', state: 'open' }],
    );

    expect(codesOf(fix)).toEqual(['not-done', 'priority-raised']);
    expect(textsOf(fix)?.[1]).toBe(
      'Made critical instead of high on Mon 2 Feb 2026 16:30 GMT, when 6 h 30 min were used: at once over its new target of 5 h.',
    );
  });

  test('with a change of priority that left it less time', () => {
    const { fix } = told(
      '2026-02-02 17:00',
      ['2026-02-02 10:00', { priority: 'high', state: 'open' }],
      ['2026-02-02 12:00', { priority: 'critical', state: 'open' }],
    );

    expect(textsOf(fix)?.[1]).toBe(
      'Made critical instead of high on Mon 2 Feb 2026 12:00 GMT: its target became 5 h instead of 10 h.',
    );
  });

  test('beside an earlier one that a change of priority took back', () => {
    const { fix } = told(
      '2026-02-02 22:00',
      ['2026-02-02 10:00', { state: 'open' }],
      ['2026-02-02 16:00', { state: 'open', priority: 'high' }],
    );

    expect(codesOf(fix)).toEqual(['not-done', 'breach-taken-back']);
    expect(textsOf(fix)?.[1]).toContain('which took the breach of Mon 2 Feb 2026 15:00 GMT back');
  });

  test('with when it was reopened, and for how long it had been resolved', () => {
    const { fix } = told(
      '2026-02-02 22:00',
      ['2026-02-02 10:00', { state: 'open' }],
      ['2026-02-02 12:00', { state: 'resolved', resolvedAt: at('2026-02-02 12:00') }],
      ['2026-02-02 15:00', { state: 'open' }],
    );

    expect(textsOf(fix)).toEqual([
      'Not resolved yet: 4 h over its target of 5 h.',
      'Reopened on Mon 2 Feb 2026 15:00 GMT; 3 h as resolved do not count.',
    ]);
  });

  test('as never diagnosed where only the resolution counted as that', () => {
    const seen: Seen[] = [
      ['2026-02-02 10:00', { state: 'open' }],
      ['2026-02-02 13:00', { state: 'resolved', resolvedAt: at('2026-02-02 13:00') }],
    ];
    const { troubleshoot } = told('2026-02-02 14:00', ...seen);
    const { troubleshoot: diagnosed } = told(
      '2026-02-02 14:00',
      seen[0]!,
      ['2026-02-02 12:00', { state: 'open', diagnosed: true }],
      seen[1]!,
    );

    expect(textsOf(troubleshoot)).toEqual([
      'Diagnosed 2 h late: its target was 1 h.',
      'No diagnosis was noted before the resolution, which counts as one.',
    ]);
    expect(codesOf(diagnosed)).toEqual(['late', 'estimated']);
  });

  test('with time without cover that was left out', () => {
    const { fix } = told(
      '2026-02-02 20:00',
      ['2026-02-02 10:00', { state: 'open' }],
      ['2026-02-02 11:00', { state: 'open', covered: false }],
      ['2026-02-02 13:00', { state: 'open', covered: true }],
    );

    expect(codesOf(fix)).toEqual(['not-done', 'not-covered']);
    expect(textsOf(fix)?.[1]).toBe('2 h without cover do not count.');
  });
});

test('nothing is told of clocks within their targets, or of a ticket whose priority nobody knows', () => {
  expect(told('2026-02-02 10:20', ['2026-02-02 10:00', {}])).toEqual({});
  expect(told('2026-03-02 10:20', ['2026-02-02 10:00', { priority: null }])).toEqual({});
});
