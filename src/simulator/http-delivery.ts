import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Reply } from './api/exchange.ts';
import { bodyOf } from './api/reply-body.ts';
import type { SimulatorTime } from './time/simulator-time.ts';

/** What an answer needs besides itself to be put on the wire. */
export interface DeliveryContext {
  readonly time: SimulatorTime;
  /** The headers that every answer of the instance bears. */
  readonly commonHeaders: Readonly<Record<string, string | string[]>>;
  readonly gzip: boolean;
}

/** Sends an answer in the way it asks for; resolves when the simulator is done with it. */
export async function deliver(
  response: ServerResponse,
  reply: Reply,
  context: DeliveryContext,
): Promise<void> {
  const delivery = reply.delivery ?? { kind: 'whole' };
  if (delivery.kind === 'never') return;
  if (delivery.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const body = writeHead(response, reply, context);
  if (delivery.kind === 'cut') await cutOff(response, body.subarray(0, delivery.afterBytes));
  else if (delivery.kind === 'drip') drip(response, body, delivery.bytesPerSecond, context.time);
  else response.end(body);
}

function writeHead(response: ServerResponse, reply: Reply, context: DeliveryContext): Buffer {
  const plain = bodyOf(reply);
  const isCompressed = context.gzip && plain.length > 0;
  const body = isCompressed ? gzipSync(plain) : plain;
  response.writeHead(reply.status, {
    ...context.commonHeaders,
    ...(reply.json === undefined ? {} : { 'Content-Type': 'application/json;charset=UTF-8' }),
    ...(isCompressed ? { 'Content-Encoding': 'gzip' } : {}),
    ...(reply.status === 204 ? {} : { 'Content-Length': String(body.length) }),
    ...reply.headers,
  });
  return body;
}

/** The connection breaks once these bytes have left. */
function cutOff(response: ServerResponse, part: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.write(part, () => {
      response.socket?.destroy();
      resolve();
    });
  });
}

const DRIP_EVERY_MS = 50;

function drip(response: ServerResponse, body: Buffer, bytesPerSecond: number, time: SimulatorTime): void {
  const step = Math.max(1, Math.round((bytesPerSecond * DRIP_EVERY_MS) / 1000));
  const send = (from: number): void => {
    if (response.destroyed) return;
    if (from >= body.length) {
      response.end();
      return;
    }
    response.write(body.subarray(from, from + step));
    time.after(DRIP_EVERY_MS, () => send(from + step));
  };
  send(0);
}
