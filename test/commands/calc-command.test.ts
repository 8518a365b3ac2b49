import { expect, test } from 'vitest';
import { run, usage } from '../../src/commands/calc-command.ts';
import { UsageError } from '../../src/commands/command.ts';
import { folderWith, runWith } from '../support/run-command.ts';
import { shippedCalendarsFile } from '../support/story.ts';

const calc = (stdin: string | string[], args: string[] = [], env = {}) =>
  runWith((around) => run(args, around), { stdin, env });

test('answers line by line, in the order of the questions', async () => {
  const questions = [
    '{"calendar": "business", "op": "add", "start": "2026-01-05T16:00:00Z", "minutes": 120}',
    '{"calendar": "business", "op": "between", "start": "2026-01-05T16:00:00Z", "end": "2026-01-06T10:00:00Z"}',
  ];
  expect(await calc(questions.join('\n'))).toEqual({
    code: 0,
    stdout: '{"result":"2026-01-06T09:30:00.000Z"}\n{"result":150}\n',
    stderr: '',
  });
});

test('shows in its help what it really answers', async () => {
  const questions = usage.match(/\{"calendar": "business".*\}/g)!;
  const answers = usage.match(/\{"result".*\}/g)!.map((answer) => JSON.parse(answer));
  const { stdout } = await calc(questions.join('\n'));
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(answers);
  expect(answers).toHaveLength(2);
});

test('answers a bad line with its error, the others as ever, and ends with 1', async () => {
  const good = '{"calendar": "always", "op": "add", "start": "2026-01-05T16:00:00Z", "minutes": 1}';
  const { code, stdout, stderr } = await calc(['nonsense\n', `${good}\n`]);
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toBe('{"error":"this line is not JSON"}\n{"result":"2026-01-05T16:01:00.000Z"}\n');
});

test('has nothing to say to nothing', async () => {
  expect(await calc('\n\n')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('takes named calendars from the file it is given, or that the environment names', async () => {
  const name = await folderWith({
    'mine.yaml': `
holidays: { file: ${shippedCalendarsFile.replace('calendars.yaml', 'uk-bank-holidays.json')}, division: scotland }
calendars:
  mine: { timezone: UTC, weekly: { sun: [["10:00", "11:00"]] }, observesHolidays: true }
`,
  });
  const question = '{"calendar": "mine", "op": "add", "start": "2026-02-02T10:00:00Z", "minutes": 60}';
  const answer = '{"result":"2026-02-08T11:00:00.000Z"}\n';
  expect((await calc(question, ['--calendars', name('mine.yaml')])).stdout).toBe(answer);
  expect((await calc(question, [], { CALENDARS_FILE: name('mine.yaml') })).stdout).toBe(answer);
});

test('takes no arguments', async () => {
  await expect(calc('', ['questions.jsonl'])).rejects.toThrow(UsageError);
});
