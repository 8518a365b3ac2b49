import { createVerify, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CredentialSettings } from '../../../src/servicenow/auth/credential-settings.ts';
import { changesFrom } from '../../../src/servicenow/queries.ts';
import { isServiceNowError } from '../../../src/servicenow/servicenow-error.ts';
import { useHttpMock } from '../../support/http-mock.ts';
import { type ClientUnderTest, instanceUrl, startClient } from '../../support/servicenow-client.ts';

const http = useHttpMock();

const clientCredentials: CredentialSettings = {
  kind: 'oauth-client-credentials',
  clientId: 'client-1',
  clientSecret: 'client-secret',
};
const password: CredentialSettings = {
  ...clientCredentials,
  kind: 'oauth-password',
  username: 'sla.bridge',
  password: 'pass-word-1',
};

function read({ client, time }: ClientUnderTest): Promise<string> {
  const asked = client.queryPage({
    table: 'incident',
    query: changesFrom(null, null),
    fields: ['sys_id'],
    limit: 1,
  });
  return time.advanceUntil(
    asked.then(
      () => 'ok',
      (error: unknown) => (isServiceNowError(error) ? error.code : String(error)),
    ),
    1,
  );
}

function answerTo(header: string, value: string, times = 1, status = 200): void {
  http(instanceUrl).get(/.*/).times(times).matchHeader(header, value).reply(status, { result: [] });
}

function token(form: Record<string, string>, answer: object, status = 200): void {
  http(instanceUrl).post('/oauth_token.do', form).reply(status, answer);
}

const clientForm = { client_id: 'client-1', client_secret: 'client-secret' };
const clientGrant = { grant_type: 'client_credentials', ...clientForm };
const passwordGrant = {
  grant_type: 'password',
  ...clientForm,
  username: 'sla.bridge',
  password: 'pass-word-1',
};

describe('a credential', () => {
  it('of an API key travels in its own header', async () => {
    answerTo('x-sn-apikey', 'key-1');
    expect(await read(startClient({ credential: { kind: 'api-key', apiKey: 'key-1' } }))).toBe('ok');
  });

  it('of name and password may hold any letters', async () => {
    const credential = { kind: 'basic' as const, username: 'jörg', password: 'a:b' };
    answerTo('authorization', `Basic ${Buffer.from('jörg:a:b', 'utf8').toString('base64')}`);
    expect(await read(startClient({ credential }))).toBe('ok');
  });
});

