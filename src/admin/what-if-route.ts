import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { comparisonJson } from '../evaluate/comparison-figures.ts';
import { clockChangeJson } from '../evaluate/comparison-lines.ts';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { formatInstant } from '../time/instant.ts';
import { clockKinds, clockStates, priorities } from '../vocabulary.ts';
import { instant } from './action-schema.ts';
import type { WhatIfAnswer, WhatIfPort, WhatIfTicket } from './ports.ts';
import { instantText } from './ticket-json.ts';

/** More than ten times the shipped policy; whatever is sent is read within one turn of the event loop. */
const LONGEST_POLICY = 64 * 1024;

const WhatIfBody = z.strictObject({
  /** The text of a policy file, as `config/policy.yaml`. */
  policy: z.string().min(1).max(LONGEST_POLICY),
  from: instant.optional(),
  to: instant.optional(),
});

const count = z.number().int();
const SideJson = z.object({
  compliance: z.number().nullable(),
  counts: z.record(z.enum(clockStates), count),
});
const StepsJson = z.object({ 1: count, 2: count, 3: count, 4: count });

const ClockSide = z.object({
  state: z.enum(clockStates),
  dueAt: instantText.nullable(),
  breachedAt: instantText.nullable(),
  elapsedMs: count,
  targetMs: count,
});

const TicketJson = z.object({
  number: z.string(),
  table: z.string(),
  account: z.string().nullable(),
  clocks: z.array(
    z.object({
      clock: z.enum(clockKinds),
      effect: z.enum(['breaches', 'no-longer-breaches', 'other']),
      before: ClockSide,
      after: ClockSide,
    }),
  ),
});

/** How many there are, and the first of them. */
const NamedJson = z.object({ total: count, tickets: z.array(TicketJson) });

const WhatIfJson = z.object({
  at: instantText,
  tickets: count,
  /** Tickets with another outcome: a clock in another state, or another number of escalations. */
  changed: count,
  /** Tickets whose priority was never known. */
  unjudged: count,
  compliance: z.array(
    z.object({
      priority: z.enum(priorities),
      clock: z.enum(clockKinds),
      before: SideJson,
      after: SideJson,
      breaches: count,
      noLongerBreaches: count,
    }),
  ),
  escalations: z.object({ before: StepsJson, after: StepsJson }),
  breaching: NamedJson,
  noLongerBreaching: NamedJson,
});

const RETRY_AFTER_SECONDS = 5;

/**
 * `POST /admin/what-if`: what another policy would change for the mirrored tickets. Nothing is changed by asking, so a
 * token that may only look is enough, and no `Idempotency-Key` is needed.
 */
export function registerWhatIf(scope: HttpServer, compareWith: WhatIfPort): void {
  const schema = {
    tags: ['reports'],
    querystring: z.strictObject({}),
    body: WhatIfBody,
    response: { 200: WhatIfJson },
  };
  const config = { role: 'read' } as const;
  scope.post('/what-if', { schema, config }, async (request, reply) => {
    const { policy, from = null, to = null } = request.body;
    const answer = await compareWith({ policy, from, to, signal: untilGone(reply) });
    if (answer.kind === 'invalid') throw policyInvalid(answer.faults);
    if (answer.kind === 'busy')
      throw new HttpProblem('overloaded', {
        detail: 'Another comparison is under way; one is answered at a time.',
        headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
      });
    return whatIfJson(answer);
  });
}

/** Whoever closes the page is not worked for any longer. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.on('close', () => gone.abort());
  return gone.signal;
}

function policyInvalid(faults: Extract<WhatIfAnswer, { kind: 'invalid' }>['faults']): HttpProblem {
  const detail = faults
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
    .join('; ');
  return new HttpProblem('policy-invalid', { detail, members: { faults } });
}

function whatIfJson(answer: Extract<WhatIfAnswer, { kind: 'compared' }>): z.input<typeof WhatIfJson> {
  const { compliance, errors, breaching, noLongerBreaching, ...figures } = comparisonJson(answer.figures);
  return {
    at: formatInstant(answer.at),
    ...figures,
    unjudged: errors,
    compliance: compliance.map(({ kind, before, after, ...row }) => ({
      ...row,
      clock: kind,
      before: sideJson(before),
      after: sideJson(after),
    })),
    breaching: { total: breaching.length, tickets: answer.breaching.map(ticketJson) },
    noLongerBreaching: { total: noLongerBreaching.length, tickets: answer.noLongerBreaching.map(ticketJson) },
  };
}

function sideJson<Counts extends object>({ compliance, ...counts }: { compliance: number | null } & Counts) {
  return { compliance, counts };
}

function ticketJson({ clocks, ...ticket }: WhatIfTicket) {
  return {
    ...ticket,
    clocks: clocks.map((change) => {
      const { kind, ...json } = clockChangeJson(change);
      return { clock: kind, ...json };
    }),
  };
}
