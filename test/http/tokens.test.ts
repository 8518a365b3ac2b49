import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { installErrorHandlers } from '../../src/http/error-handler.ts';
import { registerScope } from '../../src/http/http-server.ts';
import { limitAdmin } from '../../src/http/rate-limit.ts';
import { createAuthenticate, principalOf, requireToken } from '../../src/http/tokens.ts';
import { makeServer } from './make-server.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const authenticate = createAuthenticate([
  { name: 'viewer', role: 'read', sha256: sha256('look') },
  { name: 'ops', role: 'operate', sha256: sha256('äct') },
]);

async function makeGuarded() {
  const made = await makeServer();
  await registerScope(made.server, '/guarded', async (scope) => {
    requireToken(scope, authenticate);
    installErrorHandlers(scope, made.server.methodTable);
    await limitAdmin(scope);
    scope.get('/who', async (request) => principalOf(request));
    scope.post('/act', async () => ({ acted: true }));
    scope.post('/what-if', { config: { role: 'read' } }, async () => ({ asked: true }));
  });
  const ask = (method: 'GET' | 'POST' | 'DELETE', url: string, token?: string) =>
    made.server.inject({
      method,
      url,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  return { ...made, ask };
}

describe('a token', () => {
  it('says who asks and what they may do', () => {
    expect(authenticate('Bearer look')).toEqual({ name: 'viewer', role: 'read' });
    expect(authenticate(`bearer  ${encode('äct')} `)).toEqual({ name: 'ops', role: 'operate' });
  });

  it.each([undefined, '', 'look', 'Basic bG9vaw==', 'Bearer', 'Bearer a b'])('is missing in %j', (header) => {
    expect(() => authenticate(header)).toThrow(expect.objectContaining({ code: 'token-missing' }));
  });

  it.each([
    'Bearer Look',
    'Bearer lookk',
    `Bearer ${sha256('look')}`,
    'Bearer __proto__',
  ])('that is not known is refused: %j', (header) => {
    expect(() => authenticate(header)).toThrow(expect.objectContaining({ code: 'token-unknown' }));
  });

  it('is never valid where none is configured', () => {
    expect(() => createAuthenticate([])('Bearer x')).toThrow(
      expect.objectContaining({ code: 'token-unknown' }),
    );
  });
});

describe('a guarded scope', () => {
  it.each([
    ['GET', '/guarded/who'],
    ['POST', '/guarded/act'],
    ['GET', '/guarded/nothing-here'],
    ['DELETE', '/guarded/who'],
  ] as const)('asks for the token before anything else: %s %s', async (method, url) => {
    const { ask } = await makeGuarded();

    const without = await ask(method, url);
    const unknown = await ask(method, url, 'guess');

    expect([without.statusCode, without.json().code]).toEqual([401, 'token-missing']);
    expect([unknown.statusCode, unknown.json().code]).toEqual([401, 'token-unknown']);
    expect(without.headers['www-authenticate']).toBe('Bearer');
  });

  it('lets a reader look but not act, not even on what is not there', async () => {
    const { ask } = await makeGuarded();

    expect((await ask('GET', '/guarded/who', 'look')).json()).toEqual({ name: 'viewer', role: 'read' });
    expect((await ask('POST', '/guarded/act', 'look')).json().code).toBe('role-insufficient');
    expect((await ask('POST', '/guarded/nothing-here', 'look')).json().code).toBe('role-insufficient');
    expect((await ask('POST', '/guarded/what-if', 'look')).json()).toEqual({ asked: true });
  });

  it('tells those who may come in that an address or a method is wrong', async () => {
    const { ask } = await makeGuarded();

    expect((await ask('GET', '/guarded/nothing-here', 'look')).json().code).toBe('not-found');
    expect((await ask('DELETE', '/guarded/who', encode('äct'))).json().code).toBe('method-not-allowed');
  });

  it('allows each token its own number of requests, over all routes together', async () => {
    const { ask } = await makeGuarded();

    for (let index = 0; index < 1200; index++) await ask('GET', '/guarded/who', 'look');
    const tooMany = await ask('GET', '/guarded/who', 'look');
    const other = await ask('POST', '/guarded/act', encode('äct'));

    expect([tooMany.statusCode, tooMany.json().code]).toEqual([429, 'rate-limited']);
    expect(Number(tooMany.headers['retry-after'])).toBeGreaterThan(0);
    expect(other.statusCode).toBe(200);
  });
});

/** A header travels as bytes, which Node reads as Latin-1. */
function encode(token: string): string {
  return Buffer.from(token, 'utf8').toString('latin1');
}
