import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/simulator.ts';
import {
  type Answer,
  ask,
  basic,
  CASES,
  insertCase,
  START,
  start,
  stoppedTime,
  tablePath,
} from './support.ts';

const LIST = `/api/now/table/${CASES}`;
const CLIENT = { client_id: 'sla-bridge-demo', client_secret: 'demo-client-secret' };

function requestToken(simulator: Simulator, form: Readonly<Record<string, string>>): Promise<Answer> {
  return ask(simulator, '/oauth_token.do', {
    method: 'POST',
    as: null,
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

function withToken(simulator: Simulator, token: unknown): Promise<Answer> {
  return ask(simulator, LIST, { as: null, headers: { authorization: `Bearer ${token}` } });
}

describe('basic authentication', () => {
  it('refuses strangers, wrong passwords and interactive users alike', async () => {
    const simulator = await start();
    const attempts = [
      null,
      basic('nobody'),
      basic('sla.bridge', 'wrong'),
      basic('sla.interactive'),
      'Basic ??',
    ];
    for (const authorization of attempts) {
      const headers: Record<string, string> = authorization === null ? {} : { authorization };
      const answer = await ask(simulator, LIST, { as: null, headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('x-is-logged-in')).toBe('false');
      expect(answer.json).toEqual({
        error: { message: 'User Not Authenticated', detail: 'Required to provide Auth information' },
        status: 'failure',
      });
    }
    expect((await ask(simulator, LIST)).status).toBe(200);
  });
});

describe('API keys', () => {
  it('are taken from header or query', async () => {
    const simulator = await start();
    const header = await ask(simulator, LIST, { as: null, headers: { 'x-sn-apikey': 'demo-api-key' } });
    const query = await ask(simulator, `${LIST}?x-sn-apikey=demo-api-key`, { as: null });
    const wrong = await ask(simulator, LIST, { as: null, headers: { 'x-sn-apikey': 'other' } });
    expect([header.status, query.status, wrong.status]).toEqual([200, 200, 401]);
  });
});

describe('the token endpoint', () => {
  it('gives a token that lets its bearer in until it expires', async () => {
    const time = stoppedTime();
    const simulator = await start({ time });
    const answer = await requestToken(simulator, { grant_type: 'client_credentials', ...CLIENT });
    expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 1799, scope: 'useraccount' });
    expect((await withToken(simulator, answer.at('access_token'))).status).toBe(200);
    time.advance(1_800_000);
    expect((await withToken(simulator, answer.at('access_token'))).status).toBe(401);
  });

  it('gives the same token again as long as it lives', async () => {
    const time = stoppedTime();
    const simulator = await start({ time });
    const first = await requestToken(simulator, { grant_type: 'client_credentials', ...CLIENT });
    time.advance(600_000);
    const second = await requestToken(simulator, { grant_type: 'client_credentials', ...CLIENT });
    expect(second.at('access_token')).toBe(first.at('access_token'));
    expect(second.at('expires_in')).toBe(1199);
  });

  it('knows the password grant and renews by refresh token, which gives no further one', async () => {
    const time = stoppedTime();
    const simulator = await start({ time });
    const user = { username: 'sla.reader', password: 'demo' };
    const first = await requestToken(simulator, { grant_type: 'password', ...CLIENT, ...user });
    time.advance(2_000_000);
    const refresh_token = String(first.at('refresh_token'));
    const renewed = await requestToken(simulator, { grant_type: 'refresh_token', ...CLIENT, refresh_token });
    expect(renewed.at('refresh_token')).toBeUndefined();
    expect((await withToken(simulator, renewed.at('access_token'))).status).toBe(200);
    simulator.clock.advance(8_640_000_000);
    expect(
      (await requestToken(simulator, { grant_type: 'refresh_token', ...CLIENT, refresh_token })).status,
    ).toBe(401);
  });

  it.each([
    [{ grant_type: 'client_credentials', ...CLIENT, client_secret: 'wrong' }],
    [{ grant_type: 'client_credentials', client_id: 'stranger', client_secret: 'x' }],
    [{ grant_type: 'password', ...CLIENT, username: 'sla.bridge', password: 'wrong' }],
    [{ grant_type: 'refresh_token', ...CLIENT, refresh_token: 'made-up' }],
    [{ grant_type: 'nonsense', ...CLIENT }],
  ])('answers %j with the same refusal', async (form) => {
    const simulator = await start();
    const answer = await requestToken(simulator, form);
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ error_description: 'access_denied', error: 'server_error' });
  });

  it('reads forms only', async () => {
    const simulator = await start();
    const body = { grant_type: 'client_credentials', ...CLIENT };
    expect((await ask(simulator, '/oauth_token.do', { method: 'POST', as: null, body })).status).toBe(401);
  });

  it('keeps secrets out of the request log', async () => {
    const simulator = await start();
    await requestToken(simulator, { grant_type: 'client_credentials', ...CLIENT });
    expect(JSON.stringify(simulator.requests.all())).not.toContain('demo-client-secret');
  });
});

