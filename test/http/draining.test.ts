import { describe, expect, it } from 'vitest';
import { closeServer, refuseWhileDraining } from '../../src/http/draining.ts';
import { virtualTime } from '../support/virtual-time.ts';
import { makeServer } from './make-server.ts';

async function listen() {
  const made = await makeServer();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = (): void => {};
  const isUnderWay = new Promise<void>((resolve) => {
    begun = resolve;
  });
  made.server.get('/slow', async () => {
    begun();
    await held;
    return { done: true };
  });
  await made.server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = made.server.server.address() as { port: number };
  return { ...made, release, isUnderWay, url: `http://127.0.0.1:${port}/slow` };
}

describe('stopping', () => {
  it('waits for a request that is under way', async () => {
    const { server, url, release, isUnderWay } = await listen();
    const answer = fetch(url);
    await isUnderWay;

    const closed = closeServer(server, virtualTime(0), 20_000);
    release();

    expect(await (await answer).json()).toEqual({ done: true });
    await closed;
  });

  it('cuts what is not done in time', async () => {
    const { server, url, isUnderWay } = await listen();
    const answer = fetch(url).then(
      () => 'answered',
      () => 'cut',
    );
    await isUnderWay;
    const time = virtualTime(0);

    const closed = closeServer(server, time, 20_000);
    time.advance(20_000);

    expect(await answer).toBe('cut');
    await closed;
  });

  it('takes nothing new in, and says when to come again', async () => {
    const { server, draining } = await makeServer();
    server.post('/in', { onRequest: refuseWhileDraining(draining) }, async () => ({ taken: true }));

    const before = await server.inject({ method: 'POST', url: '/in' });
    draining.begin();
    const after = await server.inject({ method: 'POST', url: '/in' });

    expect(before.json()).toEqual({ taken: true });
    expect(after.statusCode).toBe(503);
    expect(after.json().code).toBe('draining');
    expect(after.headers['retry-after']).toBe('5');
  });
});