describe('an OAuth token', () => {
  it('is fetched once for many requests and used until a minute before its end', async () => {
    const under = startClient({ credential: clientCredentials });
    token(clientGrant, { access_token: 't1', expires_in: 1800 });
    answerTo('authorization', 'Bearer t1', 4);
    expect(await Promise.all([read(under), read(under), read(under)])).toEqual(['ok', 'ok', 'ok']);
    under.time.advance(1_700_000);
    expect(await read(under)).toBe('ok');

    under.time.advance(45_000);
    token(clientGrant, { access_token: 't2', expires_in: 1800 });
    answerTo('authorization', 'Bearer t2');
    expect(await read(under)).toBe('ok');
  });

  it('that ServiceNow rejects is renewed once, and the request sent again', async () => {
    const under = startClient({ credential: clientCredentials });
    token(clientGrant, { access_token: 't1', expires_in: 1800 });
    answerTo('authorization', 'Bearer t1', 1, 401);
    token(clientGrant, { access_token: 't2', expires_in: 1800 });
    answerTo('authorization', 'Bearer t2');
    expect(await read(under)).toBe('ok');
    expect(under.client.state().isCredentialRejected).toBe(false);
    expect(under.exchanges.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'token ok',
      'query http_401',
      'token ok',
      'query ok',
    ]);
  });

  it('that is rejected although it is new counts as a rejected credential', async () => {
    const under = startClient({ credential: clientCredentials });
    token(clientGrant, { access_token: 't1', expires_in: 1800 });
    token(clientGrant, { access_token: 't2', expires_in: 1800 });
    answerTo('authorization', 'Bearer t1', 1, 401);
    answerTo('authorization', 'Bearer t2', 1, 401);
    expect(await read(under)).toBe('servicenow-unauthorized');
    expect(under.client.state().isCredentialRejected).toBe(true);
  });

  it('that is refused stops all requests for a while', async () => {
    const under = startClient({ credential: clientCredentials });
    token(clientGrant, { error_description: 'access_denied', error: 'server_error' }, 401);
    expect(await read(under)).toBe('servicenow-unauthorized');
    expect(await read(under)).toBe('servicenow-held');
    expect(under.client.state().failure?.message).not.toContain('client-secret');
  });

  it('that cannot be had leaves the write certainly unsent', async () => {
    const { client, time } = startClient({ credential: clientCredentials });
    token(clientGrant, {}, 503);
    const failure = await time
      .advanceUntil(client.patchRecord('incident', '0123456789abcdef0123456789abcdef', {}, ['sys_id']))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'servicenow-server-error', sent: false, outcome: 'definite' });
    expect(String(failure)).toContain('POST /oauth_token.do');
  });

  it('is used to its end while a new one cannot be had', async () => {
    const under = startClient({ credential: clientCredentials });
    token(clientGrant, { access_token: 't1', expires_in: 1800 });
    answerTo('authorization', 'Bearer t1', 2);
    await read(under);
    under.time.advance(1_750_000);
    token(clientGrant, {}, 503);
    expect(await read(under)).toBe('ok');
  });

  it('that keeps being handed out again does not cause a stream of renewals', async () => {
    const under = startClient({ credential: clientCredentials });
    token(clientGrant, { access_token: 't1', expires_in: 40 });
    answerTo('authorization', 'Bearer t1', 5);
    for (let request = 0; request < 5; request++) {
      expect(await read(under)).toBe('ok');
      under.time.advance(3_000);
    }
  });

  it('of a password is renewed by its refresh token, which may not come anew', async () => {
    const under = startClient({ credential: password });
    const refresh = { grant_type: 'refresh_token', ...clientForm, refresh_token: 'r1' };
    token(passwordGrant, { access_token: 't1', refresh_token: 'r1', expires_in: 1800 });
    answerTo('authorization', 'Bearer t1');
    await read(under);
    for (const next of ['t2', 't3']) {
      under.time.advance(1_790_000);
      token(refresh, { access_token: next, expires_in: 1800 });
      answerTo('authorization', `Bearer ${next}`);
      expect(await read(under)).toBe('ok');
    }
  });

  it('whose refresh token has died is asked for with the password again', async () => {
    const under = startClient({ credential: password });
    token(passwordGrant, { access_token: 't1', refresh_token: 'r1', expires_in: 1800 });
    answerTo('authorization', 'Bearer t1');
    await read(under);
    under.time.advance(1_800_000);
    token(
      { grant_type: 'refresh_token', ...clientForm, refresh_token: 'r1' },
      { error: 'server_error' },
      401,
    );
    token(passwordGrant, { access_token: 't2', expires_in: 1800 });
    answerTo('authorization', 'Bearer t2');
    expect(await read(under)).toBe('ok');
  });

  it('of a key is asked for with a signed assertion, dated by the clock of the instance', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const under = startClient({
      credential: {
        kind: 'oauth-jwt',
        clientId: 'client-1',
        keyId: 'key-7',
        subject: 'sla.bridge',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    });
    let form = new URLSearchParams();
    http(instanceUrl)
      .post('/oauth_token.do', (body: Record<string, string>) => {
        form = new URLSearchParams(body);
        return true;
      })
      .reply(200, { access_token: 't1', expires_in: 1800 });
    answerTo('authorization', 'Bearer t1');
    expect(await read(under)).toBe('ok');

    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [header, payload, signature] = (form.get('assertion') ?? '').split('.') as [string, string, string];
    const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    const at = under.time.now() / 1000;
    expect(decode(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-7' });
    expect(decode(payload)).toEqual({
      iss: 'client-1',
      sub: 'sla.bridge',
      aud: 'client-1',
      iat: Math.floor(at),
      exp: Math.floor(at) + 300,
      jti: 'id-1',
    });
    const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
    expect(verify.verify(publicKey, signature, 'base64url')).toBe(true);
  });

  it('is not asked for while ServiceNow limits our requests', async () => {
    const under = startClient({ credential: clientCredentials });
    token(clientGrant, {}, 429);
    token(clientGrant, { access_token: 't1', expires_in: 1800 });
    answerTo('authorization', 'Bearer t1');
    const startedAt = under.time.now();
    expect(await read(under)).toBe('ok');
    expect(under.time.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  });
});
