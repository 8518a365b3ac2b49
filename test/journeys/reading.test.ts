import { describe, expect, it } from 'vitest';
import type { FaultOrder } from '../../src/simulator/faults/fault.ts';
import {
  beginJourney,
  CASES,
  closeJourneysAfterEach,
  type Journey,
  type JourneyOptions,
} from '../support/journey.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { engines } from '../support/test-database.ts';

closeJourneysAfterEach();

const tuesdayAt10 = Date.UTC(2026, 2, 3, 10);
const second = 1000;
const smallPages = { ...shippedMapping, instance: { ...shippedMapping.instance, pageSize: 100 } };

/** What is written back would change the records that these stories count. */
const begin = ({ environment, ...options }: Partial<JourneyOptions> = {}): Promise<Journey> =>
  beginJourney({ startsAt: tuesdayAt10, environment: { WRITE_BACK: 'off', ...environment }, ...options });

interface SyncStatus {
  readonly watermark: { readonly updatedOn: string; readonly sysId: string } | null;
  readonly lastPoll: { readonly outcome: string };
  readonly firstLoad: { readonly isDone: boolean };
}

async function statusOf(journey: Journey): Promise<SyncStatus> {
  const { tables } = await journey.ask<{ tables: SyncStatus[] }>('/admin/sync');
  return tables[0]!;
}

