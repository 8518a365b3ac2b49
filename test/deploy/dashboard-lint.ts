import { type Dashboard, listPanels, type Panel, type Target } from './dashboards.ts';

/**
 * The rules by which Grafana's own linter of dashboards judges those with Prometheus queries. Each finding says where,
 * and which rule.
 */
export function lintDashboard(dashboard: Dashboard): string[] {
  const panels = listPanels(dashboard);
  return [
    ...(dashboard.editable ? ['it can be edited (uneditable-dashboard)'] : []),
    ...lintVariables(dashboard),
    ...panels.flatMap((panel) => lintPanel(panel).map((finding) => `${panel.title}: ${finding}`)),
    ...panels.flatMap((panel) =>
      (panel.targets ?? []).flatMap((target) =>
        lintTarget(target).map((finding) => `${panel.title} ${target.refId}: ${finding}`),
      ),
    ),
  ];
}

function lintVariables({ templating }: Dashboard): string[] {
  const variable = (name: string) => templating.list.find((one) => one.name === name);
  const source = variable('datasource');
  const findings: string[] = [];
  if (source?.type !== 'datasource' || source.query !== 'prometheus' || source.label !== 'Data source')
    findings.push('no variable for the data source (template-datasource-rule)');
  for (const [name, label] of [
    ['job', 'Job'],
    ['instance', 'Instance'],
  ] as const) {
    const one = variable(name);
    const isRight =
      one?.type === 'query' &&
      one.label === label &&
      one.multi === true &&
      one.allValue === '.+' &&
      one.datasource?.uid === '$datasource' &&
      /^label_values\(.+\)$/.test(one.query ?? '');
    if (!isRight)
      findings.push(`no right variable ${name} (template-${name}-rule, template-label-promql-rule)`);
    if (one?.refresh !== 2)
      findings.push(`${name} is not read again with the time (template-on-time-change-reload-rule)`);
  }
  return findings;
}

function lintPanel(panel: Panel): string[] {
  const findings: string[] = [];
  if (panel.datasource?.uid !== '$datasource') findings.push('another data source (panel-datasource-rule)');
  if (!panel.title || !panel.description)
    findings.push('no title or description (panel-title-description-rule)');
  if (!panel.fieldConfig?.defaults.unit) findings.push('no unit (panel-units-rule)');
  if ((panel.targets ?? []).length === 0) findings.push('no query (panel-no-targets-rule)');
  return findings;
}

const SELECTOR = /\b(slabridge_\w+|http_request_\w+|nodejs_\w+|process_\w+|up|ALERTS)(\{[^}]*\})?/g;
const RATES = '(?:rate|increase|irate|resets)';

function lintTarget({ expr }: Target): string[] {
  const findings: string[] = [];
  for (const [, metric = '', matchers = ''] of expr.matchAll(SELECTOR)) {
    if (!matchers.includes('job=~"$job"')) findings.push(`${metric} of every job (target-job-rule)`);
    // Alerts are about a job as a whole.
    if (metric !== 'ALERTS' && !matchers.includes('instance=~"$instance"'))
      findings.push(`${metric} of every instance (target-instance-rule)`);
    const isCounter = /_(total|count|sum|bucket)$/.test(metric);
    if (isCounter && !new RegExp(`${RATES}\\(${metric}\\b`).test(expr))
      findings.push(`${metric} without a rate (target-counter-agg-rule)`);
  }
  if (!hasBalancedBrackets(expr)) findings.push('brackets that do not match (target-promql-rule)');
  for (const [, range] of expr.matchAll(/\b(?:rate|irate)\([^[]*\[([^\]]+)\]/g)) {
    if (!['$__rate_interval', '$__range'].includes(range!))
      findings.push(`a rate over ${range} (target-rate-interval-rule)`);
  }
  return findings;
}

function hasBalancedBrackets(expr: string): boolean {
  const bare = expr.replace(/"[^"]*"/g, '');
  return ['()', '[]', '{}'].every(([open, close]) => bare.split(open!).length === bare.split(close!).length);
}
