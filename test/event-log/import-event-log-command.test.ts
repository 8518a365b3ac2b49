import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { runImportEventLog } from '../../src/event-log/import-event-log-command.ts';
import { uciLog } from './uci-log.ts';

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: string[], options: { stdin?: string; isTTY?: boolean } = {}): Promise<Run> {
  const written = { stdout: '', stderr: '' };
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      written.stdout += String(chunk);
      done();
    },
  });
  const stderr = {
    isTTY: options.isTTY,
    write(text: string) {
      written.stderr += text;
    },
  };
  const stdin = Readable.from([Buffer.from(options.stdin ?? '')]);
  const code = await runImportEventLog(args, { stdin, stdout, stderr });
  return { code, ...written };
}

async function folderWith(files: Record<string, string>): Promise<(name: string) => string> {
  const folder = await mkdtemp(join(tmpdir(), 'import-event-log-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return (name) => join(folder, name);
}

const jsonLines = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const csvLog = `Case;Changed;Status;Urgency;Desk;Contract;Line
"C-1";2024-03-04 10:00;Offen;1;First;true;UCC
"C-1";2024-03-04 11:00;Offen;1;Second;false;
`;
const columnMap = `
columns: {number: Case, updatedAt: Changed, state: Status, priority: Urgency, tier: Desk, covered: Contract, serviceLine: Line}
times: YYYY-MM-DD HH:mm
zone: Europe/London
delimiter: ';'
states: {Offen: open}
priorities: {1: high}
tiers: {First: 1, Second: 2}
`;

test('the incident log on standard input becomes one history a line on standard output', async () => {
  const { code, stdout, stderr } = await run(['--from', 'uci', '-'], {
    stdin: uciLog([{ number: 'INC1' }, { number: 'INC2', state: 'Active' }]),
  });
  expect(code).toBe(0);
  expect(jsonLines(stdout)).toMatchObject([{ number: 'INC1' }, { number: 'INC2' }]);
  expect(stderr).toBe(
    'Reading standard input\n' +
      '2 rows made 2 tickets with 2 versions\n' +
      'No row tells a support tier: every ticket stays at tier 1.\n',
  );
});

test('any other log is read by a column map, in the zone that the map or the option names', async () => {
  const path = await folderWith({ 'log.csv': csvLog.replaceAll('03-04', '07-04'), 'map.yaml': columnMap });
  const asked = ['--from', 'csv', path('log.csv'), '--map', path('map.yaml')];
  const { code, stdout } = await run(asked);
  expect(code).toBe(0);
  expect(jsonLines(stdout)).toEqual([
    {
      number: 'C-1',
      serviceLine: 'UCC',
      versions: [
        { at: '2024-07-04T09:00:00.000Z', state: 'open', priority: 'high', tier: 1, covered: true },
        { at: '2024-07-04T10:00:00.000Z', tier: 2, covered: false },
      ],
    },
  ]);
  const inUtc = await run([...asked, '--zone', 'UTC']);
  expect(inUtc.stdout).toContain('2024-07-04T10:00:00.000Z');
});

test('a column map may be JSON, and a log may speak our own words', async () => {
  const log =
    'n,t,s,p,d\nT1,2024-03-04T10:00:00Z,open,low,\nT1,2024-03-04T11:00:00Z,open,low,2024-03-04T10:30:00Z\n';
  const map = { columns: { number: 'n', updatedAt: 't', state: 's', priority: 'p', diagnosedAt: 'd' } };
  const path = await folderWith({ 'log.csv': log, 'map.json': JSON.stringify(map) });
  const { stdout } = await run(['--from', 'csv', path('log.csv'), '--map', path('map.json')]);
  expect(jsonLines(stdout)).toMatchObject([
    {
      versions: [
        { state: 'open' },
        { at: '2024-03-04T11:00:00.000Z', diagnosedAt: '2024-03-04T10:30:00.000Z' },
      ],
    },
  ]);
});

test('what could not be used is counted on stderr and listed in the rejects file', async () => {
  const path = await folderWith({
    'log.csv': uciLog([
      { number: 'INC1', state: 'New' },
      { number: 'INC1', state: '-100', at: '1/3/2016 11:00' },
      { number: 'INC1', state: '-100', at: '1/3/2016 12:00' },
    ]),
  });
  const { code, stderr } = await run([
    '--from',
    'uci',
    path('log.csv'),
    '--rejects',
    path('rejects'),
    '--out',
    path('out'),
  ]);
  expect(code).toBe(0);
  expect(stderr).toContain(
    "2 × state-unknown: state left out: no known value, the last known one holds (first: line 3, INC1, '-100')",
  );
  expect(jsonLines(await readFile(path('rejects'), 'utf8'))).toMatchObject([{ line: 3 }, { line: 4 }]);
  expect(jsonLines(await readFile(path('out'), 'utf8'))).toMatchObject([{ number: 'INC1' }]);
});

test('a terminal sees a bar that is taken away in the end', async () => {
  const path = await folderWith({ 'log.csv': uciLog([{ number: 'INC1' }]) });
  const { stderr } = await run(['--from', 'uci', path('log.csv')], { isTTY: true });
  expect(stderr).toContain(`[${'#'.repeat(30)}] 100 %`);
  expect(stderr).toContain('\r\x1b[K1 rows made');
});

test.each([
  [[], 'name the log to read'],
  [['a.csv'], '--from must be uci or csv'],
  [['--from', 'xml', 'a.csv'], '--from must be uci or csv'],
  [['--from', 'csv', 'a.csv'], '--from csv needs --map FILE'],
  [['--from', 'uci', 'a.csv', '--map', 'm.yaml'], '--map is for --from csv'],
  [['--from', 'uci', 'a.csv', 'b.csv'], "what is 'b.csv'?"],
  [['--from', 'uci', 'a.csv', '--zone', 'Mars/Olympus'], "'Mars/Olympus' is no time zone"],
  [['--from', 'uci', 'a.csv', '--fast'], "Unknown option '--fast'"],
])('arguments %j are refused with exit code 2 and the usage', async (args, fault) => {
  const { code, stdout, stderr } = await run(args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(fault);
  expect(stderr).toContain('Usage: sla-bridge import-event-log');
});

test('help is asked for, not a fault', async () => {
  expect(await run(['--help'])).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('--rejects'),
  });
});

describe('a file that cannot be used ends in exit code 1 and a sentence that names it:', () => {
  test('a log that is not there', async () => {
    const { code, stderr } = await run(['--from', 'uci', '/nowhere.csv']);
    expect([code, stderr.split('\n').at(-2)]).toEqual([
      1,
      'import-event-log: /nowhere.csv: cannot be read (ENOENT)',
    ]);
  });

  test('a column map with faults, every one of them', async () => {
    const path = await folderWith({
      'map.yaml':
        'columns: {number: n, updatedAt: t, state: s}\nstates: {a: asleep}\ntimes: HH:mm\nextra: 1\n',
      'log.csv': csvLog,
    });
    const { code, stderr } = await run(['--from', 'csv', path('log.csv'), '--map', path('map.yaml')]);
    expect(code).toBe(1);
    for (const fault of ['columns: must name the headers', 'states.a: ', 'extra'])
      expect(stderr).toContain(fault);
  });

  test('a place that cannot be written to', async () => {
    const path = await folderWith({ 'log.csv': uciLog([{ number: 'INC1' }]) });
    const { code, stderr } = await run(['--from', 'uci', path('log.csv'), '--out', path('no/such/folder')]);
    expect(code).toBe(1);
    expect(stderr).toContain('no/such/folder');
  });
});

test('a reader that has seen enough is no fault', async () => {
  const stdout = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    },
  });
  const stdin = Readable.from([Buffer.from(uciLog([{ number: 'INC1' }]))]);
  const code = await runImportEventLog(['--from', 'uci', '-'], {
    stdin,
    stdout,
    stderr: { write: () => true },
  });
  expect(code).toBe(0);
});

const publicLog = join(import.meta.dirname, '../../../shared/data/incident_event_log.zip');

describe.skipIf(!existsSync(publicLog))('the public incident log, where it is at hand', () => {
  test('gives every ticket a history, and names the few rows that it cannot use', async () => {
    const path = await folderWith({});
    const { code, stderr } = await run([
      '--from',
      'uci',
      publicLog,
      '--out',
      path('out'),
      '--rejects',
      path('rejects'),
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('141,712 rows made 24,918 tickets');
    const counts: Record<string, number> = {};
    for (const finding of jsonLines(await readFile(path('rejects'), 'utf8')) as { reason: string }[]) {
      counts[finding.reason] = (counts[finding.reason] ?? 0) + 1;
    }
    expect(counts).toEqual({ 'state-unknown': 5, 'before-opening': 5, 'against-update-count': 11 });
  });
});