/** `sys_id state version` of every live ticket, as the admin API lists them. */
async function mirrored(journey: Journey): Promise<string[]> {
  type Listed = { sysId: string; state: string; sysModCount: number };
  const all: Listed[] = [];
  let cursor: string | null = null;
  do {
    const path: string = `/admin/tickets?limit=500${cursor === null ? '' : `&cursor=${cursor}`}`;
    const page: { items: Listed[]; nextCursor: string | null } = await journey.ask(path);
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all.map(({ sysId, sysModCount }) => `${sysId} version ${sysModCount}`).sort();
}

/** The same of the instance's own rows. */
function onTheInstance(journey: Journey, query = ''): string[] {
  const rows = journey.simulator.instance.find(CASES, query);
  return rows.map((row) => `${row['sys_id']} version ${row['sys_mod_count']}`).sort();
}

const untilLoaded = (journey: Journey) =>
  journey.until(async () => (await statusOf(journey)).firstLoad.isDone);

describe.each(engines)('the whole table arrives, on %s', (engine) => {
  it('although more records share one second than fit on many pages', async () => {
    const at = tuesdayAt10 - 3600 * second;
    const journey = await begin({
      engine,
      mapping: smallPages,
      before: (simulator) => simulator.generate({ count: 1200, from: at, to: at }),
    });
    await untilLoaded(journey);
    expect(await mirrored(journey)).toEqual(onTheInstance(journey));

    for (const row of journey.simulator.instance.find(CASES)) {
      const later = { at: tuesdayAt10 - 10 * second, by: 'import' };
      journey.simulator.instance.update(
        CASES,
        row['sys_id']!,
        { short_description: 'Imported again' },
        later,
      );
    }
    await journey.sync();
    expect(await mirrored(journey)).toEqual(onTheInstance(journey));
    expect((await mirrored(journey)).filter((line) => line.endsWith('version 1'))).toHaveLength(1200);
  });
});

describe('the whole table arrives', () => {
  it('but for the records that the account may not see, whole pages of them', async () => {
    const journey = await begin({
      mapping: smallPages,
      before(simulator) {
        simulator.generate({ count: 400 });
        for (const row of simulator.instance.find(CASES).slice(100, 320)) {
          simulator.instance.update(
            CASES,
            row['sys_id']!,
            { close_notes: 'secret' },
            { autoSysFields: false },
          );
        }
        simulator.settings.hiddenRows = [{ table: CASES, query: 'close_notes=secret' }];
      },
    });
    await untilLoaded(journey);
    expect(await mirrored(journey)).toEqual(onTheInstance(journey, 'close_notes!=secret'));
    expect(await mirrored(journey)).toHaveLength(180);
  });

  it('although records that tie come in another order each time', async () => {
    const journey = await begin({
      mapping: smallPages,
      before(simulator) {
        simulator.settings.unstableTies = true;
        simulator.generate({ count: 350, from: tuesdayAt10 - 20 * second, to: tuesdayAt10 - 15 * second });
      },
    });
    await untilLoaded(journey);
    expect(await mirrored(journey)).toEqual(onTheInstance(journey));
  });
});

describe('a damaged answer', () => {
  const faults: FaultOrder[] = [
    { kind: 'truncated-json' },
    { kind: 'damaged-json' },
    { kind: 'cancelled-mid-stream' },
    { kind: 'result-and-error' },
    { kind: 'connection-cut' },
    { kind: 'hibernating' },
    { kind: 'maintenance' },
    { kind: 'session-busy' },
    { kind: 'status', status: 500 },
  ];

  it('never moves the watermark, and nothing of it is used; the next good one brings everything', async () => {
    const journey = await begin({ before: (simulator) => simulator.generate({ count: 30 }) });
    await untilLoaded(journey);
    const outcomes: Record<string, string> = {};
    for (const fault of faults) {
      journey.time.leap(10 * second);
      await journey.sync();
      const before = await statusOf(journey);
      for (const row of journey.simulator.instance.find(CASES).slice(0, 10)) {
        journey.updateCase(row['sys_id']!, { short_description: `Seen with ${fault.kind}` });
      }
      journey.time.leap(3 * second);
      journey.simulator.faults.add({ ...fault, times: 'always', match: { operation: 'list' } });
      const held = await mirrored(journey);
      await journey.sync();
      outcomes[fault.kind] = (await statusOf(journey)).lastPoll.outcome;
      expect((await statusOf(journey)).watermark, fault.kind).toEqual(before.watermark);
      expect(await mirrored(journey), fault.kind).toEqual(held);

      journey.simulator.faults.clear();
      await journey.until(async () => {
        journey.time.leap(second);
        return (await statusOf(journey)).lastPoll.outcome === 'ok';
      });
      expect(await mirrored(journey), fault.kind).toEqual(onTheInstance(journey));
    }
    expect(outcomes).toEqual({
      'truncated-json': 'servicenow-bad-body',
      'damaged-json': 'servicenow-bad-body',
      'cancelled-mid-stream': 'servicenow-bad-body',
      'result-and-error': 'servicenow-partial-result',
      'connection-cut': 'servicenow-unreachable',
      hibernating: 'servicenow-bad-body',
      maintenance: 'servicenow-server-error',
      'session-busy': 'servicenow-bad-body',
      status: 'servicenow-server-error',
    });
  });

  it('that lacks rows of its page, or repeats some, loses none of them', async () => {
    const journey = await begin({
      mapping: smallPages,
      before: (simulator) => simulator.generate({ count: 250 }),
    });
    await untilLoaded(journey);
    for (const fault of [
      { kind: 'rows-dropped', rows: 40 },
      { kind: 'rows-repeated', rows: 5 },
    ]) {
      journey.time.leap(10 * second);
      for (const row of journey.simulator.instance.find(CASES)) {
        journey.updateCase(row['sys_id']!, { short_description: `Seen with ${fault.kind}` });
      }
      journey.time.leap(3 * second);
      journey.simulator.faults.add({ ...fault, match: { operation: 'list' } });
      await journey.sync();
      await journey.until(async () => {
        journey.time.leap(5 * second);
        return JSON.stringify(await mirrored(journey)) === JSON.stringify(onTheInstance(journey));
      });
    }
  });
});

describe('a change', () => {
  it('is seen with the next poll, an interval after the last one', async () => {
    const journey = await begin({ environment: { POLL_INTERVAL_SECONDS: '60' } });
    const sysId = journey.openCase();
    journey.time.leap(61 * second);
    await journey.until(async () => (await mirrored(journey)).length === 1);
    journey.updateCase(sysId, { state: '10' });
    journey.time.leap(61 * second);
    await journey.until(async () => (await journey.ticket(sysId)).ticket['state'] === 'open');
  });

  it('that becomes visible only after a later one was read is not skipped', async () => {
    const journey = await begin();
    const late = journey.openCase();
    const early = journey.openCase();
    await journey.sync();
    journey.time.leap(30 * second);
    const { instance } = journey.simulator;
    instance.update(CASES, late, { state: '10' }, { by: 'agent', commitAfterMs: 4 * second });
    journey.time.leap(2 * second);
    journey.updateCase(early, { state: '10' });
    journey.time.leap(1.5 * second);
    await journey.sync();
    expect((await journey.ticket(early)).ticket['state']).toBe('open');
    expect((await journey.ticket(late)).ticket['state']).toBe('new');

    journey.time.leap(2 * second);
    await journey.sync();
    expect((await journey.ticket(late)).ticket['state']).toBe('open');
  });

  it('stamped by a node whose clock is ahead does not hide those that come after it', async () => {
    const journey = await begin();
    const ahead = journey.openCase();
    const behind = journey.openCase();
    await journey.sync();
    const { instance } = journey.simulator;
    instance.update(CASES, ahead, { state: '10' }, { by: 'agent', at: journey.time.now() + 120 * second });
    await journey.sync();
    expect((await journey.ticket(ahead)).ticket['sysModCount']).toBe(1);
    journey.time.leap(20 * second);
    journey.updateCase(behind, { state: '10' });
    journey.time.leap(3 * second);
    await journey.sync();
    expect((await journey.ticket(behind)).ticket['state']).toBe('open');
  });

  it('to a value that is not known is a problem that is shown and counted, and the ticket is kept', async () => {
    const journey = await begin();
    const sysId = journey.openCase();
    const strange = journey.openCase({ state: '77', priority: '9' });
    await journey.sync();
    journey.updateCase(sysId, { state: '99' });
    await journey.sync();

    const { ticket, problems } = await journey.ticket(sysId);
    expect(ticket).toMatchObject({ state: 'new', priority: 'critical' });
    expect(problems).toEqual([{ field: 'state', value: '99', code: 'unknown-choice' }]);
    expect((await journey.ticket(strange)).ticket).toMatchObject({ state: 'open', priority: 'low' });
    expect((await journey.ticket(strange)).problems).toHaveLength(2);
    await journey.until(async () => {
      journey.time.leap(5 * second);
      return (await journey.metric('slabridge_ticket_problems{code="unknown-choice"}')) === 3;
    });
    journey.updateCase(sysId, { state: '10' });
    await journey.sync();
    expect(await journey.ticket(sysId)).toMatchObject({ ticket: { state: 'open' }, problems: [] });
  });
});

describe('the account', () => {
  it('whose token expires again and again in the middle of the work loses nothing', async () => {
    const { clientId, clientSecret } = { clientId: 'sla-bridge-demo', clientSecret: 'demo-client-secret' };
    const journey = await begin({
      mapping: smallPages,
      environment: {
        SERVICENOW_AUTH: 'oauth-client-credentials',
        SERVICENOW_CLIENT_ID: clientId,
        SERVICENOW_CLIENT_SECRET: clientSecret,
      },
      before: (simulator) => simulator.generate({ count: 300 }),
    });
    await untilLoaded(journey);
    for (let round = 0; round < 3; round++) {
      journey.time.leap(1801 * second);
      journey.openCase({ priority: '4' });
      journey.time.leap(3 * second);
      await journey.sync();
      expect((await statusOf(journey)).lastPoll.outcome).toBe('ok');
    }
    expect(await mirrored(journey)).toEqual(onTheInstance(journey));
    const tokens = journey.simulator.requests.all().filter(({ operation }) => operation === 'token');
    expect(tokens.length).toBeLessThanOrEqual(4);
  });

  it('whose time zone is not UTC is no reason to lose or to repeat anything', async () => {
    const journey = await begin({
      environment: { SERVICENOW_USERNAME: 'sla.berlin' },
      before: (simulator) => simulator.generate({ count: 20 }),
    });
    await untilLoaded(journey);
    const opened = journey.openCase({}, tuesdayAt10 - 60 * second);
    await journey.sync();
    expect((await journey.ticket(opened)).ticket['openedAt']).toBe('2026-03-03T09:59:00.000Z');
    expect(await mirrored(journey)).toEqual(onTheInstance(journey));
  });
});
