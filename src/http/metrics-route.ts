import { z } from 'zod';
import type { Telemetry } from '../telemetry/metrics.ts';
import type { HttpServer } from './http-server.ts';
import { routeSchema } from './route-schema.ts';

const exposition = z.string().meta({
  examples: ['# TYPE slabridge_tickets gauge\nslabridge_tickets{state="open",priority="high"} 7\n'],
});

const schema = routeSchema({
  operationId: 'readMetrics',
  group: 'probes',
  summary: 'Show the metrics, for Prometheus',
  description: 'OpenMetrics with exemplars where `Accept` asks for it, the classic text otherwise.',
  response: {
    200: {
      content: {
        'text/plain': { schema: exposition },
        'application/openmetrics-text': { schema: exposition },
      },
    },
  },
});

/** `GET /metrics`, for Prometheus. */
export function registerMetrics(server: HttpServer, telemetry: Pick<Telemetry, 'expose'>): void {
  server.get('/metrics', { schema }, async (request, reply) => {
    const accept = request.headers.accept ?? '';
    const format = accept.includes('application/openmetrics-text') ? 'openmetrics' : 'text';
    const { contentType, body } = await telemetry.expose(format);
    return reply.type(contentType).send(body);
  });
}
