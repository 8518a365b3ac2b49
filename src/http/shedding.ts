import underPressure from '@fastify/under-pressure';
import type { HttpServer } from './http-server.ts';
import { HttpProblem } from './problem.ts';

/** The event loop is this late only when far more comes in than can be stored. */
const LATEST_LOOP_MS = 1000;

const RETRY_AFTER_SECONDS = 2;

/** Refuses what comes into this scope while the process is overloaded, before its body is read. */
export async function shedLoad(scope: HttpServer, onShed: () => void): Promise<void> {
  await scope.register(underPressure, {
    maxEventLoopDelay: LATEST_LOOP_MS,
    pressureHandler: () => {
      onShed();
      throw new HttpProblem('overloaded', { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
    },
  });
}
