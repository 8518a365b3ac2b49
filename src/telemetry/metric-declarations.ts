import { alertMetrics } from './alert-metrics.ts';
import { domainMetrics } from './domain-metrics.ts';
import { runtimeMetrics } from './runtime-metrics.ts';
import { syncMetrics } from './sync-metrics.ts';
import { writeBackMetrics } from './write-back-metrics.ts';

/** Every metric of the product, in the order in which they are exposed and documented. */
export const metricDeclarations = {
  ...domainMetrics,
  ...syncMetrics,
  ...writeBackMetrics,
  ...alertMetrics,
  ...runtimeMetrics,
};
