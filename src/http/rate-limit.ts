import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { HttpServer } from './http-server.ts';
import { HttpProblem } from './problem.ts';
import { principalOf } from './tokens.ts';

interface RateLimit {
  readonly max: number;
  readonly windowMs: number;
  keyOf(request: FastifyRequest): string;
  onLimited?(): void;
}

/** How many callers are remembered at once; the one unseen for longest is forgotten. */
const REMEMBERED_CALLERS = 5000;

/** 1,200 requests a minute for each token, over all admin routes together. */
export async function limitAdmin(scope: HttpServer): Promise<void> {
  await limit(scope, { max: 1200, windowMs: 60_000, keyOf: (request) => principalOf(request).name });
}

/** 600 webhooks a second for each address. */
export async function limitWebhooks(scope: HttpServer, onLimited: () => void): Promise<void> {
  await limit(scope, { max: 600, windowMs: 1000, keyOf: (request) => request.ip, onLimited });
}

async function limit(scope: HttpServer, { max, windowMs, keyOf, onLimited }: RateLimit): Promise<void> {
  await scope.register(rateLimit, {
    max,
    timeWindow: windowMs,
    cache: REMEMBERED_CALLERS,
    keyGenerator: keyOf,
    enableDraftSpec: true,
    onExceeded: () => onLimited?.(),
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
  });
}

function tooMany(waitMs: number): HttpProblem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new HttpProblem('rate-limited', { headers: { 'retry-after': String(seconds) } });
}
