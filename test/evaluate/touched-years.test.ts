import { expect, test } from 'vitest';
import { judgeLine } from '../../src/evaluate/judge.ts';
import { watchHolidays } from '../../src/evaluate/touched-years.ts';
import { shipped } from '../support/story.ts';

type Ticket = { from: string; priority?: string; resolved?: string; asOf: string };

function hintFor(...tickets: Ticket[]): string | null {
  const watch = watchHolidays(shipped.holidays);
  for (const { from, priority = 'low', resolved, asOf } of tickets) {
    const versions = [{ at: from, priority, state: 'open', tier: 2 }];
    const ends = resolved === undefined ? [] : [{ at: resolved, state: 'resolved' }];
    const line = JSON.stringify({ number: 'CS1', versions: [...versions, ...ends], asOf });
    watch.take(judgeLine(line, { policies: shipped.policies, comparedPolicies: null, asOf: null, now: 0 }));
  }
  return watch.hint();
}

test('a ticket within the published years needs no hint', () => {
  expect(hintFor({ from: '2015-01-01T00:00:00Z', asOf: '2028-12-31T23:00:00Z' })).toBeNull();
});

test('a ticket that was done within them needs none either, whenever it is looked at', () => {
  const done = {
    from: '2028-01-03T10:00:00Z',
    resolved: '2028-01-04T10:00:00Z',
    asOf: '2031-01-01T00:00:00Z',
  };
  expect(hintFor(done)).toBeNull();
});

test.each([
  ['opened before them', { from: '2014-12-31T23:00:00Z', asOf: '2015-02-01T00:00:00Z' }, '2014'],
  ['due after them', { from: '2028-12-29T10:00:00Z', asOf: '2028-12-29T11:00:00Z' }, '2029'],
  ['still open after them', { from: '2028-06-01T10:00:00Z', asOf: '2029-01-02T00:00:00Z' }, '2029'],
  ['in many years at once', { from: '2028-06-01T10:00:00Z', asOf: '2040-01-02T00:00:00Z' }, '2029 … 2040'],
])('a ticket %s is named with its years', (_name, ticket, years) => {
  const hint = hintFor(ticket);
  expect(hint).toContain('1 ticket touches years outside the holiday data (2015 to 2028)');
  expect(hint).toContain(`: ${years}. `);
});

test('several are counted together', () => {
  const hint = hintFor(
    { from: '2013-05-01T10:00:00Z', resolved: '2013-05-01T11:00:00Z', asOf: '2026-01-01T00:00:00Z' },
    { from: '2026-05-01T10:00:00Z', resolved: '2026-05-01T11:00:00Z', asOf: '2026-06-01T00:00:00Z' },
    { from: '2030-05-01T10:00:00Z', resolved: '2030-05-01T11:00:00Z', asOf: '2031-01-01T00:00:00Z' },
  );
  expect(hint).toMatch(/^2 tickets touch .*: 2013, 2030\. /);
});

test('a ticket that is not opened yet, or cannot be judged, touches nothing', () => {
  const watch = watchHolidays(shipped.holidays);
  const bench = { policies: shipped.policies, comparedPolicies: null, asOf: null, now: 0 };
  watch.take(judgeLine('nonsense', bench));
  watch.take(
    judgeLine('{"number": "CS1", "versions": [{"at": "2035-01-01T00:00:00Z", "priority": "low"}]}', bench),
  );
  expect(watch.hint()).toBeNull();
});
