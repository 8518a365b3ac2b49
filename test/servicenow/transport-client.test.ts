import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isServiceNowError } from '../../src/servicenow/servicenow-error.ts';
import { makeTransport, type Transport } from '../../src/servicenow/transport-client.ts';
import { systemTime } from '../../src/time/time-source.ts';
import { useHttpMock } from '../support/http-mock.ts';

useHttpMock({ allowLoopback: true });

let server: Server | null = null;
let transport: Transport | null = null;

afterEach(() => {
  transport?.close();
  server?.closeAllConnections();
  server?.close();
});

/** A transport to a real server on this machine. */
async function connect(answer: RequestListener, timeoutMs = 5_000): Promise<Transport> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}/`;
  transport = makeTransport({ baseUrl, timeoutMs, maxReplyBytes: 10_000, maxSockets: 2 }, systemTime);
  return transport;
}

function codeOf(promise: Promise<unknown>): Promise<string | null> {
  return promise.then(
    () => null,
    (error: unknown) => (isServiceNowError(error) ? error.code : 'another error'),
  );
}

const request = { method: 'GET' as const, path: '/api/now/table/incident' };

describe('an exchange', () => {
  it('keeps the connection for the next one', async () => {
    const ports = new Set<number | undefined>();
    const { send } = await connect((incoming, outgoing) => {
      ports.add(incoming.socket.remotePort);
      outgoing.end('{}');
    });
    await send(request);
    await send(request);
    expect(ports.size).toBe(1);
  });

  it('has its parameters encoded', async () => {
    let url = '';
    const { send } = await connect((incoming, outgoing) => {
      url = incoming.url ?? '';
      outgoing.end('{}');
    });
    await send({ ...request, parameters: { sysparm_query: 'a=1^b>2 &c' } });
    expect(url).toBe('/api/now/table/incident?sysparm_query=a%3D1%5Eb%3E2+%26c');
  });

  it('is cut off at its deadline even while bytes keep coming', async () => {
    const { send } = await connect((_incoming, outgoing) => {
      const drip = setInterval(() => outgoing.write(' '), 10);
      outgoing.on('close', () => clearInterval(drip));
    }, 80);
    expect(await codeOf(send(request))).toBe('servicenow-timeout');
  });

  it('fails when the connection breaks in the middle of the answer', async () => {
    const { send } = await connect((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'Content-Length': '100' });
      outgoing.write('{"result":', () => outgoing.destroy());
    });
    expect(await codeOf(send(request))).toBe('servicenow-unreachable');
  });

  it('fails when nobody listens', async () => {
    const { send } = await connect(() => {});
    server?.close();
    expect(await codeOf(send(request))).toBe('servicenow-unreachable');
  });

  it('stops reading an answer that is too large', async () => {
    const { send } = await connect((_incoming, outgoing) => {
      outgoing.on('error', () => {});
      outgoing.end('x'.repeat(1_000_000));
    });
    expect(await codeOf(send(request))).toBe('servicenow-too-large');
  });

  it('goes to the configured address, whatever proxy the environment names', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    vi.stubEnv('http_proxy', 'http://127.0.0.1:9');
    const { send } = await connect((_incoming, outgoing) => void outgoing.end('{}'));
    expect((await send(request)).status).toBe(200);
    vi.unstubAllEnvs();
  });

  it('does not follow a redirect', async () => {
    let requests = 0;
    const { send } = await connect((_incoming, outgoing) => {
      requests += 1;
      outgoing.writeHead(302, { Location: '/elsewhere' }).end();
    });
    expect((await send(request)).status).toBe(302);
    expect(requests).toBe(1);
  });
});
