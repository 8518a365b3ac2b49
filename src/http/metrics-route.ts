import type { Telemetry } from '../telemetry/metrics.ts';
import type { HttpServer } from './http-server.ts';

/** `GET /metrics`, for Prometheus. */
export function registerMetrics(server: HttpServer, telemetry: Pick<Telemetry, 'expose'>): void {
  server.get('/metrics', { schema: { tags: ['metrics'] } }, async (request, reply) => {
    const accept = request.headers.accept ?? '';
    const format = accept.includes('application/openmetrics-text') ? 'openmetrics' : 'text';
    const { contentType, body } = await telemetry.expose(format);
    return reply.type(contentType).send(body);
  });
}
