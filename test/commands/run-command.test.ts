import { describe, expect, test } from 'vitest';
import { type Command, UsageError } from '../../src/commands/command.ts';
import { readArguments, takeNone } from '../../src/commands/read-arguments.ts';
import { type CommandTable, runCommand } from '../../src/commands/run-command.ts';
import { ConfigError } from '../../src/config/faults.ts';
import { runWith } from '../support/run-command.ts';

function failing(error: unknown): Command {
  return { usage: 'Usage: none\n', run: () => Promise.reject(error) };
}

/** A fault as Node's own modules give it. */
function fault(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: something about it`), {
    code,
    ...(path === undefined ? {} : { path }),
  });
}

const table: CommandTable = {
  greet: {
    summary: 'says hello',
    load: async () => ({
      usage: 'Usage: greet NAME\n',
      async run([name], { stdout }) {
        stdout.write(`hello ${name}\n`);
        return 3;
      },
    }),
  },
  'config-fault': {
    summary: '',
    load: async () =>
      failing(new ConfigError([{ source: 'policy.yaml', faults: [{ path: 'a', message: 'is wrong' }] }])),
  },
  'environment-fault': { summary: '', load: async () => failing(fault('environment-invalid')) },
  usage: { summary: '', load: async () => failing(new UsageError('name a file')) },
  gone: { summary: '', load: async () => failing(fault('EPIPE')) },
  missing: { summary: '', load: async () => failing(fault('ENOENT', 'histories.jsonl')) },
  folder: { summary: '', load: async () => failing(fault('EISDIR')) },
  forbidden: { summary: '', load: async () => failing(fault('EACCES', 'secret.jsonl')) },
  surprise: { summary: '', load: async () => failing(new TypeError('not foreseen')) },
  text: { summary: '', load: async () => failing('just a text') },
};

const run = (...args: string[]) => runWith((around) => runCommand(table, args, around));

describe('sla-bridge', () => {
  test('runs the command that is named, with its arguments', async () => {
    expect(await run('greet', 'Ada')).toEqual({ code: 3, stdout: 'hello Ada\n', stderr: '' });
  });

  test.each([[[]], [['--help']], [['-h']], [['help']]])('lists its commands for %j', async (args) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Usage: sla-bridge COMMAND/);
    expect(stdout).toContain('  greet              says hello\n');
  });

  test('prints what a command is for', async () => {
    expect(await run('greet', 'Ada', '--help')).toEqual({
      code: 0,
      stdout: 'Usage: greet NAME\n',
      stderr: '',
    });
  });

  test.each(['greeet', 'toString', '__proto__', '--version'])('knows no command %s', async (name) => {
    const { code, stdout, stderr } = await run(name);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`there is no command '${name}'`);
    expect(stderr).toContain('says hello');
  });
});

describe('what goes wrong is told on stderr, with an exit code that says whose turn it is', () => {
  test.each([
    ['usage', 2, 'sla-bridge usage: name a file\nTry: sla-bridge usage --help\n'],
    ['config-fault', 78, 'sla-bridge config-fault: policy.yaml: one fault\n  a: is wrong\n'],
    ['environment-fault', 78, 'sla-bridge environment-fault: environment-invalid: something about it\n'],
    ['missing', 1, "sla-bridge missing: there is no file 'histories.jsonl'; check the path\n"],
    ['folder', 1, 'sla-bridge folder: the file cannot be read (EISDIR); name a file that you may read\n'],
    [
      'forbidden',
      1,
      "sla-bridge forbidden: 'secret.jsonl' cannot be read (EACCES); name a file that you may read\n",
    ],
    ['gone', 0, ''],
  ])('%s', async (name, code, stderr) => {
    expect(await run(name)).toEqual({ code, stdout: '', stderr });
  });

  test('what nobody foresaw, with its trace', async () => {
    const { code, stderr } = await run('surprise');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sla-bridge surprise: TypeError: not foreseen\n {4}at /);
    expect((await run('text')).stderr).toBe('sla-bridge text: just a text\n');
  });
});

describe('arguments', () => {
  test('that are no options of the command are refused', () => {
    expect(() => readArguments(['--colour'], {})).toThrow(UsageError);
    expect(() => readArguments(['--file'], { file: { type: 'string' } })).toThrow(UsageError);
  });

  test('are refused where a command takes none', () => {
    expect(() => takeNone(['histories.jsonl'])).toThrow(/what is 'histories\.jsonl'/);
    expect(() => takeNone([])).not.toThrow();
  });
});