describe('a signed assertion', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const assertion = (claims: object, kid = 'key-1'): string => {
    const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
    return `${signed}.${createSign('sha256').update(signed).sign(privateKey).toString('base64url')}`;
  };
  const claims = {
    iss: CLIENT.client_id,
    sub: 'sla.bridge',
    aud: CLIENT.client_id,
    exp: START / 1000 + 300,
  };
  const exchange = async (token: string): Promise<number> => {
    const simulator = await start({ time: stoppedTime() });
    simulator.access.jwtKeys.set('key-1', publicKey.export({ type: 'spki', format: 'pem' }).toString());
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    return (await requestToken(simulator, { grant_type, assertion: token, client_id: CLIENT.client_id }))
      .status;
  };

  it('is exchanged for a token', async () => {
    expect(await exchange(assertion(claims))).toBe(200);
  });

  it.each([
    ['it has expired', { ...claims, exp: START / 1000 - 1 }, 'key-1'],
    ['it speaks for nobody known', { ...claims, sub: 'stranger' }, 'key-1'],
    ['another client issued it', { ...claims, iss: 'stranger' }, 'key-1'],
    ['its key is not registered', claims, 'key-2'],
  ])('is refused when %s', async (_, wrong, kid) => {
    expect(await exchange(assertion(wrong, kid))).toBe(401);
  });

  it('is refused when somebody has changed it', async () => {
    const [header, , signature] = assertion(claims).split('.');
    const changed = encode({ ...claims, sub: 'admin' });
    expect(await exchange(`${header}.${changed}.${signature}`)).toBe(401);
  });
});

