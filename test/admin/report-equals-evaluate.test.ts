import { existsSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, judgeLine } from '../../src/evaluate/judge.ts';
import { verdictReports } from '../../src/evaluate/reports.ts';
import { uciFormat } from '../../src/event-log/event-log-format.ts';
import { uciValues } from '../../src/event-log/event-log-values.ts';
import { groupByTicket } from '../../src/event-log/group-by-ticket.ts';
import { readEventLog } from '../../src/event-log/read-event-log.ts';
import { toTicketHistory } from '../../src/event-log/ticket-history.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { formatInstant, type Instant } from '../../src/time/instant.ts';
import { connectExplain } from '../../src/wiring/explain.ts';
import { shippedPolicy } from '../support/desk.ts';
import { type MirroredHistory, mirrorHistories, toMirrored } from '../support/mirror-histories.ts';
import { arbitraryHistory } from '../support/reference/arbitrary-history.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { makeAdmin } from './make-admin.ts';

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestDatabase('pglite');
});
afterAll(() => database.close());

/** What `evaluate` prints for histories: the figures of its summary, and each of its clocks. */
function evaluated(histories: readonly MirroredHistory[], asOf: Instant) {
  const bench: Bench = { policies: shippedPolicy.policies, comparedPolicies: null, asOf, now: 0 };
  const summary = verdictReports.json();
  const lines = verdictReports.jsonl();
  const clocks = histories.flatMap(({ line }) => {
    const judged = judgeLine(line, bench);
    summary.line(judged);
    const { number, clocks } = JSON.parse(lines.line(judged));
    return clocks.map((clock: object) => ({ number, ...clock }));
  });
  const { compliance } = JSON.parse(summary.end()) as { compliance: Record<string, unknown>[] };
  const rows = compliance.map(({ kind, priority, compliance, superseded, ...counts }) => ({
    priority,
    clock: kind,
    compliance,
    counts,
    superseded,
  }));
  return { rows, clocks };
}

/** What the service reports of the same histories, once they are mirrored. */
async function reported(asOf: Instant) {
  const rules = { db: database.db, policy: shippedPolicy, mapping: shippedMapping, holdsBackExisting: true };
  const { tellBreaches } = connectExplain({ ...rules, now: () => asOf });
  const { get } = await makeAdmin(database, { tellBreaches });
  const period = 'from=2015-01-01T00:00:00Z&to=2031-01-01T00:00:00Z';
  const read = async (url: string) => (await get(`/reports/${url}`)).json();
  const breaches: Record<string, unknown>[] = [];
  let cursor = '';
  do {
    const page = await read(`breaches?${period}&limit=500${cursor}`);
    breaches.push(...page.items);
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '');
  return {
    whole: await read(`compliance?${period}`),
    grouped: await read(`compliance?${period}&by=month,account,serviceLine`),
    breaches,
  };
}

async function compare(histories: readonly MirroredHistory[], asOf: Instant): Promise<void> {
  await mirrorHistories(database, histories, asOf);
  const { whole, grouped, breaches } = await reported(asOf);
  const expected = evaluated(histories, asOf);

  expect(whole.rows).toEqual(expected.rows);
  const groups = Map.groupBy(
    histories.filter(({ openedAt }) => openedAt <= asOf),
    ({ openedAt, account, serviceLine }) =>
      JSON.stringify([formatInstant(openedAt).slice(0, 7), account, serviceLine]),
  );
  for (const [key, members] of groups) {
    const [month, account, serviceLine] = JSON.parse(key);
    const rows = evaluated(members, asOf).rows.filter(({ counts }) =>
      Object.values(counts).some((count) => count !== 0),
    );
    const ours = grouped.rows.filter(
      (row: Record<string, unknown>) =>
        row['month'] === month && row['account'] === account && row['serviceLine'] === serviceLine,
    );
    expect(ours).toEqual(rows.map((row) => ({ month, account, serviceLine, ...row })));
  }
  const over = expected.clocks.filter(({ state }) => state === 'breached' || state === 'missed');
  expect(new Set(breaches.map(keyOf))).toEqual(new Set(over.map(keyOf)));
  expect(breaches).toHaveLength(over.length);
}

/** Everything that both tell of a clock. */
function keyOf(clock: Record<string, unknown>): string {
  const kind = clock['clock'] ?? clock['kind'];
  const { number, state, breachedAt, stoppedAt, elapsedMs, targetMs } = clock;
  return JSON.stringify([number, kind, state, breachedAt, stoppedAt, elapsedMs, targetMs]);
}

const accounts = ['Boxeo', 'Café Royal, "the old one"', null];
const serviceLines = ['UCC', 'Broadband', null];

it('the report of the mirrored tickets has the figures that evaluate has for their histories', async () => {
  const tickets = fc.array(
    fc.record({
      history: arbitraryHistory(),
      account: fc.constantFrom(...accounts),
      serviceLine: fc.constantFrom(...serviceLines),
    }),
    { minLength: 10, maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(tickets, async (drawn) => {
      const histories = drawn.map(({ history, account, serviceLine }, index) =>
        toMirrored({ ...history, number: `CS${index}` }, { account, serviceLine }),
      );
      await compare(histories, Date.parse(drawn[0]!.history.asOf));
    }),
    { numRuns: 12 },
  );
});

const uciLog = path.resolve('../shared/data/incident_event_log.zip');

describe.skipIf(!existsSync(uciLog))('a real desk’s log, one ticket in forty', () => {
  it('gives equal figures through the service and through evaluate', async () => {
    const log = await groupByTicket(readEventLog(uciLog, uciFormat()), uciValues, () => {});
    const histories = log.tickets
      .filter((_, index) => index % 40 === 0)
      .map((ticket) => toTicketHistory(ticket, () => {}))
      .filter((history) => history !== null)
      .map((history, index) =>
        toMirrored(history, { account: accounts[index % 3]!, serviceLine: serviceLines[index % 2]! }),
      );

    expect(histories.length).toBeGreaterThan(600);
    await compare(histories, Date.parse('2017-03-01T00:00:00Z'));
  });
});
