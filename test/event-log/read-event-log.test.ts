import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { type EventLogFormat, uciFormat } from '../../src/event-log/event-log-format.ts';
import { type EventLogRow, readEventLog } from '../../src/event-log/read-event-log.ts';
import { uciLog } from './uci-log.ts';

async function* bytes(text: string | Uint8Array, pieceLength = 7): AsyncGenerator<Uint8Array> {
  const all = typeof text === 'string' ? strToU8(text) : text;
  for (let at = 0; at < all.length; at += pieceLength) yield all.subarray(at, at + pieceLength);
}

async function rowsOf(
  source: string | AsyncIterable<Uint8Array>,
  format: EventLogFormat,
): Promise<EventLogRow[]> {
  const rows: EventLogRow[] = [];
  for await (const row of readEventLog(source, format)) rows.push(row);
  return rows;
}

const plain: EventLogFormat = {
  columns: { number: 'Ticket', state: 'Status', updatedAt: 'When' },
  times: 'iso',
  zone: 'UTC',
  missing: [''],
  delimiter: ',',
};

test('a row of the incident log is read with its times as instants and a question mark as nothing', async () => {
  const log = uciLog([{ number: 'INC1', state: 'New', at: '29/2/2016 01:16', vendor: '?' }]);
  const [row] = await rowsOf(bytes(log), uciFormat());
  expect(row).toMatchObject({
    line: 2,
    number: 'INC1',
    state: 'New',
    vendor: '',
    sysModCount: 0,
    updatedAt: Date.UTC(2016, 1, 29, 1, 16),
    resolvedAt: null,
    faults: [],
  });
});

test('a log is read from a .csv and from a .zip alike, whatever the file is called', async () => {
  const log = uciLog([
    { number: 'INC1', state: 'New' },
    { number: 'INC1', state: 'Active' },
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'event-log-'));
  await writeFile(join(folder, 'log.csv'), log);
  await writeFile(
    join(folder, 'log.bin'),
    zipSync({ 'read me.txt': strToU8('hello'), 'log.CSV': strToU8(log) }),
  );
  const fromCsv = await rowsOf(join(folder, 'log.csv'), uciFormat());
  expect(fromCsv.map((row) => row.state)).toEqual(['New', 'Active']);
  expect(await rowsOf(join(folder, 'log.bin'), uciFormat())).toEqual(fromCsv);
});

test('every byte read is reported, as it lies on disk', async () => {
  const packed = zipSync({ 'log.csv': strToU8(uciLog([{ number: 'INC1' }])) });
  let read = 0;
  const onBytes = (count: number): void => {
    read += count;
  };
  for await (const row of readEventLog(bytes(packed, 64), uciFormat(), { onBytes }))
    expect(row.number).toBe('INC1');
  // What follows the log inside the archive is its directory, which nobody needs.
  expect(read).toBeGreaterThan(packed.length / 2);
  expect(read).toBeLessThanOrEqual(packed.length);
});

test('quotes, doubled quotes, line ends inside quotes, CRLF, a byte order mark and blank lines are understood', async () => {
  const log =
    '\uFEFFTicket,Status,When\r\n' +
    '"A, the ""first""",open,2024-03-04T10:00:00Z\r\n' +
    '\r\n' +
    'B,"two\r\nlines",2024-03-04T10:00:00+01:00\r\n' +
    'C,"last","2024-03-04T10:00:00Z"';
  for (const pieceLength of [1, 3, 1000]) {
    const rows = await rowsOf(bytes(log, pieceLength), plain);
    expect(rows.map(({ line, number, state }) => ({ line, number, state }))).toEqual([
      { line: 2, number: 'A, the "first"', state: 'open' },
      { line: 4, number: 'B', state: 'two\r\nlines' },
      { line: 6, number: 'C', state: 'last' },
    ]);
    expect(rows[1]?.updatedAt).toBe(Date.UTC(2024, 2, 4, 9));
  }
});

test('a character that is cut between two pieces is put together again', async () => {
  const [row] = await rowsOf(bytes('Ticket,Status,When\nÄÖ-1,größer,2024-03-04T10:00:00Z\n', 1), plain);
  expect(row).toMatchObject({ number: 'ÄÖ-1', state: 'größer' });
});

test('a row with too few columns, a false time or a false count is handed over with its faults', async () => {
  const format = { ...plain, columns: { ...plain.columns, sysModCount: 'Mod' } };
  const log = 'Ticket,Status,When,Mod\nA,open\nB,open,yesterday,one\n';
  const rows = await rowsOf(bytes(log), format);
  expect(rows.map((row) => row.faults)).toEqual([
    [{ column: 'number', value: '2', code: 'field-count' }],
    [
      { column: 'updatedAt', value: 'yesterday', code: 'time-unreadable' },
      { column: 'sysModCount', value: 'one', code: 'number-unreadable' },
    ],
  ]);
});

test.each([
  ['event-log-empty', '', 'must name the columns'],
  [
    'event-log-column-missing',
    'Ticket,When\nA,2024-03-04T10:00:00Z\n',
    "no column 'Status' (wanted for state)",
  ],
  ['event-log-record-too-long', `Ticket,Status,When\n"${'x'.repeat(1_100_000)}\n`, 'line 2'],
])('a log that cannot be read at all ends in %s', async (code, log, message) => {
  const reading = rowsOf(bytes(log, 65_536), plain);
  await expect(reading).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});

test('a file that is not there is named', async () => {
  await expect(rowsOf('/nowhere/log.csv', plain)).rejects.toMatchObject({
    code: 'event-log-unreadable',
    message: '/nowhere/log.csv: cannot be read (ENOENT)',
  });
});

test('an archive that is cut off, or holds no log, is refused instead of read in part', async () => {
  const packed = zipSync({ 'log.csv': strToU8(uciLog([{ number: 'INC1' }])) });
  const refused = { code: 'event-log-archive-invalid' };
  await expect(rowsOf(bytes(packed.subarray(0, 200)), uciFormat())).rejects.toMatchObject(refused);
  await expect(rowsOf(bytes(zipSync({ 'a.txt': strToU8('a') })), uciFormat())).rejects.toMatchObject(refused);
});
