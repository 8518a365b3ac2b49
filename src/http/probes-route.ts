import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Draining } from './draining.ts';
import { type Health, type HealthReport, healthStatuses } from './health.ts';
import type { HttpServer } from './http-server.ts';

export interface ProbeParts {
  readonly health: Health;
  readonly draining: Draining;
  /** Whether everything has been started. */
  isStarted(): boolean;
}

const Probe = z.object({
  status: z.enum(healthStatuses),
  reason: z.string().optional(),
  /** The worst word of each part; figures need a token (`/admin/health`). */
  components: z.record(z.string(), z.enum(healthStatuses)).optional(),
});
type Probe = z.infer<typeof Probe>;

const schema = { tags: ['probes'], response: { 200: Probe, 503: Probe } };

/** The three questions that an orchestrator asks. None of them needs a token or can be made expensive. */
export function registerProbes(server: HttpServer, { health, draining, isStarted }: ProbeParts): void {
  // Liveness asks nothing but whether the event loop turns: were it to ask the database, an outage there would have
  // every instance restarted.
  server.get('/livez', { schema }, async () => ({ status: 'pass' as const }));

  server.get('/readyz', { schema }, async (_request, reply) => {
    if (draining.isDraining()) return answer(reply, { status: 'fail', reason: 'draining' });
    if (!isStarted()) return answer(reply, { status: 'fail', reason: 'starting' });
    return answer(reply, summarise(await health.report()));
  });

  server.get('/startupz', { schema }, async (_request, reply) => {
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
