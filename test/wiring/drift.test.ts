import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerDrift } from '../../src/admin/drift-route.ts';
import { ServiceNowMapping } from '../../src/servicenow/mapping.ts';
import { observe } from '../../src/servicenow/observe.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { connectDrift, isDriftOn } from '../../src/wiring/drift.ts';
import { makeServer } from '../http/make-server.ts';
import { CASES, insertCase, start } from '../simulator/support.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { startClient } from '../support/servicenow-client.ts';
import { shippedMapping, shippedMappingData, shippedReading } from '../support/servicenow-mapping.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { virtualTime } from '../support/virtual-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The Thursday before Easter, 11:00 in London. */
const START = Date.UTC(2026, 3, 2, 10);

const mapping = ServiceNowMapping.parse({
  ...shippedMappingData(),
  drift: {
    definitions: {
      ...Object.fromEntries([1, 2, 3, 4].map((priority) => [`Priority ${priority} response`, 'response'])),
      ...Object.fromEntries([1, 2, 3, 4].map((priority) => [`Priority ${priority} resolution`, 'fix'])),
      'Platinum response': 'response',
    },
  },
});

let database: OpenDatabase;

beforeAll(async () => {
  database = await openTestDatabase('pglite');
});

afterAll(() => database.close());

/** An instance with its own SLA engine, a mirror of its cases, and the job that compares them. */
async function openComparison() {
  const time = virtualTime(START);
  const simulator = await start({ time, slaDurationDivisor: 1 });
  const { client } = startClient({
    baseUrl: simulator.url,
    credential: { kind: 'basic', username: 'sla.bridge', password: 'demo' },
  });
  const telemetry = createMetrics({ version: '0', revision: '0', tables: [], withProcessMetrics: false });
  const desk = openDesk(database);
  const failures: unknown[] = [];
  const job = connectDrift({
    database,
    client,
    mapping,
    policy: shippedPolicy,
    metrics: telemetry.metrics,
    logger: { error: (one: unknown) => failures.push(one), warn() {}, info() {} } as never,
    time,
    now: () => time.now(),
  });
  const mirror = async (): Promise<void> => {
    desk.setNow(time.now());
    const seen = simulator.instance
      .find(CASES, 'ORDERBYnumber')
      .map((row) => observe(row as never, shippedReading(CASES)));
    await desk.pipeline.applyObservations(CASES, seen, 'poll');
    for (const { id } of await database.db.selectFrom('ticket').select('id').execute())
      await desk.pipeline.judgeAgain([id]);
  };
  const ask = async (query = '') => {
    const { server } = await makeServer();
    registerDrift(server, database.db, isDriftOn(mapping));
    return (await server.inject({ method: 'GET', url: `/drift${query}` })).json();
  };
  return { simulator, time, job, mirror, ask, failures, telemetry };
}

test('clocks are compared with the instance’s own, and what differs is told with both sides and its reason', async () => {
  const { simulator, time, job, mirror, ask, failures, telemetry } = await openComparison();
  const opened = { opened_at: '2026-04-02 10:00:00' };
  insertCase(simulator, { ...opened, number: 'CS1', priority: '1', state: '10' });
  const waits = insertCase(simulator, { ...opened, number: 'CS2', priority: '2', state: '10' });
  // The instance counts 48 h without the bank holidays of Easter.
  insertCase(simulator, { number: 'CS3', opened_at: opened.opened_at, priority: '3', state: '10' });
  const lost = insertCase(simulator, { ...opened, number: 'CS4', priority: '1', state: '10' });
  for (const row of simulator.instance.find('task_sla', `task=${lost}`))
    simulator.instance.update('task_sla', row['sys_id']!, { stage: 'cancelled', active: 'false' });
  for (const row of simulator.instance.find('task_sla', `task=${waits}`))
    simulator.instance.update('task_sla', row['sys_id']!, { planned_end_time: '2026-04-02 23:17:00' });
  time.advance(3 * MINUTE);
  await mirror();

  await job.runNow();

  expect(failures).toEqual([]);
  const told = await ask();
  expect(told).toMatchObject({
    isOn: true,
    lastRun: {
      startedAt: new Date(START + 3 * MINUTE).toISOString(),
      unknownDefinitions: ['Platinum response'],
      counts: { missing: 1, unexplained: 1, calendar: 1, target: 0 },
    },
  });
  expect(told.items).toMatchObject([
    {
      number: 'CS2',
      clock: 'fix',
      kind: 'unexplained',
      ours: { state: 'running', dueAt: '2026-04-02T20:00:00.000Z' },
      theirs: { definition: 'Priority 2 resolution', plannedEndAt: '2026-04-02T23:17:00.000Z' },
    },
    { number: 'CS3', clock: 'fix', kind: 'calendar', why: expect.stringContaining('without its holidays') },
    { number: 'CS4', clock: 'fix', kind: 'missing', theirs: { stage: 'cancelled' } },
  ]);
  expect((await ask('?kind=missing')).items).toHaveLength(1);
  expect((await ask('?limit=1')).nextCursor).not.toBeNull();

  // What has come right again is left out, what stays is counted once.
  for (const row of simulator.instance.find('task_sla', `task=${waits}`))
    simulator.instance.update('task_sla', row['sys_id']!, { planned_end_time: '2026-04-02 20:00:00' });
  time.advance(HOUR);
  await job.runNow();
  const later = await ask();
  expect(later.items.map((item: { number: string }) => item.number)).toEqual(['CS3', 'CS4']);
  expect(later.items[1].foundAt).toBe(told.items[2].foundAt);
  const { body } = await telemetry.expose('text');
  expect(body).toContain('slabridge_sla_discrepancies_total{clock="fix",kind="missing"} 1');
});

test('nothing is compared until an SLA definition is mapped', () => {
  expect(isDriftOn(shippedMapping)).toBe(false);
  expect(isDriftOn(mapping)).toBe(true);
});
