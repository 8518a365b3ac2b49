import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { makeAdmin, tokens } from './make-admin.ts';

type Admin = Awaited<ReturnType<typeof makeAdmin>>;

/** Every admin route as the server knows it, with something in place of its parameters. */
function routesOf({ server }: Admin): { method: 'GET' | 'POST'; url: string }[] {
  const listed = server.methodTable.list().filter(({ template }) => template.startsWith('/admin'));
  return listed.flatMap(({ template, methods }) =>
    methods
      .filter((method) => method !== 'HEAD')
      .map((method) => ({ method: method as 'GET' | 'POST', url: template.replace(/:\w+/g, 'x') })),
  );
}

/** A question too long for an address is sent like an action, and is none. */
function actionsOf(admin: Admin) {
  return routesOf(admin).filter(({ method, url }) => method === 'POST' && url !== '/admin/what-if');
}

/** What the actions take that do not take an empty object. */
const bodies: Record<string, object> = {
  escalate: { reason: 'no progress' },
  acknowledge: { note: 'on it' },
  'stand-down': { note: 'solved on the phone' },
  rewind: { to: '2024-01-01T00:00:00Z' },
  'what-if': { policy: 'policies: []' },
  'tickets/adopt': { all: true },
  'outbox/retry': { filter: {} },
  'outbox/discard': { filter: {} },
};

/** A body that its route takes; actions on many are named with what they are on. */
function bodyFor(url: string): object {
  const segments = url.split('/');
  return bodies[segments.slice(-2).join('/')] ?? bodies[segments.at(-1)!] ?? {};
}

describe('every admin route', () => {
  let database: OpenDatabase;
  let admin: Admin;
  beforeAll(async () => {
    database = await openTestDatabase('pglite');
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    admin = await makeAdmin(database);
  });

  it('is one of those that are promised', () => {
    expect(
      routesOf(admin)
        .map(({ method, url }) => `${method} ${url}`)
        .sort(),
    ).toMatchInlineSnapshot(`
      [
        "GET /admin/audit",
        "GET /admin/calendars",
        "GET /admin/drift",
        "GET /admin/escalations",
        "GET /admin/forecast",
        "GET /admin/health",
        "GET /admin/outbox",
        "GET /admin/outbox/x",
        "GET /admin/policy",
        "GET /admin/reports/breaches",
        "GET /admin/reports/compliance",
        "GET /admin/stream",
        "GET /admin/summary",
        "GET /admin/sync",
        "GET /admin/tickets",
        "GET /admin/tickets/x",
        "GET /admin/tickets/x/escalation",
        "GET /admin/tickets/x/explain",
        "GET /admin/webhooks",
        "POST /admin/outbox/discard",
        "POST /admin/outbox/release",
        "POST /admin/outbox/retry",
        "POST /admin/outbox/x/discard",
        "POST /admin/outbox/x/retry",
        "POST /admin/sync/x/poll",
        "POST /admin/sync/x/reconcile",
        "POST /admin/sync/x/rewind",
        "POST /admin/tickets/adopt",
        "POST /admin/tickets/x/acknowledge",
        "POST /admin/tickets/x/adopt",
        "POST /admin/tickets/x/escalate",
        "POST /admin/tickets/x/resync",
        "POST /admin/tickets/x/stand-down",
        "POST /admin/what-if",
      ]
    `);
  });

  it('asks for a token that is known, before anything else', async () => {
    for (const { method, url } of routesOf(admin)) {
      const without = await admin.server.inject({ method, url });
      const wrong = await admin.server.inject({ method, url, headers: { authorization: 'Bearer guess' } });

      expect([url, without.statusCode, without.json().code]).toEqual([url, 401, 'token-missing']);
      expect([url, wrong.statusCode, wrong.json().code]).toEqual([url, 401, 'token-unknown']);
    }
  });

  it('that acts is closed to a token that may only look', async () => {
    for (const { method, url } of actionsOf(admin)) {
      const headers = { authorization: `Bearer ${tokens.read}` };
      const response = await admin.server.inject({ method, url, headers });

      expect([url, response.statusCode, response.json().code]).toEqual([url, 403, 'role-insufficient']);
    }
  });

  it('that acts asks for an Idempotency-Key before it looks at the body', async () => {
    for (const { url } of actionsOf(admin)) {
      const response = await admin.post(url.replace('/admin', ''), { nonsense: true });

      expect([url, response.statusCode, response.json().code]).toEqual([url, 400, 'idempotency-key-missing']);
    }
  });

  it('that acts refuses fields it does not know, and bodies that reach for a prototype', async () => {
    for (const { url } of actionsOf(admin)) {
      const headers = { authorization: `Bearer ${tokens.operate}`, 'idempotency-key': 'k' };
      for (const payload of [
        '{"sudo":true}',
        '{"__proto__":{"a":1}}',
        '{"constructor":{"prototype":{}}}',
        '[]',
        '1',
      ]) {
        const response = await admin.server.inject({
          method: 'POST',
          url,
          payload,
          headers: { ...headers, 'content-type': 'application/json' },
        });

        expect([url, payload, response.json().code]).toEqual([url, payload, 'body-invalid']);
      }
    }
    expect(await database.db.selectFrom('admin_audit').selectAll().execute()).toEqual([]);
  });

  it('refuses parameters that it does not know', async () => {
    for (const { method, url } of routesOf(admin)) {
      const headers = { authorization: `Bearer ${tokens.operate}`, 'idempotency-key': 'k' };
      const payload = bodyFor(url);
      const request = { method, url: `${url}?lmit=5`, headers, ...(method === 'POST' ? { payload } : {}) };
      const response = await admin.server.inject(request);

      expect([url, response.statusCode, response.json().code]).toEqual([url, 400, 'query-invalid']);
    }
  });
});
