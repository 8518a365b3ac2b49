import type { Logger } from '../telemetry/logger.ts';

/** What was started is stopped in the opposite order, each once, and one that fails does not keep the others running. */
export interface Releasers {
  add(name: string, release: () => Promise<void> | void): void;
  releaseAll(): Promise<void>;
}

export function createReleasers(logger: Logger): Releasers {
  const releasers: { name: string; release: () => Promise<void> | void }[] = [];
  return {
    add(name, release) {
      releasers.push({ name, release });
    },
    async releaseAll() {
      for (let next = releasers.pop(); next !== undefined; next = releasers.pop()) {
        try {
          await next.release();
        } catch (err) {
          logger.error({ err, part: next.name }, 'a part could not be stopped in order');
        }
      }
    },
  };
}
