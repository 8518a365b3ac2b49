import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HealthCheck } from '../../src/http/health.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, TABLE } from './make-admin.ts';

const opened = at('2024-03-04 10:00');

describe.each(engines)('on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    const desk = openDesk(database);
    desk.setNow(opened);
    const cases = ['1', '2', '3'].map((digit) =>
      observation(opened, {
        sysId: digit.repeat(32),
        number: `CS${digit}`,
        priority: digit === '3' ? 'low' : 'critical',
      }),
    );
    await desk.pipeline.applyObservations(TABLE, cases, 'poll');
    desk.setNow(at('2024-03-04 10:30'));
    const rows = await database.db.selectFrom('ticket').select('id').orderBy('number').execute();
    await desk.pipeline.judgeAgain(rows.map((row) => row.id));
    const { db } = database;
    const received = (id: string, minute: string) => ({
      id,
      table_name: TABLE,
      sys_id: '1'.repeat(32),
      operation: 'update',
      sys_mod_count: 3,
      received_at: new Date(at(`2024-03-04 10:${minute}`)),
      state: 'applied',
      done_at: null,
    });
    await db
      .insertInto('webhook_delivery')
      .values([received('w1', '01'), received('w2', '02')])
      .execute();
    const run = {
      id: 'run-0',
      table_name: TABLE,
      started_at: new Date(opened),
      finished_at: new Date(at('2024-03-04 10:01')),
      outcome: 'complete',
      scanned: 3,
      inserted: 0,
      updated: 1,
      deleted: 0,
    };
    await db
      .insertInto('reconcile_run')
      .values([run, { ...run, id: 'run-older', started_at: new Date(opened - 1) }])
      .execute();
  });
  afterAll(() => database.close());

  it('the outbox is listed by state, kind and ticket, page by page', async () => {
    const { get } = await makeAdmin(database);

    const whole = (await get('/outbox')).json();
    const first = (await get('/outbox?limit=1')).json();
    const second = (await get(`/outbox?limit=1&cursor=${first.nextCursor}`)).json();

    expect(whole.items).toHaveLength(2);
    expect(whole.nextCursor).toBeNull();
    expect([...first.items, ...second.items]).toEqual(whole.items);
    expect(second.nextCursor).toBeNull();
    expect(whole.items[0]).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9_-]{8,64}$/),
      ticket: expect.stringMatching(/^CS[12]$/),
      table: TABLE,
      sysId: expect.any(String),
      kind: 'escalation',
      level: 1,
      state: 'pending',
      attempts: 0,
      reason: null,
      lastError: null,
      createdAt: '2024-03-04T10:30:00.000Z',
      deliveredAt: null,
    });
    expect((await get('/outbox?state=dead,held')).json().items).toEqual([]);
    expect((await get('/outbox?kind=escalation&ticket=CS1')).json().items).toHaveLength(1);
    expect((await get('/outbox?state=gone')).json().code).toBe('query-invalid');
  });

  it('a message is shown with what it carries, retried and discarded', async () => {
    const { get, post } = await makeAdmin(database);
    const { id } = (await get('/outbox?ticket=CS1')).json().items[0];

    expect((await get(`/outbox/${id}`)).json().fields.work_notes).toContain(`[sla-bridge:${id}]`);
    const discarded = await post(`/outbox/${id}/discard`, {}, 'k-1');
    expect(discarded.json()).toEqual({ changed: { id, state: 'dropped' } });
    expect((await get(`/outbox/${id}`)).json()).toMatchObject({ state: 'dropped', reason: 'discarded' });
    const retried = await post(`/outbox/${id}/retry`, {}, 'k-2');
    expect(retried.json()).toEqual({ changed: { id, state: 'pending' } });
  });

  it('sync shows how far each table was read and how it compared last', async () => {
    const { get } = await makeAdmin(database);

    expect((await get('/sync')).json()).toEqual({
      tables: [
        {
          table: TABLE,
          watermark: { updatedOn: '2024-03-04T10:00:00.000Z', sysId: 'a'.repeat(32) },
          lagSeconds: 7,
          lastPoll: { finishedAt: '2024-03-04T10:04:00.000Z', outcome: 'ok' },
          firstLoad: { isDone: true, progress: 1 },
          history: { waiting: 0, unreadable: 0, notKept: 0 },
          lastReconcile: {
            runId: 'run-0',
            startedAt: '2024-03-04T10:00:00.000Z',
            finishedAt: '2024-03-04T10:01:00.000Z',
            outcome: 'complete',
            scanned: 3,
            inserted: 0,
            updated: 1,
            deleted: 0,
          },
        },
      ],
    });
  });

  it('a watermark is set back only to before where it stands', async () => {
    const { post, asked } = await makeAdmin(database);

    const later = await post(`/sync/${TABLE}/rewind`, { to: '2024-03-04T10:00:00Z' }, 'r-1');
    const malformed = await post(`/sync/${TABLE}/rewind`, { to: '2024-03-04' }, 'r-2');
    const earlier = await post(`/sync/${TABLE}/rewind`, { to: '2024-03-01T00:00:00+01:00' }, 'r-3');

    expect([later.statusCode, later.json().code]).toEqual([409, 'action-not-possible']);
    expect([malformed.statusCode, malformed.json().code]).toEqual([400, 'body-invalid']);
    expect(malformed.json().faults[0].path).toBe('to');
    expect([earlier.statusCode, earlier.json()]).toEqual([
      202,
      {
        changed: {
          table: TABLE,
          watermark: { from: '2024-03-04T10:00:00.000Z', to: '2024-02-29T23:00:00.000Z' },
        },
      },
    ]);
    expect(asked).toEqual([`rewind ${TABLE} 2024-02-29T23:00:00.000Z`]);
  });

  it('webhooks are listed, the newest first', async () => {
    const { get } = await makeAdmin(database);

    const page = (await get('/webhooks?limit=1')).json();
    const next = (await get(`/webhooks?limit=1&cursor=${page.nextCursor}`)).json();

    expect([...page.items, ...next.items].map((item: { id: string }) => item.id)).toEqual(['w2', 'w1']);
    expect((await get('/webhooks?state=failed')).json().items).toEqual([]);
  });
});

describe('health', () => {
  it('shows one check for each part with its figure, and the worst word on top', async () => {
    const database = await openTestDatabase('pglite');
    const checks: HealthCheck[] = [
      {
        component: 'outbox',
        measurement: 'deadLetters',
        componentType: 'component',
        isEssential: false,
        measure: () => ({ status: 'warn', observedValue: 2, output: 'Look at /admin/outbox?state=dead.' }),
      },
    ];
    const { get } = await makeAdmin(database, { checks });

    const response = await get('/health');

    expect(response.headers['content-type']).toMatch(/^application\/health\+json/);
    expect(JSON.parse(response.body)).toEqual({
      status: 'warn',
      version: '1.2.3',
      releaseId: 'abc',
      description: 'sla-bridge',
      checks: {
        'outbox:deadLetters': [
          {
            componentType: 'component',
            status: 'warn',
            observedValue: 2,
            output: 'Look at /admin/outbox?state=dead.',
            time: '2024-03-04T10:05:00.000Z',
          },
        ],
      },
    });
    await database.close();
  });
});
