import {
  createServer as createPlainServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ApiRequest, Reply } from './api/exchange.ts';
import { type DeliveryContext, deliver } from './http-delivery.ts';

/** PEM texts. With `ca`, clients may identify themselves by a certificate that it has signed. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

export interface HttpServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly tls: TlsFiles | null;
  readonly answer: (request: ApiRequest) => Promise<Reply>;
  /** Called when an exchange is over, whether the client has its answer or not. */
  readonly closed: (request: ApiRequest) => void;
  readonly deliveryFor: (request: ApiRequest, reply: Reply) => DeliveryContext;
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const listener: RequestListener = (message, response) => {
    exchange(message, response, options).catch(() => response.destroy());
  };
  const server = createServer(options.tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    port,
    url: `${options.tls === null ? 'http' : 'https'}://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const SOCKET_OPTIONS = { keepAliveTimeout: 70_000, maxHeaderSize: 131_072 } as const;

function createServer(tls: TlsFiles | null, listener: RequestListener): Server {
  if (tls === null) return createPlainServer(SOCKET_OPTIONS, listener);
  // An unknown certificate is no reason to hang up: the request may bear a password.
  const mutual = tls.ca === undefined ? {} : { ca: tls.ca, requestCert: true, rejectUnauthorized: false };
  return createTlsServer({ ...SOCKET_OPTIONS, cert: tls.cert, key: tls.key, ...mutual }, listener);
}

const exchange = async (
  message: IncomingMessage,
  response: Parameters<RequestListener>[1],
  options: HttpServerOptions,
): Promise<void> => {
  const request = await readRequest(message, options.tls !== null);
  response.once('close', () => options.closed(request));
  const reply = await options.answer(request);
  const context = options.deliveryFor(request, reply);
  if (reply.delayMs) await new Promise<void>((resolve) => context.time.after(reply.delayMs!, resolve));
  await deliver(response, reply, context);
};

async function readRequest(message: IncomingMessage, isTls: boolean): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const override = message.headers['x-http-method-override'];
  const host = message.headers.host ?? 'localhost';
  return {
    method: (typeof override === 'string' ? override : (message.method ?? 'GET')).toUpperCase(),
    url: new URL(message.url ?? '/', `${isTls ? 'https' : 'http'}://${host}`),
    headers: message.headers,
    body: Buffer.concat(chunks),
    certificateName: certificateName(message),
  };
}

function certificateName(message: IncomingMessage): string | null {
  const socket = message.socket as Partial<TLSSocket>;
  if (socket.authorized !== true) return null;
  const name = socket.getPeerCertificate?.().subject?.CN;
  return typeof name === 'string' ? name : null;
}
