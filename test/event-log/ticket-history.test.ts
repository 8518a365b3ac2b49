import { describe, expect, test } from 'vitest';
import { uciFormat } from '../../src/event-log/event-log-format.ts';
import { uciValues } from '../../src/event-log/event-log-values.ts';
import { groupByTicket } from '../../src/event-log/group-by-ticket.ts';
import type { ImportFinding } from '../../src/event-log/import-finding.ts';
import { readEventLog } from '../../src/event-log/read-event-log.ts';
import { type TicketHistory, toTicketHistory } from '../../src/event-log/ticket-history.ts';
import { type UciRow, uciLog } from './uci-log.ts';

interface Imported {
  readonly histories: TicketHistory[];
  readonly findings: ImportFinding[];
}

async function imported(...rows: UciRow[]): Promise<Imported> {
  const findings: ImportFinding[] = [];
  const report = (finding: ImportFinding): void => {
    findings.push(finding);
  };
  const bytes = (async function* () {
    yield new TextEncoder().encode(uciLog(rows));
  })();
  const log = await groupByTicket(readEventLog(bytes, uciFormat()), uciValues, report);
  const histories = log.tickets
    .map((ticket) => toTicketHistory(ticket, report))
    .filter((history) => history !== null);
  return { histories, findings };
}

async function versionsOf(...rows: Omit<UciRow, 'number'>[]): Promise<TicketHistory['versions']> {
  const { histories } = await imported(...rows.map((row) => ({ number: 'INC1', ...row })));
  return histories[0]?.versions ?? [];
}

describe('the first version', () => {
  test('stands at the opening, not at the first update', async () => {
    const versions = await versionsOf({ opened: '1/3/2016 09:50', at: '1/3/2016 10:00' });
    expect(versions).toEqual([{ at: '2016-03-01T09:50:00.000Z', state: 'new', priority: 'normal' }]);
  });

  test('is new until a row shows another state: nobody is said to have answered before they did', async () => {
    const versions = await versionsOf({ opened: '1/3/2016 09:50', at: '1/3/2016 10:00', state: 'Resolved' });
    expect(versions).toEqual([
      { at: '2016-03-01T09:50:00.000Z', state: 'new', priority: 'normal' },
      { at: '2016-03-01T10:00:00.000Z', state: 'resolved' },
    ]);
  });

  test('carries the state of a row that is as old as the ticket', async () => {
    const versions = await versionsOf({ opened: '1/3/2016 10:00', at: '1/3/2016 10:00', state: 'Active' });
    expect(versions).toEqual([{ at: '2016-03-01T10:00:00.000Z', state: 'open', priority: 'normal' }]);
  });
});

test('every state of the log becomes one of ours', async () => {
  const states = [
    'Active',
    'Awaiting User Info',
    'Active',
    'Awaiting Vendor',
    'Active',
    'Awaiting Problem',
    'Active',
  ];
  const rows = [...states, 'Awaiting Evidence', 'Resolved', 'Closed'].map((state, index) => ({
    state,
    at: `1/3/2016 11:${10 + index}`,
  }));
  const versions = await versionsOf(...rows);
  expect(versions.slice(1).map((version) => version.state)).toEqual(
    'open waiting open waiting open waiting open waiting resolved closed'.split(' '),
  );
});

test.each([
  ['1 - Critical', 'critical'],
  ['2 - High', 'high'],
  ['3 - Moderate', 'normal'],
  ['4 - Low', 'low'],
])('priority %s is %s', async (priority, ours) => {
  expect((await versionsOf({ priority }))[0]?.priority).toBe(ours);
});

test('a version carries only what its row changed, and a row that changes nothing makes none', async () => {
  const versions = await versionsOf(
    { at: '1/3/2016 10:05', state: 'New' },
    { at: '1/3/2016 10:06', state: 'Active', mod: 1 },
    { at: '1/3/2016 10:07', state: 'Active', mod: 2 },
    { at: '1/3/2016 10:08', state: 'Active', mod: 3, priority: '2 - High' },
  );
  expect(versions.slice(1)).toEqual([
    { at: '2016-03-01T10:06:00.000Z', state: 'open' },
    { at: '2016-03-01T10:08:00.000Z', priority: 'high' },
  ]);
});

test('rows of one minute keep the order of their update count, whatever their place in the file', async () => {
  const versions = await versionsOf(
    { at: '1/3/2016 10:05', state: 'Active', mod: 12 },
    { at: '1/3/2016 10:05', state: 'Resolved', mod: 9 },
    { at: '1/3/2016 10:00', state: 'Active', mod: 3 },
  );
  expect(versions.map(({ state }) => state)).toEqual(['open', 'resolved', 'open']);
});

