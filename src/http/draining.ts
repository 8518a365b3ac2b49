import type { TimeSource } from '../time/time-source.ts';
import type { HttpServer } from './http-server.ts';
import { HttpProblem } from './problem.ts';

/** Whether the service is stopping. Begun once, never undone. */
export interface Draining {
  isDraining(): boolean;
  begin(): void;
}

export function createDraining(): Draining {
  let draining = false;
  return {
    isDraining: () => draining,
    begin() {
      draining = true;
    },
  };
}

/** Another instance, or this one again, is there by then. */
const RETRY_AFTER_SECONDS = 5;

/** A hook that takes nothing new in while the service stops; whoever sends it will send it again. */
export function refuseWhileDraining(draining: Draining): () => Promise<void> {
  return async () => {
    if (!draining.isDraining()) return;
    throw new HttpProblem('draining', { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
  };
}

/** Stops listening and waits for the requests under way; after `limitMs` their connections are cut. */
export async function closeServer(server: HttpServer, time: TimeSource, limitMs: number): Promise<void> {
  const cancel = time.after(limitMs, () => server.server.closeAllConnections());
  try {
    await server.close();
  } finally {
    cancel();
  }
}
