import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HttpProblem } from '../../src/http/problem.ts';
import { BODY_LIMIT_BYTES, type ServerOptions } from '../../src/http/server.ts';
import { makeServer } from './make-server.ts';

async function makeEcho(given: Partial<ServerOptions> = {}) {
  const made = await makeServer(given);
  const querystring = z.strictObject({ limit: z.coerce.number().int().max(10).optional() });
  const body = z.strictObject({ name: z.string(), inner: z.looseObject({}).optional() });
  made.server.get('/things/:id', { schema: { querystring } }, async (request) => ({
    limit: request.query.limit,
  }));
  made.server.post('/things', { schema: { body } }, async (request) => ({ got: request.body }));
  made.server.get('/broken', async () => {
    throw new Error('the password is hunter2');
  });
  made.server.get('/refused', async () => {
    throw new HttpProblem('escalation-too-early', { detail: 'Wait.', members: { earliestAt: 'then' } });
  });
  return made;
}

const json = { 'content-type': 'application/json' };

describe('a refusal', () => {
  it.each([
    ['an address that is none', { method: 'GET', url: '/nothing' }, 404, 'not-found'],
    ['a method that is not taken', { method: 'DELETE', url: '/things/1' }, 405, 'method-not-allowed'],
    ['an unknown parameter', { method: 'GET', url: '/things/1?limitt=1' }, 400, 'query-invalid'],
    ['a parameter given twice', { method: 'GET', url: '/things/1?limit=1&limit=2' }, 400, 'query-invalid'],
    ['a parameter out of range', { method: 'GET', url: '/things/1?limit=11' }, 400, 'query-invalid'],
    [
      'a parameter that reaches for the prototype',
      { method: 'GET', url: '/things/1?__proto__=1' },
      400,
      'query-invalid',
    ],
    ['a malformed address', { method: 'GET', url: '/things/%zz' }, 400, 'url-malformed'],
    ['no body', { method: 'POST', url: '/things' }, 400, 'body-invalid'],
    ['an empty body', { method: 'POST', url: '/things', headers: json, payload: '' }, 400, 'body-invalid'],
    [
      'a body that is not JSON',
      { method: 'POST', url: '/things', headers: json, payload: '{' },
      400,
      'body-invalid',
    ],
    [
      'an unknown field',
      { method: 'POST', url: '/things', payload: { name: 'a', nam: 'b' } },
      400,
      'body-invalid',
    ],
    [
      'a body that sets __proto__',
      {
        method: 'POST',
        url: '/things',
        headers: json,
        payload: '{"name":"a","__proto__":{"role":"operate"}}',
      },
      400,
      'body-invalid',
    ],
    [
      'a body that sets constructor.prototype',
      {
        method: 'POST',
        url: '/things',
        headers: json,
        payload: '{"name":"a","inner":{"constructor":{"prototype":{"x":1}}}}',
      },
      400,
      'body-invalid',
    ],
    [
      'a body of another type',
      { method: 'POST', url: '/things', headers: { 'content-type': 'text/plain' }, payload: 'name=a' },
      415,
      'content-type-unsupported',
    ],
    [
      'a body above the limit',
      { method: 'POST', url: '/things', payload: { name: 'a'.repeat(BODY_LIMIT_BYTES) } },
      413,
      'payload-too-large',
    ],
    ['a fault of ours', { method: 'GET', url: '/broken' }, 500, 'internal'],
    ['a refusal of the route', { method: 'GET', url: '/refused' }, 409, 'escalation-too-early'],
  ] as const)('for %s is problem+json with a stable code', async (_what, request, status, code) => {
    const { server } = await makeEcho();

    const response = await server.inject(request as never);

    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.json()).toMatchObject({ status, code, type: `urn:sla-bridge:problem:${code}` });
    expect(response.json().title).toEqual(expect.any(String));
  });

  it('says which fields were wrong', async () => {
    const { server } = await makeEcho();

    const response = await server.inject({ method: 'POST', url: '/things', payload: { name: 1 } });

    expect(response.json().faults).toEqual([{ path: 'name', message: expect.any(String) }]);
  });

  it('of a method names those that are taken', async () => {
    const { server } = await makeEcho();

    const response = await server.inject({ method: 'PUT', url: '/things/1' });

    expect(response.headers.allow).toBe('GET, HEAD');
  });

  it('for a fault of ours tells the client nothing but where to look in the log', async () => {
    const { server, logged } = await makeEcho();

    const response = await server.inject('/broken');

    expect(response.body).not.toContain('hunter2');
    expect(response.json().requestId).toBe('request-1');
    expect(logged()).toContain('"reqId":"request-1"');
    expect(logged()).toContain('the password is hunter2');
  });

  it('carries the members that its code promises', async () => {
    const { server } = await makeEcho();

    expect((await server.inject('/refused')).json()).toMatchObject({ detail: 'Wait.', earliestAt: 'then' });
  });
});

describe('every answer', () => {
  it('forbids scripts, framing and storing', async () => {
    const { server } = await makeEcho();

    const { headers } = await server.inject('/things/1');

    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-request-id']).toBe('request-1');
  });

  it('is counted by route template, and unknown paths and methods add no more than one series each', async () => {
    const { server, telemetry } = await makeEcho();

    for (let index = 0; index < 50; index++) {
      await server.inject(`/things/${index}`);
      await server.inject(`/random/${index}`);
    }
    await server.inject({ method: 'PROPFIND' as never, url: '/things/1' });

    const { body } = await telemetry.expose('text');
    const counts = body.split('\n').filter((line) => line.startsWith('http_request_duration_seconds_count'));
    expect(counts).toEqual([
      'http_request_duration_seconds_count{method="GET",route="/things/:id",status_class="2xx"} 50',
      'http_request_duration_seconds_count{method="GET",route="unmatched",status_class="4xx"} 50',
      'http_request_duration_seconds_count{method="other",route="unmatched",status_class="4xx"} 1',
    ]);
  });
});

describe('a connection', () => {
  /** Sends a text and returns everything that comes back until the server closes. */
  async function send(text: string, given: Partial<ServerOptions> = {}): Promise<string> {
    const { server } = await makeEcho(given);
    await server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = server.server.address() as { port: number };
    return new Promise((resolve) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('close', () => resolve(answer));
    });
  }

  it('on which something else than HTTP comes is told so in problem+json, and closed', async () => {
    const answer = await send('NOT HTTP\r\n\r\n');

    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('"code":"request-malformed"');
  });

  it('with too many headers is closed', async () => {
    const answer = await send(`GET /things/1 HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`);

    expect(answer).toContain('"code":"headers-too-large"');
  });

  it.each([
    ['headers', 'GET /things/1 HTTP/1.1\r\nHost: a\r\n'],
    [
      'body',
      'POST /things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    ],
  ])('whose %s never arrive whole is closed in time', async (_what, text) => {
    const answer = await send(text, { requestTimeoutMs: 50 });

    expect(answer).toContain('"code":"request-timeout"');
  });
});
