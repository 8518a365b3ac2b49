import type { Metrics } from '../telemetry/metrics.ts';
import { countedMethods, statusClasses } from '../telemetry/runtime-metrics.ts';
import type { HttpServer } from './http-server.ts';

/**
 * Times every request by route template. Paths and methods that are none of ours share one word each, so that nobody
 * can grow the number of series by asking for things.
 */
export function measureRequests(server: HttpServer, metrics: Metrics): void {
  server.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.config.isLongLived === true) return;
    const labels = {
      method: countedMethods.find((method) => method === request.method) ?? 'other',
      route: request.routeOptions.url ?? 'unmatched',
      status_class: statusClasses[Math.floor(reply.statusCode / 100) - 1] ?? '5xx',
    };
    metrics.httpRequestDuration.observe(labels, reply.elapsedTime / 1000, { request_id: request.id });
  });
}
