import { describe, expect, test } from 'vitest';
import { HistoryError, readHistory } from '../../src/evaluate/history.ts';

const first = { at: '2026-02-02T10:00:00Z', priority: 'high' };

function read(ticket: unknown) {
  return readHistory(JSON.stringify(ticket));
}

/** What is said of a line that cannot be judged. */
function faultOf(line: string): { number: string | null; message: string } {
  try {
    readHistory(line);
  } catch (error) {
    if (error instanceof HistoryError) return { number: error.number, message: error.message };
    throw error;
  }
  throw new Error('This line can be judged.');
}

describe('a history', () => {
  test('is read with its instants in UTC milliseconds, further digits cut', () => {
    const { versions, asOf } = read({
      number: 'CS1',
      versions: [
        { ...first, diagnosedAt: '2026-02-02T15:30:00.123999+05:30', respondedAt: '2026-02-02T10:00:01,5Z' },
      ],
      asOf: '2026-02-02T12:00:00-0100',
    });
    expect(versions[0]).toMatchObject({
      at: Date.parse('2026-02-02T10:00:00.000Z'),
      diagnosedAt: Date.parse('2026-02-02T10:00:00.123Z'),
      respondedAt: Date.parse('2026-02-02T10:00:01.500Z'),
    });
    expect(asOf).toBe(Date.parse('2026-02-02T13:00:00Z'));
  });

  test('is put in order of its instants; those of one instant keep the order given', () => {
    const { versions } = read({
      number: 'CS1',
      versions: [
        { at: '2026-02-02T12:00:00Z', state: 'open' },
        { at: '2026-02-02T13:00:00+01:00', state: 'resolved' },
        first,
      ],
    });
    expect(versions.map((version) => version.state)).toEqual([null, 'open', 'resolved']);
  });

  test('ignores fields it does not know, and takes null for unchanged', () => {
    const { versions, problems, serviceLine } = read({
      number: 'CS1',
      note: 'hello',
      serviceLine: 'UCC',
      versions: [{ ...first, state: null, tier: null, covered: null, diagnosedAt: null, colour: 'red' }],
      asOf: null,
    });
    expect(versions[0]).toMatchObject({ state: null, tier: null, covered: null, diagnosedAt: null });
    expect([problems, serviceLine]).toEqual([[], 'UCC']);
  });

  test.each([
    ['state', 'Open', "'Open'"],
    ['state', 6, '6'],
    ['priority', 'urgent', "'urgent'"],
    ['tier', '2', "'2'"],
    ['tier', 0, '0'],
    ['tier', 2.5, '2.5'],
    ['covered', 'false', "'false'"],
    ['covered', 0, '0'],
  ])('lists an unknown %s %j as a problem, and nothing changes', (field, value, shown) => {
    const { versions, problems } = read({
      number: 'CS1',
      versions: [first, { at: '2026-02-02T11:00:00Z', [field]: value }],
    });
    expect(versions[1]).toMatchObject({ state: null, priority: null, tier: null, covered: null });
    expect(problems.map(({ text }) => text)).toEqual([`versions[1].${field}: unknown value ${shown}`]);
  });
});

describe('a line cannot be judged', () => {
  test.each([
    'nonsense',
    '',
    '{"number": "CS1"',
    '[]',
    '"text"',
    'null',
    '7',
  ])('when it is no JSON object: %s', (line) => {
    expect(faultOf(line)).toMatchObject({ number: null, message: expect.stringContaining('JSON') });
  });

  test.each([undefined, null, 7, ''])('without a number that is a text: %j', (number) => {
    const { number: named, message } = faultOf(JSON.stringify({ number, versions: [first] }));
    expect([named, message.startsWith('number:')]).toEqual([null, true]);
  });

  test.each([undefined, null, [], {}, 'none'])('without versions: %j', (versions) => {
    const fault = faultOf(JSON.stringify({ number: 'CS1', versions }));
    expect(fault).toMatchObject({ number: 'CS1', message: expect.stringMatching(/^versions: /) });
  });

  test.each([null, 'text', 7])('with a version that is no object: %j', (version) => {
    expect(faultOf(JSON.stringify({ number: 'CS1', versions: [first, version] })).message).toMatch(
      /^versions\[1\]: /,
    );
  });

  test.each([
    undefined,
    null,
    7,
    '',
    'yesterday',
    '2026-02-02',
    '2026-02-02T10:00:00',
    '2026-02-02 10:00:00Z',
    '2026-02-30T10:00:00Z',
    '2026-13-02T10:00:00Z',
    '2026-02-02T24:00:00Z',
    '2026-02-02T10:60:00Z',
    '2026-02-02T10:00:60Z',
    '2026-02-02T10:00:00+24:00',
    '2026-02-02T10:00:00.Z',
  ])('with a version at %j', (at) => {
    const { message } = faultOf(JSON.stringify({ number: 'CS1', versions: [first, { at, state: 'open' }] }));
    expect(message).toMatch(/^versions\[1\]\.at: /);
  });

  test.each(['diagnosedAt', 'respondedAt'])('with a malformed %s', (field) => {
    const versions = [{ ...first, [field]: '2026-02-02T10:00' }];
    expect(faultOf(JSON.stringify({ number: 'CS1', versions })).message).toContain(`versions[0].${field}`);
  });

  test('with a malformed asOf', () => {
    expect(faultOf(JSON.stringify({ number: 'CS1', versions: [first], asOf: 'now' })).message).toMatch(
      /^asOf: /,
    );
  });

  test.each([undefined, null, 'urgent'])('with the priority %j in its earliest version', (priority) => {
    const later = { at: '2026-02-02T11:00:00Z', priority: 'high' };
    const versions = [later, { at: '2026-02-02T10:00:00Z', priority }];
    expect(faultOf(JSON.stringify({ number: 'CS1', versions })).message).toMatch(/no known priority/);
  });
});
