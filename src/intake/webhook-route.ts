import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Draining, refuseWhileDraining } from '../http/draining.ts';
import { answerError } from '../http/error-handler.ts';
import { toProblem } from '../http/fault-translation.ts';
import { type HttpServer, registerScope } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import type { ProblemCode } from '../http/problem-catalogue.ts';
import { limitWebhooks } from '../http/rate-limit.ts';
import { routeSchema } from '../http/route-schema.ts';
import { shedLoad } from '../http/shedding.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { webhookResults } from '../telemetry/sync-metrics.ts';
import type { Instant } from '../time/instant.ts';
import { type Hint, Payload, readPayload } from './webhook-payload.ts';
import { makeSignatureCheck, type SignatureFault, SignatureHeaders } from './webhook-signature.ts';

export interface WebhookParts {
  /** `whsec_…`; any of them may have signed. None: webhooks are not taken in. */
  readonly secrets: readonly string[];
  /** The tables that are synchronised. */
  readonly tables: readonly string[];
  readonly draining: Draining;
  readonly metrics: Pick<Metrics, 'webhookReceived'>;
  /** Clocks by which the sender may stamp: ours, and the instance's. */
  clocks(): readonly Instant[];
  /** Remembers the hint durably; false if `id` is remembered already, and nothing is to be done. */
  remember(id: string, hint: Hint): Promise<boolean>;
}

const Received = z
  .object({
    id: z.string().meta({ examples: ['msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'] }),
    duplicate: z.boolean().describe('It was received before, within 24 h, and nothing is done.'),
  })
  .meta({ id: 'Received' });

const schema = routeSchema({
  operationId: 'receiveWebhook',
  group: 'webhooks',
  summary: 'Tell that a record may have changed',
  description:
    'Signed as Standard Webhooks describes, over the bytes as they are sent. A hint: the record is fetched again. Fields that are not named are ignored.',
  raw: { body: Payload, headers: SignatureHeaders },
  response: { 202: Received },
  problems: [
    'webhook-signature-missing',
    'webhook-signature-invalid',
    'webhook-timestamp-stale',
    'webhook-payload-invalid',
    'webhooks-not-configured',
    'content-type-unsupported',
    'payload-too-large',
    'rate-limited',
    'overloaded',
    'draining',
  ],
});

type Count = (result: (typeof webhookResults)[number]) => void;

/** `POST /webhooks/servicenow`: a signed hint that a record changed. Stored before it is answered; the rest comes later. */
export async function registerWebhooks(server: HttpServer, parts: WebhookParts): Promise<void> {
  const count: Count = (result) => parts.metrics.webhookReceived.inc({ result });
  await registerScope(server, '/webhooks', async (scope) => {
    scope.setErrorHandler((error, request, reply) => refuse(error as Error, request, reply, count));
    scope.addHook('onRequest', async () => {
      if (parts.secrets.length === 0) throw new HttpProblem('webhooks-not-configured');
    });
    scope.addHook('onRequest', refuseWhileDraining(parts.draining));
    await shedLoad(scope, countedWhenRefused);
    await limitWebhooks(scope, countedWhenRefused);
    takeRawJson(scope);
    addRoute(scope, parts, count);
  });
}

function addRoute(scope: HttpServer, parts: WebhookParts, count: Count): void {
  const receive = makeReceiver(parts);
  const remember = limitWaiting(parts.remember);
  scope.post('/servicenow', { schema }, async (request, reply) => {
    const { id, hint } = receive(request);
    const isNew = await remember(id, hint);
    count(isNew ? 'accepted' : 'duplicate');
    return reply.code(202).send({ id, duplicate: !isNew });
  });
}

/** The signature covers the bytes as they were sent, so nothing may parse them before it is checked. */
function takeRawJson(scope: HttpServer): void {
  scope.addHook('preParsing', async (request) => {
    const type = request.headers['content-type'] ?? '';
    if (!/^application\/json *(;|$)/i.test(type)) throw new HttpProblem('content-type-unsupported');
  });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => body,
  );
}

const problemOfFault: Readonly<Record<SignatureFault, ProblemCode>> = {
  missing: 'webhook-signature-missing',
  invalid: 'webhook-signature-invalid',
  stale: 'webhook-timestamp-stale',
};

/** Shorter than what an index takes, and longer than any id in use. */
const DELIVERY_ID = /^[\x21-\x7e]{1,120}$/;

/** Checks who speaks, then what is said. Throws {@link HttpProblem}. */
function makeReceiver({ secrets, tables, clocks }: WebhookParts) {
  const checkSignature = makeSignatureCheck(secrets);
  return (request: FastifyRequest): { readonly id: string; readonly hint: Hint } => {
    const body = request.body as Buffer;
    const headers = {
      id: headerOf(request, 'webhook-id'),
      timestamp: headerOf(request, 'webhook-timestamp'),
      signature: headerOf(request, 'webhook-signature'),
    };
    const checked = checkSignature(headers, body, clocks());
    if (!checked.ok) throw new HttpProblem(problemOfFault[checked.fault]);
    if (!DELIVERY_ID.test(checked.id)) throw payloadProblem('webhook-id: must have at most 120 characters');
    const reading = readPayload(body.toString('utf8'), tables);
    if (!reading.ok) throw payloadProblem(reading.fault);
    return { id: checked.id, hint: reading.hint };
  };
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(' ') : value;
}

function payloadProblem(detail: string): HttpProblem {
  return new HttpProblem('webhook-payload-invalid', { detail });
}

/** So many may wait to be stored. What comes beyond is better sent again than kept waiting. */
const MOST_WAITING = 500;
const RETRY_AFTER_SECONDS = 2;

function limitWaiting(remember: WebhookParts['remember']): WebhookParts['remember'] {
  let waiting = 0;
  return async (id, hint) => {
    if (waiting >= MOST_WAITING) {
      throw new HttpProblem('overloaded', { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
    }
    waiting += 1;
    try {
      return await remember(id, hint);
    } finally {
      waiting -= 1;
    }
  };
}

/** What is counted for a refusal. */
const resultOfProblem: Readonly<Partial<Record<ProblemCode, (typeof webhookResults)[number]>>> = {
  'content-type-unsupported': 'wrong_type',
  'payload-too-large': 'too_large',
  'webhook-signature-missing': 'bad_signature',
  'webhook-signature-invalid': 'bad_signature',
  'webhook-timestamp-stale': 'stale',
  'webhook-payload-invalid': 'invalid',
  'body-invalid': 'invalid',
  'rate-limited': 'rate_limited',
  overloaded: 'shed',
  draining: 'shed',
};

function countedWhenRefused(): void {}

function refuse(error: Error, request: FastifyRequest, reply: FastifyReply, count: Count): FastifyReply {
  const result = resultOfProblem[toProblem(error).code];
  if (result !== undefined) count(result);
  return answerError(error, request, reply);
}
