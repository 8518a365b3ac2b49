import type { LabelValues, MetricDeclaration } from './metric.ts';
import { metricDeclarations } from './metric-declarations.ts';

const introduction = `# Metrics

\`GET /metrics\` answers in the Prometheus text format, or in OpenMetrics (with exemplars) where the \`Accept\` header asks
for it. It needs no token and costs the same however many tickets there are: figures that are counted in the database
are refreshed beside it.

- A label holds words of a closed list, a table of \`servicenow.yaml\` or a route template; never a record's number,
  an account or anything else that grows.
- Counters and gauges whose labels are known beforehand start at 0. A \`…_timestamp_seconds\` of 0 means never.
- Every replica counts what it did itself (\`sum\` over them), but shows the figures of the one database they share
  (\`max\`, never \`sum\`).
- Beside these, \`process_…\` and \`nodejs_…\` are the usual figures of the process.

This page is written from the declarations in \`src/telemetry/\` (\`npm run docs\`).
`;

/** Writes `docs/metrics.md`. */
export function writeMetricsDoc(): string {
  const declarations = Object.values(metricDeclarations as Record<string, MetricDeclaration>);
  return `${introduction}\n${declarations.map(describeMetric).join('\n')}`;
}

function describeMetric(metric: MetricDeclaration): string {
  const labels = Object.entries(metric.labels).map(([label, values]) => describeLabel(label, values));
  const buckets = metric.buckets === undefined ? [] : [`- buckets: ${metric.buckets.join(', ')}`];
  return [`## ${metric.name}\n`, `${metric.type}. ${metric.help}\n`, ...labels, ...buckets]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** Where the words of a label come from when they are not declared. */
const origins: Readonly<Record<string, string>> = {
  table: 'the tables of `servicenow.yaml`',
  route: 'the route templates, or `unmatched`',
  code: 'the codes of ticket problems',
  row: 'the rows of the ticket details in `policy.yaml`',
  action: 'the admin actions',
  version: 'the version of sla-bridge',
  url: '`PUBLIC_URL`',
  runbooks: '`RUNBOOKS_URL`',
  revision: 'the revision of its source, or `unknown`',
};

function describeLabel(label: string, values: LabelValues): string {
  return `- \`${label}\`: ${values === null ? origins[label] : values.map((value) => `\`${value}\``).join(', ')}`;
}
