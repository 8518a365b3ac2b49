import helmet from '@fastify/helmet';
import { fastify, LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createMethodTable } from './allowed-methods.ts';
import { answerMalformed } from './client-error.ts';
import type { Draining } from './draining.ts';
import { answerError, installErrorHandlers } from './error-handler.ts';
import type { HttpServer } from './http-server.ts';
import { measureRequests } from './request-metrics.ts';

export interface ServerOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly draining: Draining;
  /** A fresh text for every request, by which its log lines and its answer find each other. */
  newRequestId(): string;
  /** A request that has not arrived whole by then is dropped. */
  readonly requestTimeoutMs?: number;
}

/** Webhooks and admin actions are small; anything larger is a mistake or an attack. */
export const BODY_LIMIT_BYTES = 256 * 1024;

const REQUEST_TIMEOUT_MS = 10_000;

/** Node looks for late requests only now and then; by default so rarely that a limit of 10 s becomes one of 40 s. */
const CHECKS_PER_TIMEOUT = 5;

/** Makes the server with everything that holds for all routes, and no route yet. */
export async function createServer(options: ServerOptions): Promise<HttpServer> {
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = options;
  const server: HttpServer = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: requestTimeoutMs,
    http: {
      // Were the limit for the headers the longer one, as it is by default, Node would take it for the whole request's.
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: requestTimeoutMs / CHECKS_PER_TIMEOUT,
    },
    trustProxy: false,
    genReqId: () => options.newRequestId(),
    // While the service stops, requests on open connections are still answered by the routes, in their own words.
    return503OnClosing: false,
    clientErrorHandler: answerMalformed,
    frameworkErrors: answerError,
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  // Schemas of answers tell, and types hold to them: an answer is written as it was made.
  server.setSerializerCompiler(() => JSON.stringify);
  server.removeContentTypeParser('text/plain');
  keepMethodTable(server);
  installErrorHandlers(server, server.methodTable);
  addAnswerHeaders(server, options.draining);
  measureRequests(server, options.metrics);
  logRequests(server);
  await server.register(helmet, helmetOptions);
  return server;
}

/** Nothing here is a page; the console brings a policy of its own. */
const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Whether there is TLS is the business of whatever stands in front.
  hsts: false,
  referrerPolicy: { policy: 'no-referrer' as const },
};

function keepMethodTable(server: HttpServer): void {
  server.decorate('methodTable', createMethodTable());
  server.addHook('onRoute', ({ url, method }) => {
    for (const each of [method].flat()) server.methodTable.add(url, each);
  });
}

function addAnswerHeaders(server: HttpServer, draining: Draining): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('cache-control', 'no-store');
    if (draining.isDraining()) reply.header('connection', 'close');
  });
}

function logRequests(server: HttpServer): void {
  server.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'unmatched';
    request.log.debug({ method, route, status: reply.statusCode, durationMs: reply.elapsedTime }, 'Answered');
  });
}
