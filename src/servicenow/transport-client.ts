import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { getCACertificates, type SecureContextOptions } from 'node:tls';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { Instant } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { explainNetworkError } from './network-failure.ts';
import type { Reply } from './reply.ts';
import { ServiceNowError, type ServiceNowFailure } from './servicenow-error.ts';

export interface TlsMaterial {
  /** PEM texts. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly ca?: string | undefined;
}

export interface TransportSettings {
  /** Of the instance, e.g. `https://example.service-now.com`; a path in front of `/api` is kept. */
  readonly baseUrl: string;
  /** Per request, from sending to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxReplyBytes: number;
  readonly maxSockets: number;
  readonly tls?: TlsMaterial | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'PATCH' | 'POST';
  /** Begins with `/`; without parameters. */
  readonly path: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TimedReply extends Reply {
  readonly sentAt: Instant;
  /** When the head of the answer was there. */
  readonly answeredAt: Instant;
}

/** One HTTP exchange at a time, without any idea of ServiceNow but its address. */
export interface Transport {
  /** Throws {@link ServiceNowError}: `-unreachable`, `-tls`, `-timeout`, `-too-large`, `-stopped`. Any status is an answer. */
  send(request: HttpRequest, signal?: AbortSignal): Promise<TimedReply>;
  /** Closes the connections that are kept open. */
  close(): void;
}

/** Opens no connection yet. */
export function makeTransport(settings: TransportSettings, time: TimeSource): Transport {
  const agentOptions = { keepAlive: true, maxSockets: settings.maxSockets };
  const httpAgent = new HttpAgent(agentOptions);
  const httpsAgent = new HttpsAgent({ ...agentOptions, ...presentTls(settings.tls ?? {}) });
  const http = axios.create({
    httpAgent,
    httpsAgent,
    // A credential goes to the configured address and nowhere else: no redirect, no proxy from the environment.
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    validateStatus: () => true,
    transformRequest: (body: unknown) => body,
    headers: { Accept: 'application/json', 'User-Agent': 'sla-bridge' },
  });
  return {
    send: (request, signal) => exchange(http, settings, time, request, signal),
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

/** A private authority is trusted beside the well-known ones, not instead of them. */
function presentTls({ cert, key, ca }: TlsMaterial): SecureContextOptions {
  return {
    ...(cert === undefined ? {} : { cert, key }),
    ...(ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }),
  };
}

/** Why an exchange was cut off by us; handed to the abort so that the failure can be told apart from the network's. */
type CutReason = 'timeout' | 'too-large' | 'stopped';

async function exchange(
  http: AxiosInstance,
  settings: TransportSettings,
  time: TimeSource,
  request: HttpRequest,
  signal?: AbortSignal,
): Promise<TimedReply> {
  const cut = new AbortController();
  const cutOff = (reason: CutReason) => (): void => cut.abort(reason);
  const stop = cutOff('stopped');
  const cancelDeadline = time.after(settings.timeoutMs, cutOff('timeout'));
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  const sentAt = time.now();
  try {
    const response = await http.request<Readable>(describeRequest(settings.baseUrl, request, cut.signal));
    const answeredAt = time.now();
    const body = await readBody(response.data, settings.maxReplyBytes, cut);
    return { status: response.status, headers: readHeaders(response), body, sentAt, answeredAt };
  } catch (error) {
    throw explainFailure(error, cut.signal, request, settings);
  } finally {
    cancelDeadline();
    signal?.removeEventListener('abort', stop);
  }
}

function describeRequest(baseUrl: string, request: HttpRequest, signal: AbortSignal) {
  const search = new URLSearchParams(request.parameters).toString();
  const url = baseUrl.replace(/\/+$/, '') + request.path + (search === '' ? '' : `?${search}`);
  return { method: request.method, url, headers: { ...request.headers }, data: request.body, signal };
}

function readHeaders(response: AxiosResponse): Record<string, string | undefined> {
  const entries = Object.entries(response.headers).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return Object.fromEntries(entries) as Record<string, string | undefined>;
}

/** Reads to the last byte. The limit holds for the decompressed text, so that a small packet cannot fill the memory. */
async function readBody(stream: Readable, maxBytes: number, cut: AbortController): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const destroy = (): void => void stream.destroy(new Error('cut off'));
  cut.signal.addEventListener('abort', destroy);
  if (cut.signal.aborted) destroy();
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) cut.abort('too-large' satisfies CutReason);
    else chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function explainFailure(
  error: unknown,
  signal: AbortSignal,
  request: HttpRequest,
  settings: TransportSettings,
): ServiceNowError {
  const failure = signal.aborted
    ? explainCut(signal.reason as CutReason, settings)
    : explainNetworkError(readText(error, 'code'), readText(error, 'syscall'));
  const { method, path: endpoint } = request;
  const isUncertain = method === 'PATCH' && failure.sent;
  return new ServiceNowError({
    ...failure,
    method,
    endpoint,
    outcome: isUncertain ? 'indefinite' : 'definite',
  });
}

function explainCut(
  reason: CutReason,
  settings: TransportSettings,
): Pick<ServiceNowFailure, 'code' | 'message' | 'sent'> {
  if (reason === 'too-large') {
    const message = `The answer is larger than ${settings.maxReplyBytes} bytes. Ask for smaller pages (instance.pageSize).`;
    return { code: 'servicenow-too-large', message, sent: true };
  }
  if (reason === 'stopped') {
    return { code: 'servicenow-stopped', message: 'Broken off because the service stops.', sent: true };
  }
  const message = `No complete answer within ${settings.timeoutMs / 1000} s (SERVICENOW_TIMEOUT_SECONDS).`;
  return { code: 'servicenow-timeout', message, sent: true };
}

/** A text property of an error of unknown kind, or of the error it wraps. */
function readText(error: unknown, property: 'code' | 'syscall'): string {
  if (typeof error !== 'object' || error === null) return '';
  const own = (error as Record<string, unknown>)[property];
  if (typeof own === 'string') return own;
  return 'cause' in error ? readText(error.cause, property) : '';
}
