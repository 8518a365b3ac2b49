import { randomUUID } from 'node:crypto';
import { registerAdmin } from '../admin/admin.ts';
import type { Parts } from '../app.ts';
import { registerConsole } from '../console/console-route.ts';
import { closeServer, createDraining } from '../http/draining.ts';
import { createHealth } from '../http/health.ts';
import { registerMetrics } from '../http/metrics-route.ts';
import { registerProbes } from '../http/probes-route.ts';
import { registerRunbooks } from '../http/runbooks-route.ts';
import { createServer } from '../http/server.ts';
import { registerWebhooks } from '../intake/webhook-route.ts';
import { registerDocs } from '../openapi/docs-route.ts';
import { SECOND_MS } from '../time/instant.ts';
import { connectAdmin } from './admin.ts';
import { listHealthChecks } from './health-checks.ts';

export interface OpenHttp {
  readonly url: string;
  /** Everything has been started: the start-up probe passes from now on. */
  markStarted(): void;
}

/** Requests under way at the end get this long. */
const CLOSE_MS = 20 * SECOND_MS;

/** Opens the port, with every route. */
export async function openHttp(parts: Parts): Promise<OpenHttp> {
  const { environment, telemetry, time, logger, releasers, polls, client, database, clock, webhooks } = parts;
  const draining = createDraining();
  let isStarted = false;
  const server = await createServer({
    logger,
    metrics: telemetry.metrics,
    draining,
    newRequestId: randomUUID,
  });
  releasers.add('http server', () => closeServer(server, time, CLOSE_MS));
  const health = createHealth({
    time,
    log: logger,
    checks: [
      ...listHealthChecks({
        db: database.db,
        client,
        polls,
        intervalMs: environment.sync.pollIntervalMs,
        now: () => clock.now(),
        writeBackMode: environment.writeBack.mode,
      }),
      ...webhooks.healthChecks(),
    ],
  });
  registerDocs(server, {
    version: parts.version,
    publicUrl: environment.publicUrl,
  });
  registerProbes(server, { health, draining, isStarted: () => isStarted });
  registerRunbooks(server);
  registerMetrics(server, telemetry);
  await registerWebhooks(server, webhooks.routeParts(draining));
  await registerAdmin(server, connectAdmin(parts, health, parts.feed));
  await registerConsole(server);
  const url = await server.listen({ host: environment.server.host, port: environment.server.port });
  // The first to be released is what was added last: the start adds its jobs after this.
  return {
    url,
    markStarted() {
      isStarted = true;
      releasers.add('draining', () => draining.begin());
    },
  };
}
