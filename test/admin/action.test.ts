import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TicketOrders } from '../../src/admin/ports.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, TABLE, tokens } from './make-admin.ts';

const ESCALATE = '/tickets/CS0001001/escalate';
const contact = { level: 1, position: 'Service Desk', details: '0800 1303 365', route: 'direct' } as const;

describe.each(engines)('an action on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const desk = openDesk(database);
    const opened = at('2024-03-04 10:00');
    desk.setNow(opened);
    await desk.pipeline.applyObservations(TABLE, [observation(opened)], 'poll');
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.db.deleteFrom('admin_audit').execute();
    await database.db.deleteFrom('idempotency_key').execute();
  });

  /** Escalates as often as it is asked to, and remembers each time. */
  async function makeEscalating(escalate?: TicketOrders['escalate']) {
    const reasons: string[] = [];
    const raise: TicketOrders['escalate'] = async ({ reason }) => {
      reasons.push(reason);
      const level = 1 as const;
      return { kind: 'raised', level, at: at('2024-03-04 10:05'), route: 'direct', messageId: 'message-1' };
    };
    const admin = await makeAdmin(database, { orders: { escalate: escalate ?? raise } });
    const audit = async () => (await admin.get('/audit')).json().items;
    const actions = async () => {
      const { body } = await admin.telemetry.expose('text');
      return body.split('\n').filter((line) => line.startsWith('slabridge_admin_actions_total{'));
    };
    return { ...admin, reasons, audit, actions };
  }

  it('answers what it changed and is written into the audit', async () => {
    const { post, audit, actions } = await makeEscalating();

    const response = await post(ESCALATE, { reason: 'no progress' }, 'key-1');

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      changed: {
        level: 1,
        route: 'direct',
        messageId: 'message-1',
        raisedAt: '2024-03-04T10:05:00.000Z',
      },
    });
    expect(await audit()).toEqual([
      {
        at: '2024-03-04T10:05:00.000Z',
        who: 'ops',
        action: 'escalate',
        target: 'CS0001001',
        idempotencyKey: 'key-1',
        outcome: 'done',
      },
    ]);
    expect(await actions()).toEqual(['slabridge_admin_actions_total{action="escalate",outcome="done"} 1']);
  });

  it('sent again with its key is answered byte for byte as before and not done again', async () => {
    const { post, reasons, audit, actions } = await makeEscalating();

    const first = await post(ESCALATE, { reason: 'no progress' }, 'key-1');
    const second = await post(ESCALATE, { reason: 'no progress' }, 'key-1');

    expect([second.statusCode, second.body]).toEqual([first.statusCode, first.body]);
    expect(reasons).toEqual(['no progress']);
    expect(await audit()).toHaveLength(1);
    expect(await actions()).toEqual(['slabridge_admin_actions_total{action="escalate",outcome="done"} 1']);
  });

  it('is the same request whatever the order of its fields', async () => {
    const orders: Partial<TicketOrders> = {
      acknowledge: async ({ until }) => ({ kind: 'acknowledged', until: until! }),
    };
    const { post } = await makeAdmin(database, { orders });
    const url = '/tickets/CS0001001/acknowledge';

    const first = await post(url, { note: 'on it', until: '2024-03-04T12:00:00Z' }, 'key-1');
    const second = await post(url, { until: '2024-03-04T12:00:00Z', note: 'on it' }, 'key-1');

    expect(first.json()).toEqual({ changed: { acknowledgedUntil: '2024-03-04T12:00:00.000Z' } });
    expect(second.json()).toEqual(first.json());
  });

  it.each([
    ['another body', ESCALATE, { reason: 'other' }],
    ['another path', '/tickets/CS0001001/adopt', {}],
    ['another parameter', `${ESCALATE}?table=${TABLE}`, { reason: 'no progress' }],
  ])('is refused when its key was used for %s', async (_what, url, body) => {
    const { post, reasons, audit } = await makeEscalating();
    await post(ESCALATE, { reason: 'no progress' }, 'key-1');

    const response = await post(url, body, 'key-1');

    expect([response.statusCode, response.json().code]).toEqual([422, 'idempotency-key-reused']);
    expect(reasons).toHaveLength(1);
    expect(await audit()).toHaveLength(1);
  });

  it('may use a key again after 24 hours, and not before', async () => {
    const { post, time, reasons } = await makeEscalating();
    await post(ESCALATE, { reason: 'no progress' }, 'key-1');

    time.advance(24 * 3_600_000 - 1);
    await post(ESCALATE, { reason: 'no progress' }, 'key-1');
    expect(reasons).toHaveLength(1);
    time.advance(1);
    await post(ESCALATE, { reason: 'something else' }, 'key-1');

    expect(reasons).toEqual(['no progress', 'something else']);
  });

  it('happens once when it is sent many times at the same instant', async () => {
    const { post, reasons, audit } = await makeEscalating();

    const responses = await Promise.all(
      Array.from({ length: 8 }, () => post(ESCALATE, { reason: 'no progress' }, 'key-1')),
    );

    expect(responses.map((response) => response.statusCode)).toEqual(Array(8).fill(200));
    for (const response of responses) expect(response.json()).toEqual(responses[0]?.json());
    expect(reasons).toHaveLength(1);
    expect(await audit()).toHaveLength(1);
  });

  it('that is refused says when and whom to call, is written into the audit, and stays refused under its key', async () => {
    const { post, audit } = await makeEscalating(async () => ({
      kind: 'too-early',
      earliestAt: at('2024-03-04 14:30'),
      contact,
    }));

    const first = await post(ESCALATE, { reason: 'no progress' }, 'key-1');
    const second = await post(ESCALATE, { reason: 'no progress' }, 'key-1');

    expect(first.statusCode).toBe(409);
    expect(first.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(first.json()).toMatchObject({
      status: 409,
      code: 'escalation-too-early',
      earliestAt: '2024-03-04T14:30:00.000Z',
      contact,
    });
    expect([second.statusCode, second.body]).toEqual([409, first.body]);
    expect(second.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect((await audit()).map((entry: { outcome: string }) => entry.outcome)).toEqual([
      'escalation-too-early',
    ]);
  });

  it('that fails changes nothing but the audit, and may be tried again with its key', async () => {
    let fails = true;
    const { post, audit, actions } = await makeEscalating(async () => {
      if (fails) throw new Error('the disk is full');
      return { kind: 'raised', level: 2, at: at('2024-03-04 10:05'), route: 'direct', messageId: 'm' };
    });

    const failed = await post(ESCALATE, { reason: 'no progress' }, 'key-1');
    fails = false;
    const again = await post(ESCALATE, { reason: 'no progress' }, 'key-1');

    expect([failed.statusCode, failed.json().code]).toEqual([500, 'internal']);
    expect(again.statusCode).toBe(200);
    expect((await audit()).map((entry: { outcome: string }) => entry.outcome)).toEqual(['done', 'failed']);
    expect(await actions()).toEqual([
      'slabridge_admin_actions_total{action="escalate",outcome="failed"} 1',
      'slabridge_admin_actions_total{action="escalate",outcome="done"} 1',
    ]);
  });

  it('that begins something begins it once, after it has been written down', async () => {
    const { post, asked } = await makeAdmin(database);

    const first = await post(`/sync/${TABLE}/poll`, {}, 'key-1');
    await post(`/sync/${TABLE}/poll`, {}, 'key-1');
    const reconcile = await post(`/sync/${TABLE}/reconcile`, {}, 'key-2');
    await post('/tickets/CS0001001/resync', {}, 'key-3');

    expect([first.statusCode, first.json()]).toEqual([202, { changed: { table: TABLE } }]);
    expect([reconcile.statusCode, reconcile.json()]).toEqual([202, { changed: { runId: 'run-1' } }]);
    expect(asked).toEqual([
      `poll ${TABLE}`,
      `reconcile ${TABLE} run-1`,
      'resync 0123456789abcdef0123456789abcdef',
    ]);
  });

  it.each(['', ' ', 'with blank', 'ümlaut', 'x'.repeat(129)])('needs a usable key, not %j', async (key) => {
    const { server } = await makeAdmin(database);

    const response = await server.inject({
      method: 'POST',
      url: `/admin/sync/${TABLE}/poll`,
      headers: { authorization: `Bearer ${tokens.operate}`, 'idempotency-key': key },
      payload: {},
    });

    expect(response.statusCode).toBe(400);
    expect(response.json().code).toMatch(/^idempotency-key-(missing|invalid)$/);
  });

  it('is refused when its reason holds what no database takes', async () => {
    const { post, audit } = await makeEscalating();

    const response = await post(ESCALATE, { reason: 'a\u0000b' }, 'key-1');

    expect([response.statusCode, response.json().code]).toEqual([400, 'body-invalid']);
    expect(await audit()).toEqual([]);
  });

  it('on something that is not there is not found, and writes nothing down', async () => {
    const { post, audit } = await makeEscalating();

    expect((await post('/tickets/CS9/escalate', { reason: 'r' }, 'k')).json().code).toBe('ticket-not-found');
    expect((await post('/sync/nothing/poll', {}, 'k')).json().code).toBe('table-not-found');
    expect((await post('/outbox/nothing/retry', {}, 'k')).json().code).toBe('outbox-message-not-found');
    expect(await audit()).toEqual([]);
  });
});
