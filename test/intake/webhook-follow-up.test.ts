import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDraining } from '../../src/http/draining.ts';
import type { Hint } from '../../src/intake/webhook-payload.ts';
import { registerWebhooks } from '../../src/intake/webhook-route.ts';
import { forgetDeliveries, readWebhookFigures } from '../../src/intake/webhook-store.ts';
import { rememberOwnWrite } from '../../src/outbox/outbox-store.ts';
import { parseBaseFilter } from '../../src/servicenow/base-filter.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { connectWebhooks, type Webhooks } from '../../src/wiring/webhooks.ts';
import { makeServer } from '../http/make-server.ts';
import { shippedMapping } from '../support/servicenow-mapping.ts';
import { CASES, openSyncedDesk, type SyncedDesk } from '../support/synced-desk.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';
import { virtualTime } from '../support/virtual-time.ts';

const secret = `whsec_${Buffer.from('a'.repeat(32)).toString('base64')}`;
const unknownId = 'f'.repeat(32);

describe.each(engines)('what a webhook hints at, on %s', (engine) => {
  let database: OpenDatabase;
  let simulator: Simulator;
  let desk: SyncedDesk;
  let webhooks: Webhooks;
  let sent = 0;

  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  beforeEach(async () => {
    for (const table of ['webhook_delivery', 'own_write', 'ticket'] as const) {
      await database.db.deleteFrom(table).execute();
    }
    simulator = await startSimulator();
    desk = openSyncedDesk(database, simulator);
    webhooks = connect(desk);
  });
  afterEach(async () => {
    await webhooks.stop();
    desk.client.close();
    await simulator.close();
  });

  function connect({ wiring }: SyncedDesk): Webhooks {
    return connectWebhooks({ ...wiring, secrets: [secret] });
  }

  /** A record of the instance, its sys_id. */
  function insertCase(values: Readonly<Record<string, string>> = {}): string {
    return simulator.instance.insert(CASES, { short_description: 'No dial tone', ...values })['sys_id']!;
  }

  /** Takes a hint in as the route does, under an id of its own; returns that. */
  async function hint(sysId: string, changes: Partial<Hint> = {}): Promise<string> {
    sent += 1;
    const { remember } = webhooks.routeParts(createDraining());
    const given: Hint = { table: CASES, sysId, operation: 'update', sysModCount: 1, ...changes };
    expect(await remember(`msg-${sent}`, given)).toBe(true);
    return `msg-${sent}`;
  }

  /** What following them up came to, by id, once none is left open. */
  async function outcomes(): Promise<Record<string, string>> {
    let rows = await database.db.selectFrom('webhook_delivery').select(['id', 'state']).execute();
    await expect
      .poll(
        async () => {
          rows = await database.db.selectFrom('webhook_delivery').select(['id', 'state']).execute();
          return rows.filter((row) => row.state === 'accepted');
        },
        { timeout: 15_000, interval: 10 },
      )
      .toEqual([]);
    return Object.fromEntries(rows.map((row) => [row.id, row.state]));
  }

  /** What the instance was asked for cases, `get` or `list`. */
  const asked = (): string[] =>
    simulator.requests
      .all()
      .filter((request) => request.table === CASES)
      .map((request) => request.operation);

  it('is fetched and mirrored', async () => {
    const sysId = insertCase();
    webhooks.start();
    const id = await hint(sysId, { operation: 'insert' });

    expect(await outcomes()).toEqual({ [id]: 'applied' });
    expect(await desk.ticket(sysId)).toMatchObject({ short_description: 'No dial tone', state: 'new' });
    expect(asked()).toEqual(['get']);
    expect(desk.desk.committed.at(-1)).toMatchObject({ source: 'webhook', results: { inserted: 1 } });
  });

  it('is believed of the record alone: a hint with a count that is known already finds a silent edit', async () => {
    const sysId = insertCase();
    await desk.mirrorAll();
    simulator.instance.update(CASES, sysId, { short_description: 'Edited' }, { autoSysFields: false });
    webhooks.start();
    await hint(sysId, { sysModCount: 0 });
    await outcomes();

    expect(await desk.ticket(sysId)).toMatchObject({ short_description: 'Edited', sys_mod_count: 0 });
  });

  it('is not fetched if it is our own write, whatever else changed about other records', async () => {
    const ours = insertCase();
    const other = insertCase();
    await desk.mirrorAll();
    await database.db
      .transaction()
      .execute((tx) => rememberOwnWrite(tx, { table: CASES, sysId: ours, sysModCount: 5, at: Date.now() }));
    const echo = await hint(ours, { sysModCount: 5 });
    const foreign = await hint(other, { sysModCount: 5 });
    webhooks.start();

    expect(await outcomes()).toEqual({ [echo]: 'echo', [foreign]: 'applied' });
    expect(simulator.requests.all().filter((request) => request.sysId === ours)).toEqual([]);
  });

  it('is fetched if it is a version after our own write', async () => {
    const sysId = insertCase();
    await database.db
      .transaction()
      .execute((tx) => rememberOwnWrite(tx, { table: CASES, sysId, sysModCount: 5, at: Date.now() }));
    webhooks.start();
    const id = await hint(sysId, { sysModCount: 6 });

    expect(await outcomes()).toEqual({ [id]: 'applied' });
  });

  it('is nothing if ServiceNow does not know the record and we neither', async () => {
    webhooks.start();
    const id = await hint(unknownId, { operation: 'delete' });

    expect(await outcomes()).toEqual({ [id]: 'not-found' });
    expect(asked()).toEqual(['get']);
    expect(await desk.ticket(unknownId)).toBe(undefined);
  });

  it('is a deletion if ServiceNow does not know the record any more', async () => {
    const sysId = insertCase();
    await desk.mirrorAll();
    simulator.instance.delete(CASES, sysId);
    webhooks.start();
    await hint(sysId, { operation: 'delete' });
    await outcomes();

    expect((await desk.ticket(sysId))?.deleted_at).toBeInstanceOf(Date);
  });

  it('is no deletion if only the hint says so', async () => {
    const sysId = insertCase();
    await desk.mirrorAll();
    webhooks.start();
    const id = await hint(sysId, { operation: 'delete' });

    expect(await outcomes()).toEqual({ [id]: 'applied' });
    expect((await desk.ticket(sysId))?.deleted_at).toBe(null);
  });

  it('may come in any order: the record as it is counts', async () => {
    const sysId = insertCase({ state: '1' });
    simulator.instance.update(CASES, sysId, { state: '10' });
    simulator.instance.update(CASES, sysId, { state: '18' });
    for (const sysModCount of [2, 0, 1]) await hint(sysId, { sysModCount });
    webhooks.start();
    await outcomes();

    expect(await desk.ticket(sysId)).toMatchObject({ state: 'waiting', sys_mod_count: 2 });
  });

  it('is fetched once, however many hints name the record', async () => {
    const sysId = insertCase();
    for (let count = 0; count < 200; count += 1) await hint(sysId, { sysModCount: count });
    webhooks.start();
    await outcomes();

    expect(asked()).toEqual(['get']);
    expect(desk.desk.committed).toHaveLength(1);
  });

  it('is fetched together with others, and only what does not come is asked for by itself', async () => {
    const present = Array.from({ length: 120 }, () => insertCase());
    const gone = insertCase();
    await desk.mirrorAll();
    simulator.instance.delete(CASES, gone);
    for (const sysId of present) simulator.instance.update(CASES, sysId, { short_description: 'Changed' });
    for (const sysId of [gone, unknownId, ...present]) await hint(sysId);
    webhooks.start();

    const settled = Object.values(await outcomes());
    expect(settled.filter((state) => state === 'applied')).toHaveLength(120);
    expect(settled.filter((state) => state === 'not-found')).toHaveLength(2);
    expect(asked().sort()).toEqual(['get', 'get', 'list', 'list']);
    expect((await desk.ticket(gone))?.deleted_at).toBeInstanceOf(Date);
    expect((await desk.ticket(present[119]!))?.short_description).toBe('Changed');
  });

  it('survives the end of the process between storing and following up', async () => {
    const sysId = insertCase();
    const id = await hint(sysId);
    await webhooks.stop();
    const next = openSyncedDesk(database, simulator);
    webhooks = connect(next);
    webhooks.start();

    expect(await outcomes()).toEqual({ [id]: 'applied' });
    expect(await next.ticket(sysId)).toBeDefined();
    next.client.close();
  });

  it('waits while ServiceNow is down, and is followed up when it is back', async () => {
    const time = virtualTime(Date.now());
    const sysId = insertCase();
    const fault = simulator.faults.add({ kind: 'maintenance', times: 'always' });
    const waiting = openSyncedDesk(database, simulator, { time });
    await webhooks.stop();
    webhooks = connect(waiting);
    const id = await hint(sysId);
    webhooks.start();
    await time.advanceUntil(
      expect.poll(() => waiting.logged(), { timeout: 10_000 }).toContain('could not be followed up'),
    );

    expect(await database.db.selectFrom('webhook_delivery').select('state').execute()).toEqual([
      { state: 'accepted' },
    ]);
    simulator.faults.remove(fault);
    expect(await time.advanceUntil(outcomes(), 100)).toEqual({ [id]: 'applied' });
    waiting.client.close();
  });

  it('is given up at once where the account is refused the record, and does not keep others waiting', async () => {
    const refused = insertCase();
    const fine = insertCase();
    simulator.faults.add({
      kind: 'acl-denied',
      match: { operation: 'get', sysId: refused },
      times: 'always',
    });
    simulator.settings.hiddenRows.push({ table: CASES, query: `sys_id=${refused}` });
    const [one, other] = [await hint(refused), await hint(fine)];
    webhooks.start();

    expect(await outcomes()).toEqual({ [one]: 'failed', [other]: 'applied' });
  });

  it('is left alone if it lies outside of the query that narrows the table, unless it is mirrored', async () => {
    const filter = parseBaseFilter('active=true');
    const base = filter.ok ? filter.filter : null;
    const cases = { ...shippedMapping.tables[CASES]!, query: base };
    const mapping = { ...shippedMapping, tables: { ...shippedMapping.tables, [CASES]: cases } };
    const narrowed = openSyncedDesk(database, simulator, { mapping });
    await webhooks.stop();
    webhooks = connect(narrowed);
    const inside = insertCase();
    const outside = insertCase({ state: '3', active: 'false' });
    const leaving = insertCase();
    await narrowed.desk.pipeline.applyDeletion(CASES, outside, 'poll');
    const hints = [await hint(inside), await hint(outside)];
    webhooks.start();

    expect(await outcomes()).toEqual({ [hints[0]!]: 'applied', [hints[1]!]: 'not-found' });
    expect(await narrowed.ticket(outside)).toBe(undefined);

    await hint(leaving);
    await outcomes();
    simulator.instance.update(CASES, leaving, { state: '3' });
    await hint(leaving);
    await outcomes();
    expect(await narrowed.ticket(leaving)).toMatchObject({ state: 'closed' });
    narrowed.client.close();
  });

  it('is not fetched for a table that was taken out of the configuration since', async () => {
    const id = await hint(insertCase(), { table: 'incident' });
    webhooks.start();

    expect(await outcomes()).toEqual({ [id]: 'failed' });
  });

  it('is done once although its webhook comes a thousand times, one after the other and at once', async () => {
    const sysId = insertCase();
    const { remember } = webhooks.routeParts(createDraining());
    const given: Hint = { table: CASES, sysId, operation: 'update', sysModCount: 1 };
    webhooks.start();
    const first = await Promise.all(Array.from({ length: 500 }, () => remember('the-same', given)));
    await outcomes();
    const rest: boolean[] = [];
    for (let count = 0; count < 500; count += 1) rest.push(await remember('the-same', given));

    expect([...first, ...rest].filter((isNew) => isNew)).toHaveLength(1);
    expect(await outcomes()).toEqual({ 'the-same': 'applied' });
    expect(asked()).toEqual(['get']);
    expect(await desk.metric('slabridge_webhook_followed_up_total{result="applied"}')).toBe(1);
  });

  it('is remembered for a day, followed up or not, and then forgotten', async () => {
    const now = Date.now();
    await hint(insertCase());
    await hint(insertCase());
    await database.db
      .updateTable('webhook_delivery')
      .set({ received_at: new Date(now - 86_400_001) })
      .where('id', '=', `msg-${sent}`)
      .execute();

    expect(await forgetDeliveries(database.db, now - 86_400_000)).toBe(1);
    expect(await database.db.selectFrom('webhook_delivery').select('id').execute()).toEqual([
      { id: `msg-${sent - 1}` },
    ]);
  });

  it('is missed where webhooks are silent while polling finds changes: health and figures say so', async () => {
    const realNow = Date.now();
    let now = realNow - 7_200_000;
    const clock = { ...desk.wiring.clock, now: () => now };
    const listening = connectWebhooks({ ...desk.wiring, secrets: [secret], clock });
    const health = async () => listening.healthChecks()[0]?.measure();
    now = realNow - 3_600_000;
    await listening.routeParts(createDraining()).remember('the-last', {
      table: CASES,
      sysId: unknownId,
      operation: 'update',
      sysModCount: 1,
    });
    now = realNow;
    expect(await health()).toMatchObject({ status: 'pass' });

    for (let count = 0; count < 25; count += 1) insertCase();
    await desk.mirrorAll();
    expect(await health()).toMatchObject({ status: 'warn', output: expect.stringContaining('25 records') });
    expect(await readWebhookFigures(database.db, 0, 1000)).toMatchObject({ unannounced: 25, open: 1 });
    expect(await readWebhookFigures(database.db, 0, 10)).toMatchObject({ unannounced: 10 });
    expect(await readWebhookFigures(database.db, realNow + 60_000, 1000)).toMatchObject({ unannounced: 0 });
    expect(connectWebhooks({ ...desk.wiring, secrets: [] }).healthChecks()).toEqual([]);
  });

  it('comes all the way from the instance that sends it', async () => {
    const { server, draining } = await makeServer();
    await registerWebhooks(server, webhooks.routeParts(draining));
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    simulator.webhooks.setTarget({
      url: `${url}/webhooks/servicenow`,
      secret,
      repeatProbability: 0.5,
      delayMs: 20,
    });
    webhooks.start();
    const sysIds = Array.from({ length: 20 }, () => insertCase());
    for (const sysId of sysIds) simulator.instance.update(CASES, sysId, { state: '10' });
    simulator.instance.delete(CASES, sysIds[0]!);
    const liveStates = async () => {
      const live = database.db.selectFrom('ticket').select('state').where('deleted_at', 'is', null);
      return (await live.execute()).map((row) => row.state);
    };

    await expect.poll(liveStates, { timeout: 10_000 }).toEqual(Array(19).fill('open'));
    await outcomes();
    expect(await liveStates()).toEqual(Array(19).fill('open'));
    expect(simulator.webhooks.stats()).toMatchObject({ announced: 41, failed: 0 });
  });
});
