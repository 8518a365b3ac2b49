import { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { createDraining } from '../../src/http/draining.ts';
import { createServer, type ServerOptions } from '../../src/http/server.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

/** A server with everything but routes, what it logged, and its metrics; closed when the test ends. */
export async function makeServer(given: Partial<ServerOptions> = {}) {
  const logged: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ level: 'debug', destination, isTerminal: false });
  const telemetry = createMetrics({ version: '0', revision: '0', tables: [], withProcessMetrics: false });
  const draining = createDraining();
  let count = 0;
  const newRequestId = (): string => `request-${++count}`;
  const server = await createServer({
    logger,
    metrics: telemetry.metrics,
    draining,
    newRequestId,
    ...given,
  });
  onTestFinished(async () => server.close());
  return { server, telemetry, draining, logger, logged: () => logged.join('') };
}
