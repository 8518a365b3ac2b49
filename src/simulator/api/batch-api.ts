import { STATUS_CODES } from 'node:http';
import { unreadableBody, wrongMethod } from './errors.ts';
import type { ApiRequest, Call, Reply } from './exchange.ts';
import { bodyOf } from './reply-body.ts';
import { readJsonObject } from './request-body.ts';
import type { ApiServices } from './services.ts';

interface BatchItem {
  readonly id?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  /** Base64. */
  readonly body?: string;
  readonly exclude_response_headers?: boolean;
}

/** `POST /api/now/v1/batch`: several requests in one, each answered on its own. */
export async function answerBatch(call: Call, services: ApiServices): Promise<Reply> {
  if (call.request.method !== 'POST') return wrongMethod();
  const batch = readBatch(call.request);
  if (batch === null) return unreadableBody('A batch needs a list of rest_requests');
  const serviced: unknown[] = [];
  for (const item of batch.items) {
    const startedAt = services.clock.now();
    const reply = await services.submit(toRequest(item, call.request));
    serviced.push({ ...describeReply(item, reply), execution_time: services.clock.now() - startedAt });
  }
  const json = { batch_request_id: batch.id, serviced_requests: serviced, unserviced_requests: [] };
  return { status: 200, json };
}

function readBatch(request: ApiRequest): { id: string; items: readonly BatchItem[] } | null {
  try {
    const body = readJsonObject(request);
    const items = body?.['rest_requests'];
    if (!Array.isArray(items)) return null;
    return { id: String(body?.['batch_request_id'] ?? ''), items: items as BatchItem[] };
  } catch {
    return null;
  }
}

/** An item is sent by whoever sent the batch, whatever its own headers say. */
function toRequest(item: BatchItem, batch: ApiRequest): ApiRequest {
  const own = Object.fromEntries((item.headers ?? []).map(({ name, value }) => [name.toLowerCase(), value]));
  const { authorization, 'x-sn-apikey': apiKey } = batch.headers;
  return {
    method: (item.method ?? 'GET').toUpperCase(),
    url: new URL(item.url ?? '/', batch.url.origin),
    headers: {
      ...own,
      ...(authorization === undefined ? {} : { authorization }),
      ...(apiKey === undefined ? {} : { 'x-sn-apikey': apiKey }),
    },
    body: Buffer.from(item.body ?? '', 'base64'),
    certificateName: batch.certificateName,
  };
}

function describeReply(item: BatchItem, reply: Reply): Record<string, unknown> {
  const headers = { 'Content-Type': 'application/json;charset=UTF-8', ...reply.headers };
  return {
    id: item.id ?? '',
    body: bodyOf(reply).toString('base64'),
    status_code: reply.status,
    status_text: STATUS_CODES[reply.status] ?? '',
    headers: item.exclude_response_headers
      ? []
      : Object.entries(headers).map(([name, value]) => ({ name, value })),
  };
}
