import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Hint } from '../../src/intake/webhook-payload.ts';
import { registerWebhooks } from '../../src/intake/webhook-route.ts';
import { makeServer } from '../http/make-server.ts';
import { at } from '../support/observations.ts';

const now = at('2026-03-02 10:00');
const seconds = now / 1000;
const sysId = '0123456789abcdef0123456789abcdef';
const secretOf = (letter: string): string => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
const secret = secretOf('a');

const payload = {
  event_id: 'evt-1',
  table: 'incident',
  sys_id: sysId,
  operation: 'update',
  sys_mod_count: '7',
  sys_updated_on: '2026-03-02 09:59:58',
};

/** The signature as the specification words it, made without the library that checks it. */
function sign(body: string, id = 'msg-1', timestamp: number | string = seconds, key = secret): string {
  const bytes = Buffer.from(key.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', bytes).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

interface Sent {
  readonly body?: string;
  /** Null leaves a header out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** A well-formed delivery, apart from what is given; it is signed as it is sent. */
function delivery({ body = JSON.stringify(payload), headers = {} }: Sent = {}) {
  const id = headers['webhook-id'] ?? 'msg-1';
  const timestamp = headers['webhook-timestamp'] ?? String(seconds);
  const all = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': sign(body, id, timestamp),
    ...headers,
  };
  const kept = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return { method: 'POST' as const, url: '/webhooks/servicenow', headers: Object.fromEntries(kept), body };
}

const withBody = (changes: Readonly<Record<string, unknown>>): Sent => ({
  body: JSON.stringify({ ...payload, ...changes }),
});
const withHeader = (name: string, value: string | null): Sent => ({ headers: { [name]: value } });

let remembered: Map<string, Hint>;
let clocks: number[];

async function receiver(secrets: readonly string[] = [secret]) {
  const made = await makeServer();
  await registerWebhooks(made.server, {
    secrets,
    tables: ['sn_customerservice_case', 'incident'],
    draining: made.draining,
    metrics: made.telemetry.metrics,
    clocks: () => clocks,
    async remember(id, hint) {
      if (remembered.has(id)) return false;
      remembered.set(id, hint);
      return true;
    },
  });
  const counted = async (result: string): Promise<string | undefined> => {
    const { body } = await made.telemetry.expose('text');
    return new RegExp(`slabridge_webhook_received_total\\{result="${result}"\\} (\\d+)`).exec(body)?.[1];
  };
  return { ...made, counted };
}

beforeEach(() => {
  remembered = new Map();
  clocks = [now];
});

describe('a webhook that is not as it should be is refused, and nothing of it is kept:', () => {
  const bigBody = JSON.stringify({ ...payload, filler: 'x'.repeat(256 * 1024) });
  const good = sign(JSON.stringify(payload));
  const missing = 'webhook-signature-missing';
  const invalid = 'webhook-signature-invalid';
  const stale = 'webhook-timestamp-stale';
  const unusable = 'webhook-payload-invalid';

  it.each<[name: string, sent: Sent, status: number, code: string]>([
    ['without a content type', withHeader('content-type', null), 415, 'content-type-unsupported'],
    ['as text', withHeader('content-type', 'text/plain'), 415, 'content-type-unsupported'],
    [
      'as a form',
      withHeader('content-type', 'application/x-www-form-urlencoded'),
      415,
      'content-type-unsupported',
    ],
    [
      'as a relative of JSON',
      withHeader('content-type', 'application/json-seq'),
      415,
      'content-type-unsupported',
    ],
    [
      'of a wrong type and unsigned',
      { headers: { 'content-type': 'text/xml', 'webhook-signature': null } },
      415,
      'content-type-unsupported',
    ],
    ['one byte too large', { body: bigBody }, 413, 'payload-too-large'],
    [
      'too large and unsigned',
      { body: bigBody, headers: { 'webhook-signature': null } },
      413,
      'payload-too-large',
    ],
    ['without an id', withHeader('webhook-id', null), 401, missing],
    ['without a timestamp', withHeader('webhook-timestamp', null), 401, missing],
    ['without a signature', withHeader('webhook-signature', null), 401, missing],
    ['with an empty id', withHeader('webhook-id', ''), 401, missing],
    ['with an empty signature', withHeader('webhook-signature', ''), 401, missing],
    [
      'with a signature of another body',
      { body: JSON.stringify({ ...payload, extra: 1 }), headers: { 'webhook-signature': good } },
      401,
      invalid,
    ],
    [
      'with a space more than was signed',
      { body: `${JSON.stringify(payload)} `, headers: { 'webhook-signature': good } },
      401,
      invalid,
    ],
    [
      'with a signature of another id',
      { headers: { 'webhook-id': 'msg-2', 'webhook-signature': good } },
      401,
      invalid,
    ],
    [
      'with a signature of another second',
      { headers: { 'webhook-timestamp': String(seconds + 1), 'webhook-signature': good } },
      401,
      invalid,
    ],
    [
      'signed with another secret',
      withHeader('webhook-signature', sign(JSON.stringify(payload), 'msg-1', seconds, secretOf('b'))),
      401,
      invalid,
    ],
    [
      'with a signature of an unknown version',
      withHeader('webhook-signature', good.replace('v1,', 'v2,')),
      401,
      invalid,
    ],
    ['with a signature without a version', withHeader('webhook-signature', good.slice(3)), 401, invalid],
    ['with half a signature', withHeader('webhook-signature', good.slice(0, 20)), 401, invalid],
    ['with a signature that goes on', withHeader('webhook-signature', `${good}A`), 401, invalid],
    ['with nothing but a version', withHeader('webhook-signature', 'v1,'), 401, invalid],
    [
      'with a hundred wrong signatures',
      withHeader('webhook-signature', Array(100).fill('v1,AAAA').join(' ')),
      401,
      invalid,
    ],
    ['with signatures apart by commas', withHeader('webhook-signature', `v1,AAAA,${good}`), 401, invalid],
    ['stamped 301 seconds ago', withHeader('webhook-timestamp', String(seconds - 301)), 401, stale],
    ['stamped 301 seconds ahead', withHeader('webhook-timestamp', String(seconds + 301)), 401, stale],
    ['stamped in milliseconds', withHeader('webhook-timestamp', String(now)), 401, invalid],
    ['stamped with a date', withHeader('webhook-timestamp', '2026-03-02T10:00:00Z'), 401, invalid],
    ['stamped with a fraction', withHeader('webhook-timestamp', `${seconds}.5`), 401, invalid],
    ['stamped with a number and more', withHeader('webhook-timestamp', `${seconds}abc`), 401, invalid],
    ['stamped with leading zeros', withHeader('webhook-timestamp', `00${seconds}`), 401, invalid],
    ['stamped below zero', withHeader('webhook-timestamp', `-${seconds}`), 401, invalid],
    ['with an id that no index takes', withHeader('webhook-id', 'x'.repeat(121)), 400, unusable],
    ['with an empty body', { body: '' }, 400, unusable],
    ['that is no JSON', { body: '{"table": "incident"' }, 400, unusable],
    ['that begins with a byte order mark', { body: `\uFEFF${JSON.stringify(payload)}` }, 400, unusable],
    ['that is a list', { body: JSON.stringify([payload]) }, 400, unusable],
    ['that is null', { body: 'null' }, 400, unusable],
    ['that is a text', { body: '"incident"' }, 400, unusable],
    ['that is nested without end', { body: '['.repeat(100_000) }, 400, unusable],
    [
      'that brings its fields as a prototype',
      { body: `{"__proto__": ${JSON.stringify(payload)}}` },
      400,
      unusable,
    ],
    ['without an event id', withBody({ event_id: undefined }), 400, unusable],
    ['without a table', withBody({ table: undefined }), 400, unusable],
    ['about a table that is not synchronised', withBody({ table: 'sys_user' }), 400, unusable],
    [
      'about a table whose name is an instruction',
      withBody({ table: "incident'; drop table ticket; --" }),
      400,
      unusable,
    ],
    ['about a property of every object', withBody({ table: 'constructor' }), 400, unusable],
    ['without a sys_id', withBody({ sys_id: undefined }), 400, unusable],
    ['with an upper-case sys_id', withBody({ sys_id: sysId.toUpperCase() }), 400, unusable],
    ['with a short sys_id', withBody({ sys_id: sysId.slice(1) }), 400, unusable],
    ['with a long sys_id', withBody({ sys_id: `${sysId}0` }), 400, unusable],
    [
      'with a sys_id that leads elsewhere',
      withBody({ sys_id: '../../../oauth_token.do?a=aaaaaaa' }),
      400,
      unusable,
    ],
    ['with a sys_id and a line break', withBody({ sys_id: `${sysId}\n` }), 400, unusable],
    ['with a query for a sys_id', withBody({ sys_id: `${sysId.slice(0, 20)}^NQactive=true` }), 400, unusable],
    ['with a list for a sys_id', withBody({ sys_id: [sysId] }), 400, unusable],
    ['with an unknown operation', withBody({ operation: 'upsert' }), 400, unusable],
    ['with an operation in capitals', withBody({ operation: 'UPDATE' }), 400, unusable],
    ['without a count', withBody({ sys_mod_count: undefined }), 400, unusable],
    ['with an empty count', withBody({ sys_mod_count: '' }), 400, unusable],
    ['with a negative count', withBody({ sys_mod_count: -1 }), 400, unusable],
    ['with a fractional count', withBody({ sys_mod_count: 1.5 }), 400, unusable],
    ['with a count in other digits', withBody({ sys_mod_count: '0x10' }), 400, unusable],
    ['with a count beyond what is stored', withBody({ sys_mod_count: '99999999999' }), 400, unusable],
    ['with a count that is true', withBody({ sys_mod_count: true }), 400, unusable],
    ['without a stamp', withBody({ sys_updated_on: undefined }), 400, unusable],
    ['with a stamp in another format', withBody({ sys_updated_on: '02/03/2026 09:59' }), 400, unusable],
    [
      'with a stamp of a day that does not exist',
      withBody({ sys_updated_on: '2026-02-30 09:59:58' }),
      400,
      unusable,
    ],
  ])('%s', async (_name, sent, status, code) => {
    const { server } = await receiver();
    const answer = await server.inject(delivery(sent));

    expect(answer.json()).toMatchObject({ status, code });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(remembered.size).toBe(0);
  });
});

describe('a webhook', () => {
  it('that is as it should be is stored, then answered 202', async () => {
    const { server, counted } = await receiver();
    const answer = await server.inject(delivery());

    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({ id: 'msg-1', duplicate: false });
    expect(remembered.get('msg-1')).toEqual({
      table: 'incident',
      sysId,
      operation: 'update',
      sysModCount: 7,
    });
    expect(await counted('accepted')).toBe('1');
  });

  it.each<[string, Sent]>([
    ['stamped 300 seconds ago', withHeader('webhook-timestamp', String(seconds - 300))],
    ['stamped 300 seconds ahead', withHeader('webhook-timestamp', String(seconds + 300))],
    ['with its count as a number', withBody({ sys_mod_count: 7 })],
    [
      'with fields that are not ours',
      withBody({ changed: ['state'], number: 'INC0001001', nested: { a: [1] } }),
    ],
    ['about a record without an update stamp', withBody({ sys_updated_on: '' })],
    ['with letters of every alphabet', withBody({ short_description: 'Größe 日本 🙂 \u0000' })],
    ['about an insertion', withBody({ operation: 'insert', sys_mod_count: 0 })],
    ['about a deletion', withBody({ operation: 'delete' })],
    ['with a character set beside its type', withHeader('content-type', 'Application/JSON; charset=utf-8')],
    ['just as large as may be', { body: JSON.stringify(payload).padEnd(256 * 1024, ' ') }],
  ])('%s is accepted', async (_name, sent) => {
    const { server } = await receiver();

    expect((await server.inject(delivery(sent))).statusCode).toBe(202);
    expect(remembered.size).toBe(1);
  });

  it('that is not what its sender signed, byte for byte, is refused although it reads the same', async () => {
    const { server } = await receiver();
    const sent = delivery(withBody({ short_description: '\uFFFD' }));
    const [before, after] = sent.body.split('\uFFFD') as [string, string];
    const body = Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);

    expect((await server.inject(sent)).statusCode).toBe(202);
    expect((await server.inject({ ...sent, body })).json()).toMatchObject({
      code: 'webhook-signature-invalid',
    });
  });

  it('may be signed with any of several secrets, so that they can be exchanged without a gap', async () => {
    const { server } = await receiver([secretOf('b'), secret]);
    const body = JSON.stringify(payload);
    const [old, next, unknown] = ['a', 'b', 'c'].map((letter) =>
      sign(body, 'msg-1', seconds, secretOf(letter)),
    );
    const status = async (signature: string) =>
      (await server.inject(delivery(withHeader('webhook-signature', signature)))).statusCode;

    expect(await status(old!)).toBe(202);
    expect(await status(next!)).toBe(202);
    expect(await status(`${unknown} ${next}`)).toBe(202);
    expect(await status(`v1a,AAAA ${old}`)).toBe(202);
    expect(await status(unknown!)).toBe(401);
  });

  it("may be stamped by the instance's clock where that is far from ours", async () => {
    const { server } = await receiver();
    clocks = [now, now + 600_000];

    expect(
      (await server.inject(delivery(withHeader('webhook-timestamp', String(seconds + 600))))).statusCode,
    ).toBe(202);
    expect(
      (await server.inject(delivery(withHeader('webhook-timestamp', String(seconds + 901))))).statusCode,
    ).toBe(401);
  });

  it('that comes again is answered as a duplicate, and nothing is done', async () => {
    const { server, counted } = await receiver();
    await server.inject(delivery());
    const again = await server.inject(delivery(withBody({ operation: 'delete' })));

    expect(again.statusCode).toBe(202);
    expect(again.json()).toEqual({ id: 'msg-1', duplicate: true });
    expect(remembered.get('msg-1')).toMatchObject({ operation: 'update' });
    expect(await counted('duplicate')).toBe('1');
  });

  it('says which field is wrong, and never its value', async () => {
    const { server } = await receiver();
    const answer = await server.inject(
      delivery(withBody({ sys_id: 'SECRET-VALUE', operation: 'SECRET-VALUE' })),
    );

    expect(answer.json().detail).toContain('sys_id');
    expect(answer.json().detail).toContain('operation');
    expect(answer.body).not.toContain('SECRET-VALUE');
  });

  it('is counted by what became of it', async () => {
    const { server, counted } = await receiver();
    await server.inject(delivery(withHeader('webhook-signature', null)));
    await server.inject(delivery(withHeader('webhook-signature', 'v1,AAAA')));
    await server.inject(delivery(withHeader('webhook-timestamp', '1')));
    await server.inject(delivery(withHeader('content-type', 'text/plain')));
    await server.inject(delivery({ body: 'x'.repeat(300_000) }));
    await server.inject(delivery({ body: '{}' }));

    expect(await counted('bad_signature')).toBe('2');
    expect(await counted('stale')).toBe('1');
    expect(await counted('wrong_type')).toBe('1');
    expect(await counted('too_large')).toBe('1');
    expect(await counted('invalid')).toBe('1');
    expect(await counted('accepted')).toBe('0');
  });
});

describe('the route of webhooks', () => {
  it('takes nothing in while the service stops, and says when to come again', async () => {
    const { server, draining, counted } = await receiver();
    draining.begin();
    const answer = await server.inject(delivery());

    expect(answer.statusCode).toBe(503);
    expect(answer.json().code).toBe('draining');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(remembered.size).toBe(0);
    expect(await counted('shed')).toBe('1');
  });

  it('takes 600 a second of one address, and asks for patience beyond', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { server, counted } = await receiver();
    const statuses = new Set<number>();
    for (let sent = 0; sent < 600; sent += 1) {
      statuses.add((await server.inject({ method: 'POST', url: '/webhooks/servicenow' })).statusCode);
    }
    const beyond = await server.inject(delivery());
    vi.setSystemTime(Date.now() + 1001);
    const later = await server.inject(delivery());

    expect(statuses).toEqual(new Set([415]));
    expect(beyond.statusCode).toBe(429);
    expect(beyond.headers['retry-after']).toBe('1');
    expect(await counted('rate_limited')).toBe('1');
    expect(later.statusCode).toBe(202);
  });

  it('refuses what would only wait when the database is slow, and keeps nothing of it', async () => {
    const made = await makeServer();
    let finish = (): void => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun = 0;
    await registerWebhooks(made.server, {
      secrets: [secret],
      tables: ['incident'],
      draining: made.draining,
      metrics: made.telemetry.metrics,
      clocks: () => [now],
      async remember() {
        begun += 1;
        await slow;
        return true;
      },
    });
    const waiting = Array.from({ length: 500 }, () => made.server.inject(delivery()));
    await expect.poll(() => begun).toBe(500);
    const refused = await made.server.inject(delivery());
    finish();

    expect(refused.statusCode).toBe(503);
    expect(refused.json().code).toBe('overloaded');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(new Set((await Promise.all(waiting)).map((answer) => answer.statusCode))).toEqual(new Set([202]));
  });

  it('does not exist without secrets, and says how to get it', async () => {
    const { server } = await receiver([]);
    const answer = await server.inject(delivery());

    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe('webhooks-not-configured');
  });

  it('takes nothing but POST', async () => {
    const { server } = await receiver();
    const answer = await server.inject({ method: 'GET', url: '/webhooks/servicenow' });

    expect(answer.statusCode).toBe(405);
    expect(answer.headers['allow']).toBe('POST');
  });
});
