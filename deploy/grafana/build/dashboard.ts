import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { buildPanel, chosen, datasource, type PanelSpec, runbooks } from './panel.ts';

/** One dashboard, as data: rows of panels. */
export interface DashboardSpec {
  /** Part of its address; never changed. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly PanelSpec[] }[];
}

const TAG = 'sla-bridge';

/** Makes the dashboard that a specification describes, with the variables, links and annotations that all have. */
export function buildDashboard(spec: DashboardSpec): dashboard.Dashboard {
  const board = new dashboard.DashboardBuilder(`sla-bridge: ${spec.title}`)
    .uid(spec.uid)
    .description(spec.description)
    .tags([TAG])
    .readonly()
    .timezone('browser')
    .time({ from: 'now-6h', to: 'now' })
    .refresh('30s')
    .tooltip(dashboard.DashboardCursorSync.Crosshair);
  for (const variable of variables()) board.withVariable(variable);
  for (const link of links()) board.link(link);
  for (const annotation of annotations()) board.annotation(annotation);
  for (const { title, panels } of spec.rows) {
    board.withRow(new dashboard.RowBuilder(title));
    for (const panel of panels) board.withPanel(buildPanel(panel));
  }
  return board.build();
}

function variables() {
  return [
    new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    labelVariable('job', 'Job', 'label_values(slabridge_build_info, job)'),
    labelVariable('instance', 'Instance', 'label_values(slabridge_build_info{job=~"$job"}, instance)'),
    addressVariable('service', 'url'),
    addressVariable('runbooks', 'runbooks'),
  ];
}

/** An address that the service tells of itself, for links. */
function addressVariable(name: string, label: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name)
    .datasource(datasource)
    .query(`label_values(slabridge_public_address_info{job=~"$job"}, ${label})`)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .hide(dashboard.VariableHide.HideVariable);
}

function labelVariable(name: string, label: string, query: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query(query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

function links(): dashboard.DashboardLinkBuilder[] {
  const { Dashboards, Link } = dashboard.DashboardLinkType;
  return [
    new dashboard.DashboardLinkBuilder('sla-bridge')
      .type(Dashboards)
      .tags([TAG])
      .asDropdown(true)
      .includeVars(true)
      .keepTime(true),
    new dashboard.DashboardLinkBuilder('Console').type(Link).url('$service/console/').targetBlank(true),
    new dashboard.DashboardLinkBuilder('Runbooks').type(Link).url(runbooks).targetBlank(true),
  ];
}

/** What the service itself notes in Grafana, found by its tag. */
const tagged = {
  limit: 200,
  matchAny: false,
  tags: [TAG],
  type: 'tags',
  _implementsDataqueryVariant(): void {},
};

function annotations(): dashboard.AnnotationQueryBuilder[] {
  const builds = `count by (version, revision) (slabridge_build_info{${chosen}})`;
  const earlier = `count by (version, revision) (slabridge_build_info{${chosen}} offset 5m)`;
  return [
    fromPrometheus('New version', 'blue', `${builds} unless ${earlier}`, '{{version}} ({{revision}})'),
    fromPrometheus(
      'Alerts',
      'red',
      'max by (alertname, severity) (ALERTS{alertstate="firing", alertname=~"SlaBridge.+", severity!="none", job=~"$job"})',
      '{{alertname}} ({{severity}})',
    ),
    new dashboard.AnnotationQueryBuilder()
      .name('Breaches and escalations')
      .datasource({ type: 'grafana', uid: '-- Grafana --' })
      .enable(true)
      .iconColor('orange')
      .target({ build: () => tagged }),
  ];
}

function fromPrometheus(
  name: string,
  color: string,
  expr: string,
  title: string,
): dashboard.AnnotationQueryBuilder {
  return new dashboard.AnnotationQueryBuilder()
    .name(name)
    .datasource(datasource)
    .enable(true)
    .iconColor(color)
    .expr(expr)
    .titleFormat(title)
    .step('60s');
}
