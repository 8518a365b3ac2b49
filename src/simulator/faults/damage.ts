import type { Reply } from '../api/exchange.ts';
import { bodyOf } from '../api/reply-body.ts';
import type { FaultOrder } from './fault.ts';

const CANCELLED = {
  detail: 'Transaction cancelled: maximum execution time exceeded. Check logs for error trace.',
  message: 'Transaction cancelled: maximum execution time exceeded',
};

const JSON_HEADERS = { 'Content-Type': 'application/json;charset=UTF-8' };

function rowsOf(reply: Reply): unknown[] | null {
  const { result } = (reply.json ?? {}) as { result?: unknown };
  return Array.isArray(result) ? result : null;
}

function withRows(reply: Reply, change: (rows: unknown[]) => unknown[]): Reply {
  const rows = rowsOf(reply);
  return rows === null ? reply : { ...reply, json: { ...(reply.json as object), result: change(rows) } };
}

function withBytes(reply: Reply, bytes: Buffer | string): Reply {
  const { json: _json, ...rest } = reply;
  return { ...rest, headers: { ...JSON_HEADERS, ...reply.headers }, bytes };
}

function cutPlace(body: Buffer, { at = 0.6 }: FaultOrder): number {
  return Math.max(1, Math.floor(body.length * at));
}

/** A well-formed answer whose JSON simply stops. */
export function truncateJson(reply: Reply, order: FaultOrder): Reply {
  const body = bodyOf(reply);
  return withBytes(reply, body.subarray(0, cutPlace(body, order)));
}

/** The connection breaks in the middle of the body. */
export function cutConnection(reply: Reply, order: FaultOrder): Reply {
  return { ...reply, delivery: { kind: 'cut', afterBytes: cutPlace(bodyOf(reply), order) } };
}

/** Some bytes in the middle are not what they were. */
export function damageJson(reply: Reply, order: FaultOrder): Reply {
  const body = Buffer.from(bodyOf(reply));
  body.write('\u0000}{', cutPlace(body, order), 'latin1');
  return withBytes(reply, body);
}

/**
 * The transaction is cancelled while rows are being written: status 200 has left already, the last row ends in a
 * stray empty text, and an error follows the array.
 */
export function cancelMidStream(reply: Reply, { at = 0.6 }: FaultOrder): Reply {
  const rows = rowsOf(reply);
  if (rows === null) return { ...reply, status: 200, json: { error: CANCELLED, status: 'failure' } };
  const written = rows.slice(0, Math.floor(rows.length * at)).map((row) => JSON.stringify(row));
  const error = JSON.stringify({ error: CANCELLED, status: 'failure' }).slice(1);
  return withBytes(reply, `{"result":[${written.join(',')}""],${error}`);
}

/** Valid JSON, status 200, some of the rows, and an error beside them. */
export function withErrorBeside(reply: Reply, { at = 0.6 }: FaultOrder): Reply {
  const short = withRows(reply, (rows) => rows.slice(0, Math.floor(rows.length * at)));
  return { ...short, json: { ...(short.json as object), error: CANCELLED, status: 'failure' } };
}

/** Rows are missing from the end of the page; the announced count stays. */
export function dropRows(reply: Reply, { rows = 1 }: FaultOrder): Reply {
  return withRows(reply, (all) => all.slice(0, Math.max(0, all.length - rows)));
}

/** The first rows of the page come twice. */
export function repeatRows(reply: Reply, { rows = 1 }: FaultOrder): Reply {
  return withRows(reply, (all) => [...all.slice(0, rows), ...all]);
}

/** The announced total is off. */
export function shiftTotal(reply: Reply, { by = 1 }: FaultOrder): Reply {
  const total = reply.headers?.['X-Total-Count'];
  if (total === undefined) return reply;
  return {
    ...reply,
    headers: { ...reply.headers, 'X-Total-Count': String(Math.max(0, Number(total) + by)) },
  };
}

export function dripSlowly(reply: Reply, { bytesPerSecond = 100 }: FaultOrder): Reply {
  return { ...reply, delivery: { kind: 'drip', bytesPerSecond } };
}
