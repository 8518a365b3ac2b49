import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { comparisonJson } from '../evaluate/comparison-figures.ts';
import { clockChangeJson } from '../evaluate/comparison-lines.ts';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { routeSchema } from '../http/route-schema.ts';
import { formatInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { clockKinds, clockStates, priorities } from '../vocabulary.ts';
import { instant } from './action-schema.ts';
import type { WhatIfAnswer, WhatIfPort, WhatIfTicket } from './ports.ts';
import { shown } from './text-schema.ts';

/** More than ten times the shipped policy; whatever is sent is read within one turn of the event loop. */
const LONGEST_POLICY = 64 * 1024;

const WhatIfBody = z
  .strictObject({
    policy: z
      .string()
      .min(1)
      .max(LONGEST_POLICY)
      .meta({
        description: 'The text of a policy file, as `config/policy.yaml`.',
        examples: ['policies: […]'],
      }),
    from: instant.optional().describe('Of tickets opened from then on.'),
    to: instant.optional().describe('Of tickets opened before.'),
  })
  .meta({ id: 'WhatIfQuestion' });

const count = z.int();
const SideJson = z.object({
  compliance: z
    .number()
    .nullable()
    .meta({ examples: [0.97] }),
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
  number: shown('CS0001042'),
  table: shown('sn_customerservice_case'),
  account: shown('Example Telecom').nullable(),
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

const WhatIfJson = z
  .object({
    at: instantText,
    tickets: count,
    changed: count.describe(
      'Tickets with another outcome: a clock in another state, or another number of escalations.',
    ),
    unjudged: count.describe('Tickets whose priority was never known.'),
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
  })
  .meta({ id: 'WhatIf' });

const schema = routeSchema({
  operationId: 'askWhatIf',
  group: 'reports',
  summary: 'Ask what another policy would change for the mirrored tickets',
  description: 'Nothing is changed by asking.',
  querystring: z.strictObject({}),
  body: WhatIfBody,
  response: { 200: WhatIfJson },
  problems: ['policy-invalid', 'overloaded'],
});

const RETRY_AFTER_SECONDS = 5;

/**
 * `POST /admin/what-if`: what another policy would change for the mirrored tickets. Nothing is changed by asking, so a
 * token that may only look is enough, and no `Idempotency-Key` is needed.
 */
export function registerWhatIf(scope: HttpServer, compareWith: WhatIfPort): void {
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