test('rows of one minute and one update count keep the order of the file', async () => {
  const versions = await versionsOf({ state: 'Active', mod: 1 }, { state: 'Resolved', mod: 1 });
  expect(versions.map(({ state }) => state)).toEqual(['open', 'resolved']);
});

test('tickets whose rows are mixed in the file are told apart', async () => {
  const { histories } = await imported(
    { number: 'INC2', state: 'Active' },
    { number: 'INC1', state: 'New' },
    { number: 'INC2', state: 'Resolved', at: '1/3/2016 12:00' },
    { number: 'INC1', state: 'Active', at: '1/3/2016 12:00' },
  );
  expect(histories.map(({ number, versions }) => [number, ...versions.map(({ state }) => state)])).toEqual([
    ['INC2', 'open', 'resolved'],
    ['INC1', 'new', 'open'],
  ]);
});

describe('what cannot be used as it stands is reported, and the rest of the ticket is kept:', () => {
  test('a state that is none', async () => {
    const { histories, findings } = await imported(
      { number: 'INC1', state: 'Active' },
      { number: 'INC1', state: '-100', at: '1/3/2016 11:00', priority: '1 - Critical' },
    );
    expect(histories[0]?.versions.at(-1)).toEqual({ at: '2016-03-01T11:00:00.000Z', priority: 'critical' });
    expect(findings).toEqual([
      { line: 3, number: 'INC1', reason: 'state-unknown', field: 'state', value: '-100' },
    ]);
  });

  test('a row from before the opening of its ticket', async () => {
    const { histories, findings } = await imported({
      number: 'INC1',
      state: 'Active',
      opened: '1/3/2016 12:00',
      at: '1/3/2016 11:00',
    });
    expect(histories[0]?.versions).toEqual([
      { at: '2016-03-01T12:00:00.000Z', state: 'open', priority: 'normal' },
    ]);
    expect(findings.map(({ reason }) => reason)).toEqual(['before-opening']);
  });

  test('an update count that goes backwards', async () => {
    const { findings } = await imported(
      { number: 'INC1', mod: 7, at: '1/3/2016 11:00' },
      { number: 'INC1', mod: 2, at: '1/3/2016 12:00' },
      { number: 'INC1', mod: 9, at: '1/3/2016 13:00' },
    );
    expect(findings).toEqual([
      { line: 3, number: 'INC1', reason: 'against-update-count', field: 'sysModCount', value: '2' },
    ]);
  });

  test('two openings of one ticket', async () => {
    const { histories, findings } = await imported(
      { number: 'INC1', opened: '1/3/2016 09:30' },
      { number: 'INC1', opened: '1/3/2016 09:00', at: '1/3/2016 12:00' },
    );
    expect(histories[0]?.versions[0]?.at).toBe('2016-03-01T09:00:00.000Z');
    expect(findings.map(({ reason, value }) => [reason, value])).toEqual([
      ['opening-differs', '2016-03-01T09:30:00.000Z'],
    ]);
  });

  test('a priority that is only known later', async () => {
    const { histories, findings } = await imported(
      { number: 'INC1', priority: '?' },
      { number: 'INC1', priority: '1 - Critical', at: '1/3/2016 12:00' },
    );
    expect(histories[0]?.versions).toEqual([
      { at: '2016-03-01T10:00:00.000Z', state: 'new', priority: 'critical' },
    ]);
    expect(findings.map(({ reason }) => reason)).toEqual(['priority-known-late']);
  });

  test('a row without a time, one without a number and one whose count is no number', async () => {
    const { histories, findings } = await imported(
      { number: 'INC1', at: '31/2/2016 10:00' },
      { number: '?' },
      { number: 'INC1', mod: '1.5' },
    );
    expect(histories).toHaveLength(1);
    expect(findings.map(({ line, reason, value }) => [line, reason, value])).toEqual([
      [2, 'row-without-time', '31/2/2016 10:00'],
      [3, 'row-without-number', ''],
      [4, 'count-unreadable', '1.5'],
    ]);
  });
});

test('a ticket without any known priority is left out: it could not be judged', async () => {
  const { histories, findings } = await imported({ number: 'INC1', priority: '5 - Planning' });
  expect(histories).toEqual([]);
  expect(findings.map(({ reason }) => reason)).toEqual(['priority-unknown', 'ticket-without-priority']);
});
