import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

export interface HttpMockOptions {
  /** Lets real requests to this machine through, for tests that start a server of their own. */
  readonly allowLoopback?: boolean;
}

/**
 * Replaces the network in every test of a file. A test fails if a request is made that it did not announce, or if an
 * announced one is not made. Returns a function that announces requests to an origin, as nock writes them:
 * `http('https://example.service-now.com').get('/path').query({…}).reply(200, {…})`.
 */
export function useHttpMock(options: HttpMockOptions = {}): (origin: string) => nock.Scope {
  const unexpected: string[] = [];
  const note = (request: Request): void => {
    const { host } = new URL(request.url);
    if (options.allowLoopback !== true || !LOOPBACK.test(host))
      unexpected.push(`${request.method} ${request.url}`);
  };

  beforeEach(() => {
    unexpected.length = 0;
    nock.disableNetConnect();
    if (options.allowLoopback === true) nock.enableNetConnect(LOOPBACK);
    nock.emitter.on('no match', note);
  });

  afterEach(() => {
    const unused = nock.pendingMocks();
    nock.emitter.off('no match', note);
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(unexpected, 'requests that the test did not announce').toEqual([]);
    expect(unused, 'announced requests that were not made').toEqual([]);
  });

  return (origin) => nock(origin);
}
