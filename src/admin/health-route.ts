import { z } from 'zod';
import { type CheckedMeasurement, type Health, healthStatuses } from '../http/health.ts';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import { formatInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { shown } from './text-schema.ts';

const checkExample = {
  componentType: 'datastore',
  status: 'pass',
  observedValue: 3,
  observedUnit: 'ms',
  time: '2026-03-04T10:15:30.000Z',
};

const CheckJson = z.object({
  componentType: z.enum(['component', 'datastore', 'system']),
  status: z.enum(healthStatuses),
  observedValue: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  observedUnit: shown('s').optional(),
  output: shown('polls of incident fail: servicenow-timeout', 'Why it is not `pass`.').optional(),
  time: instantText,
});

const HealthJson = z
  .object({
    status: z
      .enum(healthStatuses)
      .describe('`warn`: something is wrong, and what comes in is stored all the same.'),
    version: shown('1.0.0'),
    releaseId: shown('3f6f0d2'),
    description: shown('sla-bridge'),
    checks: z
      .record(z.string(), z.array(CheckJson))
      .meta({ examples: [{ 'database:reachable': [checkExample] }] }),
  })
  .meta({ id: 'Health' });

const schema = routeSchema({
  operationId: 'readHealth',
  group: 'service',
  summary: 'Show how every part is, with figures',
  description:
    'In the shape of draft-inadarei-api-health-check. It answers 200 whatever it has to say; orchestrators ask `/readyz`.',
  querystring: z.strictObject({}),
  response: { 200: { content: { 'application/health+json': { schema: HealthJson } } } },
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
