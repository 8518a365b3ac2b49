import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/commands/command.ts';
import { run } from '../../src/commands/evaluate-command.ts';
import { type CommandRun, folderWith, runWith } from '../support/run-command.ts';
import { shippedPolicyFile, t } from '../support/story.ts';

const time = { now: () => t('10:45'), after: () => () => {} };
const evaluate = (args: string[], stdin = '', env = {}): Promise<CommandRun> =>
  runWith((around) => run(args, around, time), { stdin, env });

const ticket = (number: string, more: object = {}): string =>
  JSON.stringify({ number, versions: [{ at: '2026-02-02T10:00:00Z', priority: 'high' }], ...more });

const answersOf = ({ stdout }: CommandRun) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('evaluate', () => {
  test('judges each line of standard input, in order; blank lines are skipped', async () => {
    const { code, stdout, stderr } = await evaluate(['-'], `${ticket('A')}\n\n  \n${ticket('B')}\n`);
    expect([code, stderr]).toEqual([0, '']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).number),
    ).toEqual(['A', 'B']);
  });

  test('judges each line of a file', async () => {
    const name = await folderWith({ 'histories.jsonl': `${ticket('A')}\n${ticket('B')}` });
    expect(answersOf(await evaluate([name('histories.jsonl')])).map(({ number }) => number)).toEqual([
      'A',
      'B',
    ]);
  });

  test('judges as of the option, else of the ticket, else of now', async () => {
    const lines = `${ticket('A')}\n${ticket('B', { asOf: '2026-02-02T10:20:00Z' })}`;
    const elapsed = async (args: string[]) =>
      answersOf(await evaluate(args, lines)).map(({ clocks }) => clocks[0].elapsedMs / 60_000);
    expect(await elapsed(['-'])).toEqual([45, 20]);
    expect(await elapsed(['--as-of', '2026-02-02T12:10:00+02:00', '-'])).toEqual([10, 10]);
  });

  test('answers a line that cannot be judged with its error, the others as ever, and ends with 1', async () => {
    const ran = await evaluate(['-'], `nonsense\n${ticket('B')}\n{"number": "C", "versions": []}`);
    expect([ran.code, ran.stderr]).toEqual([1, 'sla-bridge evaluate: 2 lines could not be judged.\n']);
    expect(answersOf(ran)).toEqual([
      { number: null, error: 'this line is not JSON' },
      expect.objectContaining({ number: 'B', clocks: expect.any(Array) }),
      { number: 'C', error: expect.any(String) },
    ]);
  });

  test('says when a ticket touches years whose holidays nobody published', async () => {
    const line =
      '{"number": "A", "versions": [{"at": "2031-02-03T10:00:00Z", "priority": "low"}], "asOf": "2031-02-03T11:00:00Z"}';
    const { code, stderr } = await evaluate(['-'], line);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^sla-bridge evaluate: 1 ticket touches years outside the holiday data \(2015 to 2028\): 2031\./,
    );
  });

  test.each(['jsonl', 'csv', 'summary', 'json'])('writes %s', async (format) => {
    const { code, stdout } = await evaluate(['--format', format, '-'], ticket('A'));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      { jsonl: /^\{"number":"A"/, csv: /^number,/, summary: /^1 ticket judged/, json: /^\{\n/ }[format]!,
    );
  });

  test('answers an empty input with an empty report', async () => {
    expect((await evaluate(['-'])).stdout).toBe('');
    expect((await evaluate(['--format', 'json', '-'])).stdout).toMatch(/"tickets": 0/);
  });
});

describe('the rules', () => {
  /** The shipped policy with half an hour less for high tickets, without calendars of its own. */
  async function stricter() {
    const policy = readFileSync(shippedPolicyFile, 'utf8').replaceAll('target: 30 min', 'target: 15 min');
    return folderWith({ 'strict.yaml': policy });
  }

  const dueOf = (ran: CommandRun): string => answersOf(ran)[0].clocks[0].dueAt;

  test('are the shipped ones, the ones of the environment, or the ones of the option', async () => {
    const name = await stricter();
    expect(dueOf(await evaluate(['-'], ticket('A')))).toBe('2026-02-02T10:30:00.000Z');
    expect(dueOf(await evaluate(['-'], ticket('A'), { POLICY_FILE: name('strict.yaml') }))).toBe(
      '2026-02-02T10:15:00.000Z',
    );
    expect(dueOf(await evaluate(['--policy', name('strict.yaml'), '-'], ticket('A')))).toBe(
      '2026-02-02T10:15:00.000Z',
    );
    const chosen = { POLICY_FILE: name('strict.yaml') };
    expect(dueOf(await evaluate(['--policy', shippedPolicyFile, '-'], ticket('A'), chosen))).toBe(
      '2026-02-02T10:30:00.000Z',
    );
  });

  test('come with the calendars beside them', async () => {
    const folder = path.dirname(shippedPolicyFile);
    const calendars = readFileSync(path.join(folder, 'calendars.yaml'), 'utf8').replaceAll(
      '"17:30"',
      '"18:30"',
    );
    const name = await folderWith({
      'policy.yaml': readFileSync(shippedPolicyFile, 'utf8'),
      'calendars.yaml': calendars,
      'uk-bank-holidays.json': readFileSync(path.join(folder, 'uk-bank-holidays.json'), 'utf8'),
    });
    const line = ticket('A', { versions: [{ at: '2026-02-02T10:00:00Z', priority: 'low', state: 'open' }] });
    const fixDue = async (args: string[]) =>
      answersOf(await evaluate([...args, '-'], line))[0].clocks[2].dueAt;
    // 8.5 h of Monday and four days of 9.5 h leave 1.5 h for the next Monday.
    expect(await fixDue(['--policy', name('policy.yaml')])).toBe('2026-02-09T10:30:00.000Z');
    expect(await fixDue([])).toBe('2026-02-09T15:30:00.000Z');
  });

  test('are compared with others', async () => {
    const name = await stricter();
    const line = ticket('A', { asOf: '2026-02-02T10:20:00Z' });
    const ran = await evaluate(['--compare', name('strict.yaml'), '-'], line);
    expect(answersOf(ran)[0]).toMatchObject({
      number: 'A',
      clocks: [
        { kind: 'response', effect: 'breaches', before: { state: 'running' }, after: { state: 'breached' } },
      ],
      escalations: { before: 0, after: 1 },
    });
  });

  test('that are broken are refused with every fault', async () => {
    const name = await folderWith({ 'broken.yaml': 'policies: []\n' });
    const refused = evaluate(['--policy', name('broken.yaml'), '-'], ticket('A'));
    await expect(refused).rejects.toMatchObject({ code: 'config-invalid' });
  });
});

describe('arguments that make no sense are refused', () => {
  test.each([
    [[], /name the file/],
    [['one.jsonl', 'two.jsonl'], /one file at a time/],
    [['--format', 'xml', '-'], /--format must be one of jsonl, summary, csv, json/],
    [['--as-of', 'yesterday', '-'], /--as-of must be an instant/],
    [['--as-of', '2026-02-02T10:00:00', '-'], /--as-of must be an instant/],
    [['--polizy', 'x', '-'], /Unknown option/],
  ])('%j', async (args, message) => {
    const refused = evaluate(args);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
  });

  test('and a file that is not there', async () => {
    await expect(evaluate(['nowhere.jsonl'])).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
