import * as prometheus from 'prom-client';
import type { Counter, Gauge, Histogram, MetricDeclaration, MetricOf } from './metric.ts';
import { metricDeclarations } from './metric-declarations.ts';
import { createOpenMetricsView, emptyOpenMetricsRegistry } from './open-metrics.ts';

type Declarations = typeof metricDeclarations;

/** Every metric, ready to be counted with. */
export type Metrics = { readonly [Name in keyof Declarations]: MetricOf<Declarations[Name]> };

/** The one registry of the process. */
export interface Telemetry {
  readonly metrics: Metrics;
  /** What `/metrics` answers. */
  expose(format: ExpositionFormat): Promise<Exposition>;
}

export type ExpositionFormat = 'text' | 'openmetrics';

export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

export interface MetricsOptions {
  readonly version: string;
  /** Of the source, or `unknown`. */
  readonly revision: string;
  /** The tables that are synchronised, for series that are known beforehand. */
  readonly tables: readonly string[];
  /** Figures of Node and the process; left out by tests, which make many registries. */
  readonly withProcessMetrics?: boolean;
}

/** Three default gauges end in `_total`, which is reserved for counters and which promtool objects to. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/**
 * Makes the registry with every declared metric in it. Counters and gauges start with every series that is known
 * beforehand at 0; the labelled histograms do not, for each of their series is a dozen.
 */
export function createMetrics(options: MetricsOptions): Telemetry {
  const registry = new prometheus.Registry();
  const entries = Object.entries(metricDeclarations as Record<string, MetricDeclaration>);
  const made = entries.map(([key, declaration]) => [key, makeMetric(declaration, registry, options.tables)]);
  const metrics = Object.fromEntries(made) as Metrics;
  metrics.buildInfo.set({ version: options.version, revision: options.revision }, 1);
  if (options.withProcessMetrics !== false) addProcessMetrics(registry);
  const openMetrics = createOpenMetricsView(registry);
  return {
    metrics,
    async expose(format) {
      const chosen = format === 'openmetrics' ? openMetrics : registry;
      return { contentType: chosen.contentType, body: await chosen.metrics() };
    },
  };
}

function addProcessMetrics(registry: prometheus.Registry): void {
  // The default of 10 ms wakes an idle process a hundred times a second.
  prometheus.collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 50 });
  for (const name of misnamed) registry.removeSingleMetric(name);
}

type AnyMetric = Counter<Labels> | Gauge<Labels> | Histogram<Labels>;
type Labels = Readonly<Record<string, string>>;

function makeMetric(
  declaration: MetricDeclaration,
  registry: prometheus.Registry,
  tables: readonly string[],
): AnyMetric {
  const { name, help } = declaration;
  const labelNames = Object.keys(declaration.labels);
  if (declaration.type === 'histogram') return makeHistogram(declaration, registry);
  const known = knownLabels(declaration, tables);
  if (declaration.type === 'counter') {
    const counter = new prometheus.Counter({ name, help, labelNames, registers: [registry] });
    for (const labels of known) counter.inc(labels, 0);
    return { inc: (labels, by = 1) => counter.inc(labels, by) };
  }
  const gauge = new prometheus.Gauge({ name, help, labelNames, registers: [registry] });
  for (const labels of known) gauge.set(labels, 0);
  return { set: (labels, value) => gauge.set(labels, value), reset: () => gauge.reset() };
}

function makeHistogram(declaration: MetricDeclaration, registry: prometheus.Registry): Histogram<Labels> {
  const { name, help, buckets = [] } = declaration;
  const labelNames = Object.keys(declaration.labels);
  // The library lets only OpenMetrics registries have exemplars; the classic text leaves them out by itself.
  const registers = [emptyOpenMetricsRegistry()];
  const histogram = new prometheus.Histogram({
    name,
    help,
    labelNames,
    buckets: [...buckets],
    registers,
    enableExemplars: true,
  });
  registry.registerMetric(histogram);
  return {
    observe: (labels, value, exemplar = {}) =>
      histogram.observe({ labels: { ...labels }, value, exemplarLabels: { ...exemplar } }),
  };
}

/** Every combination of label values that is known beforehand; none where a label's values are not. */
function knownLabels(declaration: MetricDeclaration, tables: readonly string[]): Labels[] {
  let combinations: Labels[] = [{}];
  for (const [label, values] of Object.entries(declaration.labels)) {
    const words = label === 'table' ? tables : (values ?? []);
    combinations = combinations.flatMap((labels) => words.map((word) => ({ ...labels, [label]: word })));
  }
  return combinations;
}
