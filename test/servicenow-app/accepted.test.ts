import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { registerWebhooks } from '../../src/intake/webhook-route.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openInstanceClock } from '../../src/wiring/instance-clock.ts';
import { connectWebhooks } from '../../src/wiring/webhooks.ts';
import { makeServer } from '../http/make-server.ts';
import { CASES, openSyncedDesk } from '../support/synced-desk.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { virtualTime } from '../support/virtual-time.ts';
import { OUTBOX, START, secretOf } from './app-desk.ts';

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestDatabase('pglite');
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of ['webhook_delivery', 'ticket'] as const) await database.db.deleteFrom(table).execute();
});

const MINUTE_MS = 60_000;

/**
 * An instance on which the application is installed, and the service's own receiver, follow-up and mirror, on one
 * clock that stands still until a test moves it on.
 */
async function openBoth(
  secrets: readonly string[] = [secretOf('a')],
  { skewMs = 0, tables }: { readonly skewMs?: number; readonly tables?: readonly string[] } = {},
) {
  const time = virtualTime(START);
  const place = await reservePort();
  const simulator = await startSimulator({
    time,
    application: {
      properties: { active: 'true', endpoint: `${place}/webhooks/servicenow`, secret: secretOf('a') },
      ...(tables === undefined ? {} : { tables }),
    },
  });
  simulator.clock.setSkew(skewMs);
  const desk = openSyncedDesk(database, simulator, { time });
  const clock = await openInstanceClock(database.db, desk.client, time);
  const webhooks = connectWebhooks({ ...desk.wiring, clock, secrets });
  onTestFinished(async () => {
    clock.stop();
    await webhooks.stop();
    desk.client.close();
    await simulator.close();
  });
  webhooks.start();
  return {
    time,
    simulator,
    desk,
    webhooks,
    /** Starts the receiver; the returned function stops it. */
    async listen() {
      const made = await makeServer();
      await registerWebhooks(made.server, webhooks.routeParts(made.draining));
      await made.server.listen({ host: '127.0.0.1', port: Number(new URL(place).port) });
      return made;
    },
    /** Each minute the job runs once, and has ended when the next begins. */
    async runMinutes(minutes: number) {
      for (let minute = 0; minute < minutes; minute += 1) {
        time.advance(MINUTE_MS);
        await simulator.application!.settled();
      }
    },
    rows: () => simulator.instance.find(OUTBOX, 'ORDERBYsys_created_on'),
  };
}

type Both = Awaited<ReturnType<typeof openBoth>>;

/** A free port, for a receiver that is not there yet. */
async function reservePort(): Promise<string> {
  const { server } = await makeServer();
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  await server.close();
  return `http://127.0.0.1:${port}`;
}

function insertCase(simulator: Simulator, by = 'admin'): string {
  return simulator.instance.insert(CASES, { short_description: 'No dial tone' }, { by })['sys_id']!;
}

async function deliveries() {
  return database.db.selectFrom('webhook_delivery').select(['id', 'operation', 'sys_id']).execute();
}

const stateOf = ({ rows }: Both): (string | undefined)[] => rows().map((row) => row['state']);

describe('what the application sends is taken by the real receiver', () => {
  it('and leads to the ticket: inserted, updated, deleted', async () => {
    const both = await openBoth();
    await both.listen();
    const sysId = insertCase(both.simulator);
    await both.simulator.application!.settled();
    await expect.poll(() => both.desk.ticket(sysId), { timeout: 10_000 }).toMatchObject({ state: 'new' });

    both.simulator.instance.update(CASES, sysId, { state: '10' });
    await both.simulator.application!.settled();
    await expect.poll(() => both.desk.ticket(sysId), { timeout: 10_000 }).toMatchObject({ state: 'open' });

    both.simulator.instance.delete(CASES, sysId);
    await both.simulator.application!.settled();
    await expect
      .poll(async () => (await both.desk.ticket(sysId))?.deleted_at, { timeout: 10_000 })
      .toBeInstanceOf(Date);
    expect(stateOf(both)).toEqual(['delivered', 'delivered', 'delivered']);
    expect((await deliveries()).map((one) => one.id).sort()).toEqual(
      both
        .rows()
        .map((row) => row['sys_id']!)
        .sort(),
    );
  });

  it('a hundred at a time, each once', async () => {
    const both = await openBoth();
    for (let count = 0; count < 100; count += 1) insertCase(both.simulator);
    await both.simulator.application!.settled();
    await both.listen();
    await both.runMinutes(3);
    expect(new Set(stateOf(both))).toEqual(new Set(['delivered']));
    expect(await deliveries()).toHaveLength(100);
  });

  it('after an outage of a day: nothing is lost', async () => {
    const both = await openBoth();
    for (let hour = 0; hour < 24; hour += 1) {
      insertCase(both.simulator);
      both.time.advance(60 * MINUTE_MS);
      await both.simulator.application!.settled();
    }
    expect(await deliveries()).toEqual([]);
    await both.listen();
    await both.runMinutes(10);
    expect(stateOf(both)).toEqual(Array(24).fill('delivered'));
    expect(await deliveries()).toHaveLength(24);
  });

  it('again after a 503, which a receiver gives that is being shut down', async () => {
    const both = await openBoth();
    const made = await both.listen();
    made.draining.begin();
    insertCase(both.simulator);
    await both.simulator.application!.settled();
    expect(both.rows()).toMatchObject([
      { state: 'pending', last_status: '503', last_outcome: 'unreachable' },
    ]);
    await made.server.close();
    await both.listen();
    await both.runMinutes(2);
    expect(stateOf(both)).toEqual(['delivered']);
    expect(await deliveries()).toHaveLength(1);
  });

  it('as a repetition, if its answer was lost: it is remembered once', async () => {
    const both = await openBoth();
    await both.listen();
    insertCase(both.simulator);
    await both.simulator.application!.settled();
    const [row] = both.rows();
    both.simulator.instance.update(OUTBOX, row!['sys_id']!, { state: 'pending' }, { by: 'admin' });
    await both.runMinutes(2);
    expect(both.rows()).toMatchObject([{ state: 'delivered', attempts: '2' }]);
    expect(await deliveries()).toHaveLength(1);
    expect(await both.desk.metric('slabridge_webhook_received_total{result="duplicate"}')).toBe(1);
  });
});

