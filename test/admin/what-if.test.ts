import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { judgeLine } from '../../src/evaluate/judge.ts';
import { comparisonReports } from '../../src/evaluate/reports.ts';
import { acceleratePolicy } from '../../src/policy/accelerate-policy.ts';
import { loadPolicy, readOtherPolicies } from '../../src/policy/load-policy.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { connectWhatIf } from '../../src/wiring/what-if.ts';
import { shippedPolicy } from '../support/desk.ts';
import { type MirroredHistory, mirrorHistories, toMirrored } from '../support/mirror-histories.ts';
import { at } from '../support/observations.ts';
import { arbitraryHistory } from '../support/reference/arbitrary-history.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, tokens } from './make-admin.ts';

const shippedText = readFileSync('config/policy.yaml', 'utf8');
const now = at('2024-03-04 12:00');
let database: OpenDatabase;

beforeAll(async () => {
  database = await openTestDatabase('pglite');
});
afterAll(() => database.close());

const connect = (asOf: number, policy = shippedPolicy) =>
  connectWhatIf({ db: database.db, policy, now: () => asOf });

const ask = async (body: object, asOf = now) => {
  const admin = await makeAdmin(database, { compareWith: connect(asOf) });
  return admin.post('/what-if', body, undefined, tokens.read);
};

