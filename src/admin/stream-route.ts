import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import type { EventFeed, StreamEvent } from './event-feed.ts';
import { streamEvents } from './stream-json.ts';

export interface StreamParts {
  readonly feed: EventFeed;
  readonly time: TimeSource;
  readonly metrics: Metrics;
}

/** Proxies close connections on which nothing is heard. */
const HEARTBEAT_MS = 15 * SECOND_MS;

/** A watcher who does not read is let go; it comes back and goes on from its last event. */
const LARGEST_BACKLOG_BYTES = 1024 * 1024;

/** The events' data stand in the document by name, for an answer that does not end has no schema of its own. */
const schema = routeSchema({
  operationId: 'watchEvents',
  group: 'service',
  summary: 'Watch what happens, as server-sent events',
  description: `Each event has an \`id\` (a growing number), a name and data as JSON: ${Object.entries(
    streamEvents,
  )
    .map(([name, data]) => `\`${name}\` (${data.meta()?.id})`)
    .join(
      ', ',
    )}. A client that comes back with \`Last-Event-ID\` is told what it missed. A comment comes at once and every 15 s.`,
  querystring: z.strictObject({}),
  response: {
    200: {
      content: {
        'text/event-stream': {
          schema: z
            .string()
            .meta({ examples: ['id: 1772619330001\nevent: sync\ndata: {"table":"incident"}\n\n'] }),
          parts: Object.values(streamEvents),
        },
      },
    },
  },
});

/** `GET /admin/stream`: what happens, as server-sent events. */
export function registerStream(scope: HttpServer, parts: StreamParts): void {
  const watchers = new Set<ServerResponse>();
  scope.get(
    '/stream',
    { schema, exposeHeadRoute: false, config: { isLongLived: true } },
    (request, reply) => {
      reply.hijack();
      const lastId = Number(request.headers['last-event-id'] ?? Number.NaN);
      const { raw } = reply;
      raw.writeHead(200, {
        ...headersOf(reply.getHeaders()),
        'content-type': 'text/event-stream; charset=utf-8',
      });
      watchers.add(raw);
      parts.metrics.streamClients.set({}, watchers.size);
      const stop = watch(raw, parts, lastId);
      raw.on('close', () => {
        stop();
        watchers.delete(raw);
        parts.metrics.streamClients.set({}, watchers.size);
      });
    },
  );
  // A stream never ends by itself, and closing the server waits for every answer.
  scope.addHook('preClose', async () => {
    for (const raw of watchers) raw.end();
  });
}

/** Sends a comment at once and every 15 s, and every event; returns how to stop. */
function watch(raw: ServerResponse, { feed, time }: StreamParts, lastId: number): () => void {
  let cancel = (): void => {};
  const beat = (): void => {
    write(raw, ':\n\n');
    cancel = time.after(HEARTBEAT_MS, beat);
  };
  beat();
  if (Number.isSafeInteger(lastId)) for (const event of feed.since(lastId)) write(raw, frame(event));
  const unsubscribe = feed.subscribe((event) => write(raw, frame(event)));
  return () => {
    cancel();
    unsubscribe();
  };
}

function frame({ id, event, data }: StreamEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function write(raw: ServerResponse, text: string): void {
  if (raw.writableLength > LARGEST_BACKLOG_BYTES) raw.destroy();
  else if (!raw.writableEnded) raw.write(text);
}

/** The headers that hooks have put on every answer; a hijacked one has to carry them itself. */
function headersOf(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const entries = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
