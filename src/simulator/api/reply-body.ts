import type { Reply } from './exchange.ts';

/** The bytes of an answer's body, before compression. */
export function bodyOf(reply: Reply): Buffer {
  if (reply.bytes !== undefined) return Buffer.from(reply.bytes);
  return reply.json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(reply.json));
}
