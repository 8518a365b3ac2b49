import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Draining } from './draining.ts';
import { type Health, type HealthReport, healthStatuses } from './health.ts';
import type { HttpServer } from './http-server.ts';
import { routeSchema } from './route-schema.ts';

export interface ProbeParts {
  readonly health: Health;
  readonly draining: Draining;
  /** Whether everything has been started. */
  isStarted(): boolean;
}

const Probe = z
  .object({
    status: z.enum(healthStatuses),
    reason: z
      .string()
      .optional()
      .meta({ examples: ['draining'] }),
    components: z
      .record(z.string(), z.enum(healthStatuses))
      .optional()
      .meta({
        description: 'The worst word of each part; figures need a token (`/admin/health`).',
        examples: [{ database: 'pass', servicenow: 'warn' }],
      }),
  })
  .meta({ id: 'Probe' });
type Probe = z.infer<typeof Probe>;

const liveSchema = routeSchema({
  operationId: 'livez',
  group: 'probes',
  summary: 'Ask whether the process answers',
  description: 'It asks for nothing but that: no other part can make it fail.',
  response: { 200: Probe },
});

const readySchema = routeSchema({
  operationId: 'readyz',
  group: 'probes',
  summary: 'Ask whether requests can be taken in',
  description: 'ServiceNow being down is a warning: what comes in is stored all the same.',
  response: { 200: Probe, 503: Probe },
});

const startedSchema = routeSchema({
  operationId: 'startupz',
  group: 'probes',
  summary: 'Ask whether everything has been started',
  response: { 200: Probe, 503: Probe },
});

/** The three questions that an orchestrator asks. None of them needs a token or can be made expensive. */
export function registerProbes(server: HttpServer, { health, draining, isStarted }: ProbeParts): void {
  // Liveness asks nothing but whether the event loop turns: were it to ask the database, an outage there would have
  // every instance restarted.
  server.get('/livez', { schema: liveSchema }, async () => ({ status: 'pass' as const }));

  server.get('/readyz', { schema: readySchema }, async (_request, reply) => {
    if (draining.isDraining()) return answer(reply, { status: 'fail', reason: 'draining' });
    if (!isStarted()) return answer(reply, { status: 'fail', reason: 'starting' });
    return answer(reply, summarise(await health.report()));
  });

  server.get('/startupz', { schema: startedSchema }, async (_request, reply) => {
    if (draining.isDraining()) return answer(reply, { status: 'fail', reason: 'draining' });
    return answer(reply, isStarted() ? { status: 'pass' } : { status: 'fail', reason: 'starting' });
  });
}

/** A warning is no reason to be taken out of service: what comes in is stored all the same. */
async function answer(reply: FastifyReply, probe: Probe): Promise<void> {
  await reply.code(probe.status === 'fail' ? 503 : 200).send(probe);
}

function summarise({ status, measurements }: HealthReport): Probe {
  const components: Record<string, Probe['status']> = {};
  for (const { check, status: word } of measurements) {
    const known = components[check.component] ?? 'pass';
    components[check.component] = healthStatuses.indexOf(word) > healthStatuses.indexOf(known) ? word : known;
  }
  return { status, components };
}
