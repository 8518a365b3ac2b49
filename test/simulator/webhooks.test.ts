import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { CASES, insertCase, START, start, stoppedTime } from './support.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four bytes').toString('base64')}`;

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that keeps what it is sent, and answers with these statuses, the last one for all that follow. */
async function receiver(...statuses: number[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(statuses[received.length - 1] ?? statuses.at(-1) ?? 202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('an announced change', () => {
  it('is a thin payload, signed as Standard Webhooks says', async () => {
    const { url, received } = await receiver();
    // The verifier of the specification's own library judges the timestamp by the machine's clock.
    const simulator = await start({ webhook: { url, secret: SECRET } });
    const sysId = insertCase(simulator);
    simulator.instance.update(CASES, sysId, { state: '10' });
    simulator.instance.delete(CASES, sysId);
    await until(() => received.length === 3);
    const payloads = received.map(({ headers, body }) => {
      new Webhook(SECRET).verify(body, headers as Record<string, string>);
      expect(headers['user-agent']).toBe('ServiceNow/1.0');
      const payload = JSON.parse(body) as Record<string, string>;
      expect(payload['event_id']).toBe(headers['webhook-id']);
      return payload;
    });
    expect(payloads.map((payload) => [payload['operation'], payload['sys_mod_count']]).sort()).toEqual([
      ['delete', '1'],
      ['insert', '0'],
      ['update', '1'],
    ]);
    expect(Object.keys(payloads[0]!)).toEqual([
      'event_id',
      'table',
      'sys_id',
      'operation',
      'sys_mod_count',
      'sys_updated_on',
    ]);
    expect(payloads[0]).toMatchObject({ table: CASES, sys_id: sysId });
  });

  it('bears the time of the instance, right or wrong', async () => {
    const { url, received } = await receiver();
    const simulator = await start({ time: stoppedTime(), webhook: { url, secret: SECRET } });
    simulator.clock.setSkew(600_000);
    insertCase(simulator);
    await until(() => received.length === 1);
    expect(received[0]!.headers['webhook-timestamp']).toBe(String(START / 1000 + 600));
  });

  it('concerns task tables, and no edit that goes past the rules', async () => {
    const { url, received } = await receiver();
    const simulator = await start({ webhook: { url, secret: SECRET } });
    simulator.instance.insert('customer_account', { name: 'Boxeo' });
    simulator.instance.insert(CASES, {}, { workflow: false });
    insertCase(simulator, { number: 'CS0000042' });
    await until(() => received.length > 0 && simulator.webhooks.stats().waiting === 0);
    expect(simulator.webhooks.stats()).toMatchObject({ announced: 1, accepted: 1 });
  });

  it('may be lost or repeated', async () => {
    const { url, received } = await receiver();
    const simulator = await start({ webhook: { url, secret: SECRET, lossProbability: 1 } });
    insertCase(simulator);
    expect(simulator.webhooks.stats()).toMatchObject({ announced: 1, lost: 1, waiting: 0 });
    simulator.webhooks.setTarget({ url, secret: SECRET, repeatProbability: 1 });
    insertCase(simulator);
    await until(() => received.length === 2);
    expect(received[0]!.headers['webhook-id']).toBe(received[1]!.headers['webhook-id']);
  });

  it('is tried again only where the instance was built to', async () => {
    const time = stoppedTime();
    const { url, received } = await receiver(503, 503, 202);
    const simulator = await start({ time, webhook: { url, secret: SECRET } });
    insertCase(simulator);
    await until(() => simulator.webhooks.stats().failed === 1);
    simulator.webhooks.setTarget({ url, secret: SECRET, attempts: 3 });
    insertCase(simulator);
    await until(() => received.length === 2 && simulator.webhooks.stats().waiting === 0);
    time.advance(1000);
    await until(() => simulator.webhooks.stats().accepted === 1);
    expect(received[1]!.headers['webhook-id']).toBe(received[2]!.headers['webhook-id']);
  });
});