/** The shipped policy with other targets for the fix of critical tickets and for responses. */
function other(fix: string, response = '30 min'): string {
  const text = shippedText
    .replace(/(critical:[\s\S]*?fix: *\{ *target: )5 h/, `$1${fix}`)
    .replace(/(critical:[\s\S]*?response: *\{ *target: )30 min/, `$1${response}`);
  if (fix !== '5 h' && text === shippedText) throw new Error('The policy file is written another way.');
  return text;
}

const ticket = (number: string, ...versions: object[]): MirroredHistory =>
  toMirrored({ number, versions }, { account: 'Boxeo', serviceLine: 'UCC' });

describe('what if', () => {
  beforeEach(async () => {
    await mirrorHistories(
      database,
      [
        ticket(
          'CS1',
          { at: '2024-03-04T08:00:00Z', priority: 'critical' },
          { at: '2024-03-04T08:10:00Z', state: 'open', diagnosedAt: '2024-03-04T08:10:00Z' },
          { at: '2024-03-04T11:00:00Z', state: 'resolved' },
        ),
        ticket('CS2', { at: '2024-03-04T11:50:00Z', priority: 'critical' }),
        ticket('CS3', { at: '2024-02-04T11:50:00Z', state: 'closed' }),
      ],
      now,
    );
  });

  it('another policy counted: both figures, and which tickets would breach', async () => {
    const answer = (await ask({ policy: other('2 h') })).json();

    expect(answer).toMatchObject({ at: '2024-03-04T12:00:00.000Z', tickets: 2, changed: 1, unjudged: 1 });
    const fix = answer.compliance.find(
      (row: { priority: string; clock: string }) => row.priority === 'critical' && row.clock === 'fix',
    );
    expect(fix).toEqual({
      priority: 'critical',
      clock: 'fix',
      before: { compliance: 1, counts: expect.objectContaining({ met: 1, running: 1 }) },
      after: { compliance: 0, counts: expect.objectContaining({ missed: 1, running: 1 }) },
      breaches: 1,
      noLongerBreaches: 0,
    });
    expect(answer.escalations).toEqual({
      before: { 1: 0, 2: 0, 3: 0, 4: 0 },
      after: { 1: 1, 2: 0, 3: 0, 4: 0 },
    });
    expect(answer.noLongerBreaching).toEqual({ total: 0, tickets: [] });
    expect(answer.breaching).toMatchObject({
      total: 1,
      tickets: [
        {
          number: 'CS1',
          account: 'Boxeo',
          clocks: [
            {
              clock: 'fix',
              effect: 'breaches',
              before: { state: 'met', breachedAt: null },
              after: { state: 'missed', breachedAt: '2024-03-04T10:00:00.000Z', targetMs: 7_200_000 },
            },
          ],
        },
      ],
    });
  });

  it('only the tickets of some months counted', async () => {
    const none = (await ask({ policy: other('2 h'), to: '2024-03-01T00:00:00Z' })).json();
    const march = (
      await ask({ policy: other('2 h'), from: '2024-03-01T00:00:00Z', to: '2024-04-01T00:00:00Z' })
    ).json();

    expect([none.tickets, none.unjudged, march.tickets, march.unjudged]).toEqual([0, 1, 2, 0]);
  });

  it('is asked without changing anything', async () => {
    const before = await database.db.selectFrom('clock').selectAll().execute();
    await ask({ policy: other('1 min', '1 min') });

    expect(await database.db.selectFrom('clock').selectAll().execute()).toEqual(before);
    expect(await database.db.selectFrom('escalation').selectAll().execute()).toEqual([]);
    expect(await database.db.selectFrom('admin_audit').selectAll().execute()).toEqual([]);
  });

  it('the demo is judged at the speed of the demo on both sides', async () => {
    const demo = loadPolicy('config/policy.yaml', 'config/calendars.yaml', acceleratePolicy);
    const answer = await connect(
      now,
      demo,
    )({
      policy: demo.text,
      from: null,
      to: null,
      signal: new AbortController().signal,
    });

    expect(answer).toMatchObject({ kind: 'compared', figures: { tickets: 2, changed: 0 } });
  });

  it.each([
    ['policies: [', 'line 1, column 12', /is not valid YAML/],
    ['just words', '', /must be a group of settings/],
    [
      shippedText.replace('target: 5 h', 'target: five hours'),
      'policies[0].targets.critical.fix.target',
      /must be an amount of time/,
    ],
    [
      shippedText.replace('calendar: business', 'calendar: nights'),
      /targets\..*\.calendar/,
      /no calendar "nights"/,
    ],
    [`${shippedText}\ncolour: red\n`, 'colour', /not a known setting/],
    [`a: &a [x]\nb: [${'*a, '.repeat(300)}*a]\n`, '', /not valid YAML: Excessive alias count/],
    [`${shippedText}\npolicies: []\n`, /^line \d+, column 1$/, /"policies" is set twice/],
    ['['.repeat(60_000), /^line 1, column \d+$/, /not valid YAML: RESOURCE_EXHAUSTION/],
    ['a: *nowhere', '', /not valid YAML/],
  ])('%#: what cannot be used is refused with the place and what to do', async (policy, path, message) => {
    const answer = await ask({ policy });

    expect([answer.statusCode, answer.json().code]).toEqual([400, 'policy-invalid']);
    const [fault] = answer.json().faults;
    if (path instanceof RegExp) expect(fault.path).toMatch(path);
    else expect(fault.path).toEqual(path);
    expect(fault.message).toMatch(message);
  });

  it.each([
    [{}, 'body-invalid', 400],
    [{ policy: shippedText, calendars: '' }, 'body-invalid', 400],
    [{ policy: 'x'.repeat(65 * 1024) }, 'body-invalid', 400],
    [{ policy: 'x'.repeat(300 * 1024) }, 'payload-too-large', 413],
    [{ policy: shippedText, from: 'yesterday' }, 'body-invalid', 400],
  ])('%#: a body that says something else, or far too much, is refused', async (body, code, status) => {
    const answer = await ask(body);

    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('one is answered at a time, and one that nobody waits for is given up', async () => {
    const compareWith = connect(now);
    const gone = new AbortController();
    const question = { policy: shippedText, from: null, to: null, signal: gone.signal };
    const first = compareWith(question);
    const second = await compareWith(question);
    gone.abort();

    expect(second).toEqual({ kind: 'busy' });
    await first;
    expect(await compareWith(question)).toMatchObject({ kind: 'compared', figures: { tickets: 0 } });
    const admin = await makeAdmin(database, { compareWith: async () => ({ kind: 'busy' }) });
    const busy = await admin.post('/what-if', { policy: shippedText }, undefined, tokens.read);
    expect([busy.statusCode, busy.headers['retry-after']]).toEqual([503, '5']);
  });
});

interface Compared {
  readonly clock: string;
  readonly before: { readonly compliance: number | null; readonly counts: object };
  readonly after: { readonly compliance: number | null; readonly counts: object };
}

it('its figures are those of evaluate --compare for the same histories', async () => {
  const text = other('3 h', '10 min');
  const others = readOtherPolicies('other', text, shippedPolicy);
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryHistory(), { minLength: 5, maxLength: 40 }), async (drawn) => {
      const asOf = Date.parse(drawn[0]!.asOf);
      const histories = drawn.map((history, index) =>
        toMirrored({ ...history, number: `CS${index}` }, { account: null, serviceLine: null }),
      );
      await mirrorHistories(database, histories, asOf);
      const ours = (await ask({ policy: text }, asOf)).json();

      const report = comparisonReports.json();
      const bench = { policies: shippedPolicy.policies, comparedPolicies: others, asOf, now: 0 };
      const opened = histories.filter(({ openedAt }) => openedAt <= asOf);
      for (const { line } of opened) report.line(judgeLine(line, bench));
      const theirs = JSON.parse(report.end());
      expect(ours.escalations).toEqual(theirs.escalations);
      expect([ours.tickets, ours.changed]).toEqual([theirs.tickets, theirs.changed]);
      expect(
        ours.compliance.map(({ clock, before, after, ...row }: Compared) => ({
          ...row,
          kind: clock,
          before: { compliance: before.compliance, ...before.counts },
          after: { compliance: after.compliance, ...after.counts },
        })),
      ).toEqual(theirs.compliance);
      const numbers = (list: { tickets: { number: string }[] }) => list.tickets.map(({ number }) => number);
      expect(numbers(ours.breaching).sort()).toEqual(theirs.breaching.sort());
      expect(numbers(ours.noLongerBreaching).sort()).toEqual(theirs.noLongerBreaching.sort());
    }),
    { numRuns: 8 },
  );
});
