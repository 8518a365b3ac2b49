import { get, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createEventFeed } from '../../src/admin/event-feed.ts';
import { registerStream } from '../../src/admin/stream-route.ts';
import { makeServer } from '../http/make-server.ts';
import { virtualTime } from '../support/virtual-time.ts';

const START = 1_000_000;

const message = { ticket: 'CS1', kind: 'escalation', state: 'pending' } as const;

async function openStreams() {
  const made = await makeServer();
  const time = virtualTime(START);
  const feed = createEventFeed(START);
  registerStream(made.server, { feed, time, metrics: made.telemetry.metrics });
  const url = await made.server.listen({ port: 0, host: '127.0.0.1' });
  const connect = async (headers: Record<string, string> = {}) => {
    const response = await new Promise<IncomingMessage>((resolve) => {
      get(`${url}/stream`, { headers }, resolve);
    });
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    const closed = new Promise<void>((resolve) => {
      response.on('close', () => resolve());
    });
    const until = async (part: string): Promise<string> => {
      while (!text.includes(part)) await new Promise(setImmediate);
      return text;
    };
    return { response, closed, until, text: () => text };
  };
  return { ...made, time, feed, connect };
}

describe('the event stream', () => {
  it('begins with a comment at once and says one every 15 s', async () => {
    const { connect, time } = await openStreams();
    const { response, until } = await connect();

    await until(':\n\n');
    time.advance(15_000);
    await until(':\n\n:\n\n');

    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('tells every watcher what happens, numbered', async () => {
    const { connect, feed } = await openStreams();
    const [one, other] = [await connect(), await connect()];
    await Promise.all([one.until(':'), other.until(':')]);

    feed.publish('outbox', { id: 'two\nlines', ticket: 'CS1', kind: 'escalation', state: 'dead' });

    const frame = `id: ${START + 1}\nevent: outbox\ndata: {"id":"two\\nlines","ticket":"CS1","kind":"escalation","state":"dead"}\n\n`;
    expect(await one.until(frame)).toBe(`:\n\n${frame}`);
    expect(await other.until(frame)).toBe(`:\n\n${frame}`);
  });

  it('goes on for a watcher who comes back where it stopped', async () => {
    const { connect, feed } = await openStreams();
    feed.publish('outbox', { id: 'a', ...message });
    feed.publish('outbox', { id: 'b', ...message });

    const back = await connect({ 'last-event-id': String(START + 1) });
    const anew = await connect();

    expect(await back.until('"b"')).not.toContain('"a"');
    await anew.until(':');
    expect(anew.text()).toBe(':\n\n');
  });

  it('ends when the server closes, and counts who watches', async () => {
    const { connect, server, telemetry } = await openStreams();
    const watching = async () => /stream_clients (\d)/.exec((await telemetry.expose('text')).body)?.[1];
    const { closed, until } = await connect();
    await until(':');
    expect(await watching()).toBe('1');

    await server.close();

    await closed;
    expect(await watching()).toBe('0');
  });
});
