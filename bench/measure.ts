import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** How often `run` can be done in a second: the best of several rounds, because noise only ever slows down. */
export function perSecond(run: () => void, operationsPerRun: number, rounds = 7): number {
  run();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const beganAt = performance.now();
    run();
    best = Math.min(best, performance.now() - beganAt);
  }
  return (operationsPerRun / best) * 1000;
}

/** "1,234,567/s" */
export function rate(value: number): string {
  return `${Math.round(value).toLocaleString('en-GB')}/s`;
}

/** Where and under what load this runs: a figure says little without it. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const load = loadavg()[0]!.toFixed(1);
  return `${availableParallelism()} cores (${model}), ${memory}, Node ${process.versions.node}, load ${load} at the start`;
}

/** Numbers that look random and are the same in every run. */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