describe('while a secret is replaced', () => {
  const setProperty = ({ simulator }: Both, name: string, value: string): void => {
    const [row] = simulator.instance.find('sys_properties', `name=x_slab_bridge.${name}`);
    simulator.instance.update('sys_properties', row!['sys_id']!, { value }, { by: 'admin' });
  };

  it.each([
    ['a receiver that knows only the old one', [secretOf('a')]],
    ['one that knows both', [secretOf('a'), secretOf('b')]],
    ['one that knows only the new one', [secretOf('b')]],
  ])('%s takes what is signed with both', async (_, secrets) => {
    const both = await openBoth(secrets);
    setProperty(both, 'secret_next', secretOf('b'));
    await both.listen();
    insertCase(both.simulator);
    await both.simulator.application!.settled();
    expect(stateOf(both)).toEqual(['delivered']);
  });

  it('a receiver with another secret refuses, nothing is lost, and it goes on once the secret is right', async () => {
    const both = await openBoth([secretOf('c')]);
    await both.listen();
    insertCase(both.simulator);
    await both.runMinutes(20);
    expect(both.rows()).toMatchObject([{ state: 'pending', last_status: '401' }]);
    setProperty(both, 'secret', secretOf('c'));
    await both.runMinutes(6);
    expect(stateOf(both)).toEqual(['delivered']);
  });
});

describe('while the clock of the instance is wrong', () => {
  it('by four minutes, nobody minds', async () => {
    const both = await openBoth([secretOf('a')], { skewMs: -4 * MINUTE_MS });
    await both.listen();
    insertCase(both.simulator);
    await both.simulator.application!.settled();
    expect(stateOf(both)).toEqual(['delivered']);
  });

  it('by twenty, it is taken as soon as the service has seen how wrong it is', async () => {
    const both = await openBoth([secretOf('a')], { skewMs: 20 * MINUTE_MS });
    await both.listen();
    insertCase(both.simulator);
    await both.simulator.application!.settled();
    expect(both.rows()).toMatchObject([{ state: 'pending', last_status: '401' }]);
    await both.desk.mirrorAll();
    await both.runMinutes(3);
    expect(stateOf(both)).toEqual(['delivered']);
  });
});

it('a record of a table that is not mirrored is refused and given up, and the others do not wait for it', async () => {
  const both = await openBoth([secretOf('a')], { tables: [CASES, 'problem'] });
  await both.listen();
  both.simulator.instance.insert('problem', {}, { by: 'admin' });
  insertCase(both.simulator);
  await both.runMinutes(60);
  expect(
    both
      .rows()
      .map((row) => [row['source_table'], row['state'], row['last_status']])
      .sort(),
  ).toEqual([
    ['problem', 'dead', '400'],
    [CASES, 'delivered', '202'],
  ]);
});

it('the fields for the escalation level are there to be written', async () => {
  const { simulator, desk } = await openBoth();
  const sysId = insertCase(simulator);
  const fields = { x_slab_bridge_level: '2', x_slab_bridge_breached_at: '2026-03-02 10:30:00' };
  await desk.client.patchRecord(CASES, sysId, fields, ['sys_id']);
  expect(simulator.instance.get(CASES, sysId)).toMatchObject(fields);
});

it('a rule that fails does not keep the change from being made', async () => {
  const { simulator } = await openBoth();
  simulator.database.define({ name: OUTBOX, fields: 'state' });
  expect(simulator.instance.get(CASES, insertCase(simulator))).toBeDefined();
  expect(simulator.application!.log).toEqual([`${OUTBOX} has no field source_table.`]);
});
