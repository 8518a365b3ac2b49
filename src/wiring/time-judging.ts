import type { Metrics } from '../telemetry/metrics.ts';
import { SECOND_MS } from '../time/instant.ts';

/** Measures the judging of one batch of tickets; one that fails is measured too. */
export async function timeJudging<Result>(metrics: Metrics, judging: () => Promise<Result>): Promise<Result> {
  const begunAt = performance.now();
  try {
    return await judging();
  } finally {
    metrics.slaRecomputeDuration.observe({}, (performance.now() - begunAt) / SECOND_MS);
  }
}
