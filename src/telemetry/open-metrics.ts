import { type OpenMetricsContentType, Registry } from 'prom-client';

type OpenMetricsRegistry = Registry<OpenMetricsContentType>;

/**
 * A second registry that shows the same metrics in the OpenMetrics format. It is given views of them, for the library
 * cuts `_total` off a counter's own name when it writes this format, and the classic text would lose it for good.
 */
export function createOpenMetricsView(registry: Registry): OpenMetricsRegistry {
  const view = emptyOpenMetricsRegistry();
  for (const metric of registry.getMetricsAsArray()) view.registerMetric(Object.create(metric));
  return view;
}

export function emptyOpenMetricsRegistry(): OpenMetricsRegistry {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
}
