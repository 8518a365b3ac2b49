import { describe, expect, it } from 'vitest';
import { changesFrom } from '../../src/servicenow/queries.ts';
import { ServiceNowError } from '../../src/servicenow/servicenow-error.ts';
import { useHttpMock } from '../support/http-mock.ts';
import { type ClientUnderTest, instanceUrl, startClient } from '../support/servicenow-client.ts';

const http = useHttpMock();
const sysId = '0123456789abcdef0123456789abcdef';

function read({ client }: ClientUnderTest): Promise<unknown> {
  return client.queryPage({
    table: 'incident',
    query: changesFrom(null, null),
    fields: ['sys_id'],
    limit: 1,
  });
}

function write({ client }: ClientUnderTest): Promise<unknown> {
  return client.patchRecord('incident', sysId, { escalation: '1' }, ['sys_id']);
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof ServiceNowError ? error.code : String(error)),
  );

describe('after a 429', () => {
  it('nothing of that credential leaves before Retry-After, not even a write', async () => {
    const under = startClient();
    const { time } = under;
    const limitedAt = time.now();
    const leftAt: number[] = [];
    const answer = (result: unknown) => () => {
      leftAt.push(time.now());
      return { result };
    };
    http(instanceUrl)
      .get(/.*/)
      .reply(429, { error: { message: 'Rate limit exceeded' } }, { 'Retry-After': '5' });
    http(instanceUrl).patch(/.*/).reply(200, answer({})).get(/.*/).times(2).reply(200, answer([]));
    const later = (delayMs: number, ask: (under: ClientUnderTest) => Promise<unknown>) =>
      new Promise((resolve) => time.after(delayMs, () => resolve(ask(under))));

    await time.advanceUntil(Promise.all([read(under), later(1_000, write), later(2_000, read)]));

    expect(leftAt).toHaveLength(3);
    for (const at of leftAt) expect(at - limitedAt).toBeGreaterThanOrEqual(5_000);
  });

  it('that asks for an hour, the caller is told at once and nothing is sent', async () => {
    const under = startClient();
    http(instanceUrl).patch(/.*/).reply(429, {}, { 'Retry-After': '3600' });
    expect(await codeOf(under.time.advanceUntil(write(under)))).toBe('servicenow-rate-limited');
    const failure = await write(under).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'servicenow-held', sent: false, outcome: 'definite' });
    expect((failure as ServiceNowError).retryAfterMs).toBeGreaterThan(3_500_000);
    expect(under.client.state()).toMatchObject({ hold: { reason: 'rate-limited' }, isCircuitOpen: false });
  });

  it('a rule of the instance is told from an instance without room', async () => {
    const messages: string[] = [];
    const withRule: Record<string, string> = { 'X-RateLimit-Limit': '100', 'Retry-After': '1' };
    for (const headers of [withRule, {}]) {
      const under = startClient();
      http(instanceUrl).patch(/.*/).reply(429, {}, headers);
      const failure = await under.time.advanceUntil(write(under)).catch((error: unknown) => error);
      messages.push(String(failure));
    }
    expect(messages[0]).toContain('rate limit rule');
    expect(messages[1]).toContain('no room');
  });

  it('the quota that ServiceNow announced is known', async () => {
    const under = startClient();
    const headers = {
      'X-RateLimit-Limit': '100',
      'X-RateLimit-Reset': '1772445600',
      'X-RateLimit-Rule': 'r1',
    };
    http(instanceUrl).get(/.*/).reply(200, { result: [] }, headers);
    await under.time.advanceUntil(read(under));
    expect(under.client.state().quota).toEqual({ limitPerHour: 100, resetAt: 1_772_445_600_000, rule: 'r1' });
  });
});

describe('a credential that is rejected', () => {
  it('is left alone, said to be rejected, and recovers by itself', async () => {
    const under = startClient();
    http(instanceUrl)
      .get(/.*/)
      .reply(401, { error: { message: 'User Not Authenticated' }, status: 'failure' });
    expect(await codeOf(under.time.advanceUntil(read(under)))).toBe('servicenow-unauthorized');

    expect(await codeOf(read(under))).toBe('servicenow-held');
    expect(under.client.state()).toMatchObject({
      isCredentialRejected: true,
      hold: { reason: 'credential-rejected' },
      failure: { code: 'servicenow-unauthorized' },
    });

    under.time.advance(1_000);
    http(instanceUrl).get(/.*/).reply(200, { result: [] });
    expect(await codeOf(under.time.advanceUntil(read(under)))).toBe('ok');
    expect(under.client.state()).toMatchObject({ isCredentialRejected: false, hold: null, failure: null });
  });
});

describe('an instance that is down', () => {
  it('is asked by one request at a time until it answers again', async () => {
    const under = startClient();
    http(instanceUrl)
      .get(/.*/)
      .times(5)
      .replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
    expect(await codeOf(under.time.advanceUntil(read(under)))).toBe('servicenow-unreachable');
    expect(await codeOf(under.time.advanceUntil(read(under)))).toBe('servicenow-held');
    expect(under.client.state()).toMatchObject({ isCircuitOpen: true, hold: { reason: 'failing' } });
    under.time.advance(5_000);
    expect(under.client.state()).toMatchObject({ isCircuitOpen: true, hold: null });
    http(instanceUrl).get(/.*/).delay(20).reply(200, { result: [] });
    const probe = codeOf(read(under));
    expect(await codeOf(read(under))).toBe('servicenow-held');
    expect(await codeOf(read(under))).toBe('servicenow-held');
    expect(await under.time.advanceUntil(probe, 1)).toBe('ok');
    expect(under.client.state().isCircuitOpen).toBe(false);
  });
});

describe('requests at the same time', () => {
  it('are no more than the configured number', async () => {
    const under = startClient({ limits: { concurrency: 2, requestsPerSecond: null } });
    let running = 0;
    let most = 0;
    http(instanceUrl)
      .get(/.*/)
      .times(8)
      .reply(200, async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 3));
        running -= 1;
        return { result: [] };
      });
    await under.time.advanceUntil(Promise.all(Array.from({ length: 8 }, () => read(under))), 1);
    expect(most).toBe(2);
  });
});

describe('stopping', () => {
  it('ends the waiting for a rate limit; the write was certainly not sent', async () => {
    const under = startClient();
    http(instanceUrl).patch(/.*/).reply(429, {}, { 'Retry-After': '30' });
    await codeOf(under.time.advanceUntil(write(under)));
    const stop = new AbortController();
    const waiting = under.client.patchRecord('incident', sysId, {}, ['sys_id'], stop.signal);
    under.time.after(100, () => stop.abort());
    const failure = await under.time.advanceUntil(waiting).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'servicenow-stopped', sent: false, outcome: 'definite' });
  });
});
