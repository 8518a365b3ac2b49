import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { connectExplain } from '../../src/wiring/explain.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, TABLE } from './make-admin.ts';

const now = at('2024-04-02 12:00');
const spring = 'from=2024-02-01T00:00:00Z&to=2024-05-01T00:00:00Z';

/** An account that would be a formula, and that no file could hold unquoted. */
const WILD = '=HYPERLINK("evil"), "Ltd"\nLeeds';

const cases = [
  { number: 'CS1', openedAt: at('2024-03-04 10:00'), accountName: 'Boxeo', priority: 'critical' },
  { number: 'CS2', openedAt: at('2024-03-31 23:59'), accountName: WILD, serviceLine: 'UCC' },
  { number: 'CS3', openedAt: at('2024-04-01 00:00'), accountName: null, priority: 'low' },
  { number: 'CS4', openedAt: at('2024-04-02 11:50'), accountName: 'Boxeo', priority: 'normal' },
] as const;

describe.each(engines)('reports on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const desk = openDesk(database);
    desk.setNow(now);
    const seen = cases.map(({ openedAt, ...given }, index) =>
      observation(openedAt, { sysId: String(index).repeat(32), ...given }),
    );
    await desk.pipeline.applyObservations(TABLE, seen, 'poll');
  });
  afterAll(() => database.close());
  const get = async (url: string) => {
    const { tellBreaches } = connectExplain({
      db: database.db,
      policy: shippedPolicy,
      mapping: shippedMapping,
      holdsBackExisting: true,
      now: () => now,
    });
    return (await makeAdmin(database, { tellBreaches })).get(`/reports/${url}`);
  };
  const read = async (url: string) => (await get(url)).json();

  it('compliance counts the clocks of tickets opened in the period, for every priority and clock', async () => {
    const report = await read('compliance?from=2024-03-01T00:00:00Z&to=2024-04-01T00:00:00Z');
    const before = await read('compliance?from=2024-02-01T00:00:00Z&to=2024-03-01T00:00:00Z');

    expect(report).toMatchObject({ from: '2024-03-01T00:00:00.000Z', tickets: { opened: 2, breached: 2 } });
    expect(report.rows).toHaveLength(12);
    expect(report.rows[0]).toEqual({
      priority: 'critical',
      clock: 'response',
      compliance: 0,
      counts: { pending: 0, running: 0, paused: 0, met: 0, breached: 2, missed: 0, cancelled: 0 },
      superseded: 0,
    });
    expect(before.tickets).toEqual({ opened: 0, breached: 0 });
    expect(before.rows.every((row: { compliance: number | null }) => row.compliance === null)).toBe(true);
  });

  it('compliance is told apart by month, account and service line', async () => {
    const { rows } = await read(`compliance?${spring}&by=account,month`);
    const groups = rows
      .filter((row: { clock: string }) => row.clock === 'response')
      .map(({ month, account, priority }: Record<string, unknown>) => [month, account, priority]);

    expect(groups.map(([month]: string[]) => month)).toEqual(['2024-03', '2024-03', '2024-04', '2024-04']);
    expect(new Set(groups.map((group: unknown[]) => JSON.stringify(group)))).toEqual(
      new Set(
        [
          ['2024-03', WILD, 'critical'],
          ['2024-03', 'Boxeo', 'critical'],
          ['2024-04', 'Boxeo', 'normal'],
          ['2024-04', null, 'low'],
        ].map((group) => JSON.stringify(group)),
      ),
    );
    const lines = await read(`compliance?${spring}&by=serviceLine`);
    expect(new Set(lines.rows.map((row: { serviceLine: unknown }) => row.serviceLine))).toEqual(
      new Set(['UCC', null]),
    );
  });

  it('compliance can be of one account, service line or table alone', async () => {
    const boxeo = await read(`compliance?${spring}&account=Boxeo`);
    const ucc = await read(`compliance?${spring}&serviceLine=UCC`);
    const other = await read(`compliance?${spring}&table=incident`);

    expect([boxeo, ucc, other].map(({ tickets }) => tickets.opened)).toEqual([2, 1, 0]);
  });

  it('compliance as CSV has the same figures', async () => {
    const csv = await get(`compliance?${spring}&format=csv`);

    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.headers['content-disposition']).toBe('attachment; filename="compliance.csv"');
    expect(csv.body.split('\r\n').slice(0, 2)).toEqual([
      'priority,clock,compliance,pending,running,paused,met,breached,missed,cancelled,superseded',
      'critical,response,0.0000,0,0,0,0,2,0,0,0',
    ]);
  });

  it('a CSV file holds what people wrote as text: quoted, and never as a formula', async () => {
    const { body } = await get(`compliance?${spring}&by=account&format=csv`);
    const breaches = await get(`breaches?${spring}&format=csv`);

    expect(body).toMatch(/^account,priority,clock,compliance,/);
    expect(body).toContain('\r\n"\'=HYPERLINK(""evil""), ""Ltd""\nLeeds",critical,response,0.0000,');
    expect(breaches.body).toContain(
      '"\'=HYPERLINK(""evil""), ""Ltd""\nLeeds",UCC,critical,response,breached,',
    );
  });

  it('breaches are listed in the order of their tickets, each with why', async () => {
    const all = await read(`breaches?${spring}`);

    expect(all.total).toBe(all.items.length);
    expect(all.items.map(({ number, clock }: Record<string, string>) => `${number} ${clock}`)).toEqual([
      'CS1 response',
      'CS1 fix',
      'CS2 response',
      'CS2 fix',
      'CS3 response',
    ]);
    expect(all.items[4]).toEqual({
      number: 'CS3',
      table: TABLE,
      shortDescription: 'No dial tone',
      account: null,
      serviceLine: null,
      priority: 'low',
      clock: 'response',
      state: 'breached',
      openedAt: '2024-04-01T00:00:00.000Z',
      breachedAt: '2024-04-01T04:00:00.000Z',
      stoppedAt: null,
      targetMs: 4 * 3_600_000,
      elapsedMs: 36 * 3_600_000,
      overMs: 32 * 3_600_000,
      highestLevel: 0,
      reasons: [{ code: 'not-done', text: 'Not answered yet: 32 h over its target of 4 h.' }],
    });
  });

  it('breaches are read page by page, and filtered', async () => {
    const first = await read(`breaches?${spring}&limit=3`);
    const second = await read(`breaches?${spring}&limit=3&cursor=${first.nextCursor}`);
    const fixes = await read(`breaches?${spring}&clock=fix&priority=critical,high`);

    expect([...first.items, ...second.items]).toEqual((await read(`breaches?${spring}`)).items);
    expect([first.total, second.nextCursor]).toEqual([5, null]);
    expect(fixes.items.map(({ number }: { number: string }) => number)).toEqual(['CS1', 'CS2']);
  });

  it('breaches as CSV are all of them, whatever a page holds', async () => {
    const { body, headers } = await get(`breaches?${spring}&format=csv&limit=1`);
    const lines = body.split('\r\n');

    expect(headers['content-disposition']).toBe('attachment; filename="breaches.csv"');
    expect(lines[0]).toMatch(/^number,table,shortDescription,account,.*,overMs,highestLevel,reasons,why$/);
    expect(lines[1]).toMatch(/^CS1,sn_customerservice_case,No dial tone,Boxeo,,critical,response,breached,/);
    expect(lines.at(-2)).toMatch(/,not-done,Not answered yet: 32 h over its target of 4 h\.$/);
    expect(lines.filter((line) => line.startsWith('CS'))).toHaveLength(5);
  });

  it.each([
    ['compliance?from=2024-03-02T00:00:00Z&to=2024-03-01T00:00:00Z', 'to'],
    ['breaches?from=2024-03-02T00:00:00Z&to=2024-03-02T00:00:00Z', 'to'],
    ['compliance?from=2024-03-02T00:00:00Z', 'to'],
    [`compliance?${spring}&by=colour`, 'by'],
    [`breaches?${spring}&cursor=made-up`, 'cursor'],
    [`breaches?${spring}&format=pdf`, 'format'],
  ])('%s is refused, with the parameter that is wrong', async (url, parameter) => {
    const answer = await get(`${url}`);

    expect([answer.statusCode, answer.json().code]).toEqual([400, 'query-invalid']);
    expect(answer.json().faults[0].path).toBe(parameter);
  });
});
