import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { TicketAlert } from '../../src/alerts/ticket-alert.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { type Alerts, openAlerts } from '../../src/wiring/alerts.ts';
import { openDesk, shippedPolicy } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { virtualTime } from '../support/virtual-time.ts';

const link =
  '<a href="https://bridge.example/console/tickets/CS0001001?table=sn_customerservice_case">CS0001001</a>';
const opened = at('2024-03-04 10:00');
let database: OpenDatabase;
let receiver: Server;
let isAway: boolean;
let received: TicketAlert[];
let notes: string[];
let running: Alerts[];

beforeAll(async () => {
  database = await openTestDatabase('pglite');
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.db.deleteFrom('ticket').execute();
  [isAway, received, notes, running] = [false, [], [], []];
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.statusCode = isAway || request.headers.authorization !== undefined ? 503 : 200;
    response.end('{}');
    if (isAway) return;
    if (request.url === '/api/v2/alerts') received.push(...(JSON.parse(body) as TicketAlert[]));
    if (request.url === '/api/annotations') notes.push((JSON.parse(body) as { text: string }).text);
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  for (const alerts of running) await alerts.close();
  receiver.close();
});

/** Opens it as the service does; a second time is a restart, for nothing is kept but what is stored. */
async function start(): Promise<Alerts> {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const environment = readEnvironment(
    {
      SERVICENOW_URL: 'https://example.service-now.com',
      SERVICENOW_AUTH: 'api-key',
      SERVICENOW_API_KEY: 'key',
      ALERTMANAGER_URL: url,
      GRAFANA_URL: url,
      PUBLIC_URL: 'https://bridge.example',
    },
    () => '',
  );
  const counted = { inc() {}, set() {}, reset() {} };
  const alerts = await openAlerts({
    environment: { ...environment, serviceNow: environment.serviceNow! },
    policies: shippedPolicy.policies,
    database,
    time: virtualTime(at('2024-03-04 10:31')),
    logger: createLogger({ level: 'silent', destination: process.stdout, isTerminal: false, secrets: [] }),
    metrics: { alertPushes: counted, alertsStanding: counted },
    now: () => at('2024-03-04 10:31'),
  });
  running.push(alerts!);
  return alerts!;
}

/** A critical case that breaches its response target at 10:30; what comes of it is told in a transaction. */
async function breach(alerts: Alerts, rollsBack = false): Promise<void> {
  const desk = openDesk(database);
  desk.setNow(opened);
  await desk.pipeline.applyObservations('sn_customerservice_case', [observation(opened)], 'poll');
  desk.setNow(at('2024-03-04 10:30'));
  const { id } = await database.db.selectFrom('ticket').select('id').executeTakeFirstOrThrow();
  await desk.pipeline.judgeAgain([id]);
  const [judgement] = desk.committed.at(-1)!.judgements;
  const told = database.db.transaction().execute(async (tx) => {
    const { ticket, clocks, newBreaches, raise } = judgement!;
    const judged = { ticket, clocksBefore: [], clocks, newBreaches, raised: [raise!], isHeldBack: false };
    await alerts.announce(tx, [judged]);
    if (rollsBack) throw new Error('rolled back');
  });
  await (rollsBack ? told.catch(() => {}) : told);
}

it('a breach reaches Alertmanager, and with its step Grafana, without a token where none is needed', async () => {
  const alerts = await start();
  await alerts.start();
  await breach(alerts);

  await vi.waitFor(() => expect(notes).toHaveLength(2), 20_000);
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(0), 20_000);
  expect(received[0]).toMatchObject({
    labels: { alertname: 'TicketSlaBreached', ticket: 'CS0001001', clock: 'response', level: '1' },
    annotations: {
      console_url: 'https://bridge.example/console/tickets/CS0001001?table=sn_customerservice_case',
    },
  });
  expect(notes.sort()).toEqual([
    `${link}: escalated to level 1 for response (direct)`,
    `${link}: response target missed (critical)`,
  ]);
});

it('what was rolled back is never told', async () => {
  const alerts = await start();
  await breach(alerts, true);

  const jobs = await database.queueConnection.db!.executeSql(
    `select 1 from pgboss.job where name = 'alerts' and state = 'created'`,
    [],
  );
  expect(jobs.rows).toEqual([]);
});

it('what could not be told before a restart is told after it', async () => {
  isAway = true;
  const before = await start();
  await before.start();
  await breach(before);
  await before.pause();
  expect(notes.sort()).toEqual([]);

  isAway = false;
  const after = await start();
  await after.start();

  await vi.waitFor(() => expect(notes).toHaveLength(2), 20_000);
  expect(received.map(({ labels }) => labels['ticket'])).toContain('CS0001001');
  await after.pause();
});

it('nothing is opened where nobody is to be told', async () => {
  const environment = readEnvironment({}, () => '');
  const wiring = { environment, database } as unknown as Parameters<typeof openAlerts>[0];

  expect(await openAlerts(wiring)).toBeNull();
});