describe('permissions', () => {
  it('let a reader read and refuse every write with the words of the instance', async () => {
    const simulator = await start();
    const sysId = insertCase(simulator);
    const as = 'sla.reader';
    expect((await ask(simulator, LIST, { as })).status).toBe(200);
    const details: unknown[] = [];
    for (const [method, path] of [
      ['POST', LIST],
      ['PATCH', `${LIST}/${sysId}`],
      ['DELETE', `${LIST}/${sysId}`],
    ] as const) {
      const answer = await ask(simulator, path, { method, as, body: { state: '10' } });
      details.push(answer.status, answer.at('error.detail'));
    }
    expect(details).toEqual([
      403,
      'ACL Exception Insert Failed due to security constraints',
      403,
      'ACL Exception Update Failed due to security constraints',
      403,
      'ACL Exception Delete Failed due to security constraints',
    ]);
    expect(simulator.instance.get(CASES, sysId)).toMatchObject({ state: '1', sys_mod_count: '0' });
  });

  it('show nothing to a user without roles, and nothing of a table that is closed to REST', async () => {
    const simulator = await start();
    expect(await ask(simulator, LIST, { as: 'sla.nobody' })).toMatchObject({
      status: 403,
      json: { error: { message: 'Insufficient rights to query records', detail: null } },
    });
    simulator.settings.closedTables = [{ table: 'sys_journal_field', operations: ['read'] }];
    expect(await ask(simulator, '/api/now/table/sys_journal_field')).toMatchObject({
      status: 403,
      json: { error: { message: 'Failed API level ACL Validation' } },
    });
  });

  it('take hidden rows away after the limit: pages get short or empty while the count stays', async () => {
    const simulator = await start();
    for (const priority of ['1', '2', '1', '2', '1']) insertCase(simulator, { priority });
    simulator.settings.hiddenRows = [{ table: CASES, query: 'priority=1' }];
    const page = (offset: number) =>
      ask(
        simulator,
        tablePath(CASES, { sysparm_limit: '1', sysparm_offset: `${offset}`, sysparm_query: 'ORDERBYnumber' }),
      );
    const pages = await Promise.all([0, 1, 2, 3, 4].map(page));
    expect(pages.map(({ at }) => at('result.length'))).toEqual([0, 1, 0, 1, 0]);
    expect(new Set(pages.map(({ headers }) => headers.get('x-total-count')))).toEqual(new Set(['5']));
    const hidden = simulator.instance.find(CASES, 'priority=1')[0]!['sys_id'];
    expect((await ask(simulator, `${LIST}/${hidden}`)).status).toBe(404);
    expect((await ask(simulator, LIST, { as: 'admin' })).at('result.length')).toBe(5);
  });

  it('leave out fields that may not be read', async () => {
    const simulator = await start({
      settings: { hiddenFields: [{ table: CASES, fields: ['description', 'cause'] }] },
    });
    insertCase(simulator, { description: 'secret' });
    const { at } = await ask(simulator, LIST);
    expect(at('result.0.description')).toBeUndefined();
    expect(at('result.0.number')).toBe('CS0001001');
  });

  it('take ranges and orders silently out of a query where a rule forbids them', async () => {
    const simulator = await start({
      settings: { forbiddenRanges: [{ table: CASES, fields: ['sys_updated_on'] }] },
    });
    insertCase(simulator);
    const path = tablePath(CASES, { sysparm_query: 'sys_updated_on>2099-01-01 00:00:00' });
    expect((await ask(simulator, path)).at('result.length')).toBe(1);
    expect((await ask(simulator, path, { as: 'admin' })).at('result.length')).toBe(0);
  });
});

describe('rate limits', () => {
  it('announce themselves where a rule matches, and deny what is too much until the hour is over', async () => {
    const time = stoppedTime();
    const simulator = await start({
      time,
      settings: { rateLimitRules: [{ table: CASES, requestsPerHour: 2 }] },
    });
    expect((await ask(simulator, '/api/now/table/incident')).headers.get('x-ratelimit-limit')).toBeNull();
    const first = await ask(simulator, LIST);
    expect(first.headers.get('x-ratelimit-limit')).toBe('2');
    expect(first.headers.get('x-ratelimit-reset')).toBe(String(START / 1000 + 3600));
    expect(first.headers.get('x-ratelimit-rule')).toMatch(/^[0-9a-f]{32}$/);
    await ask(simulator, LIST);
    const denied = await ask(simulator, LIST);
    expect(denied.status).toBe(429);
    expect(denied.headers.get('retry-after')).toBe('3600');
    expect(denied.at('error')).toEqual({
      message: 'Rate limit exceeded',
      detail: 'Rate limit of 2 requests per hour for Table API exceeded',
    });
    time.advance(3_600_000);
    expect((await ask(simulator, LIST)).status).toBe(200);
  });

  it('deny without any header when every semaphore is taken', async () => {
    const simulator = await start({ settings: { semaphores: 1 } });
    simulator.faults.add({ kind: 'timeout' });
    const hanging = fetch(`${simulator.url}${LIST}`, { signal: AbortSignal.timeout(80) }).catch(() => null);
    while (simulator.requests.stats().inFlight === 0) await new Promise(setImmediate);
    const answer = await ask(simulator, LIST);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null]);
    await hanging;
    while (simulator.requests.stats().inFlight > 0) await new Promise(setImmediate);
    expect((await ask(simulator, LIST)).status).toBe(200);
  });
});
