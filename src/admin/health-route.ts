import { z } from 'zod';
import { type CheckedMeasurement, type Health, healthStatuses } from '../http/health.ts';
import type { HttpServer } from '../http/http-server.ts';
import { formatInstant } from '../time/instant.ts';
import { instantText } from './ticket-json.ts';

const CheckJson = z.object({
  componentType: z.enum(['component', 'datastore', 'system']),
  status: z.enum(healthStatuses),
  observedValue: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  observedUnit: z.string().optional(),
  output: z.string().optional(),
  time: instantText,
});

const HealthJson = z.object({
  status: z.enum(healthStatuses),
  version: z.string(),
  releaseId: z.string(),
  description: z.string(),
  checks: z.record(z.string(), z.array(CheckJson)),
});

export interface HealthRouteParts {
  readonly health: Health;
  readonly version: string;
  readonly revision: string;
}

/**
 * `GET /admin/health`: one check for each part, with figures, in the shape of draft-inadarei-api-health-check. It
 * answers 200 whatever it has to say: the word at the top counts, and orchestrators ask `/readyz`.
 */
export function registerHealth(scope: HttpServer, { health, version, revision }: HealthRouteParts): void {
  const response = { 200: { content: { 'application/health+json': { schema: HealthJson } } } };
  const schema = { tags: ['health'], querystring: z.strictObject({}), response };
  scope.get('/health', { schema }, async (_request, reply) => {
    const { status, measurements } = await health.report();
    const checks: Record<string, z.infer<typeof CheckJson>[]> = {};
    for (const measured of measurements) {
      const { component, measurement } = measured.check;
      const name = `${component}:${measurement}`;
      checks[name] = [...(checks[name] ?? []), checkJson(measured)];
    }
    const body = { status, version, releaseId: revision, description: 'sla-bridge', checks };
    return reply.type('application/health+json').send(body);
  });
}

function checkJson(measured: CheckedMeasurement): z.infer<typeof CheckJson> {
  const { check, measuredAt, ...measurement } = measured;
  return { componentType: check.componentType, ...measurement, time: formatInstant(measuredAt) };
}
