import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';

/** What the series of every query are chosen by: the dashboard's variables. */
export const chosen = 'job=~"$job", instance=~"$instance"';

/** Where runbooks are read: a variable that asks the service. */
export const runbooks = '$runbooks';

export const datasource = { type: 'prometheus', uid: '$datasource' };

export interface Query {
  readonly expr: string;
  /** How a series is called; in Grafana's way of naming labels. */
  readonly legend: string;
}

export type PanelKind = 'timeseries' | 'stat' | 'bargauge' | 'heatmap' | 'statetimeline' | 'table';

/** One picture of a dashboard, as data. */
export interface PanelSpec {
  readonly kind: PanelKind;
  readonly title: string;
  /** What is seen and what it means. */
  readonly description: string;
  /** Grafana's name of the unit. */
  readonly unit: string;
  readonly queries: readonly Query[];
  /** From which values on it is no longer well, in the order yellow, red. */
  readonly limits?: readonly [number | null, number | null];
  /** Below the limits instead of above them is bad. */
  readonly moreIsBetter?: boolean;
  /** Whether series add up to a whole. */
  readonly stacked?: boolean;
  /** Said where there is nothing to show; only panels with it may be empty. */
  readonly whenEmpty?: string;
  /** The alert whose runbook explains what to do. */
  readonly runbook?: string;
  /** Of 24 columns. */
  readonly width: number;
  readonly height?: number;
}

const newPanel = {
  timeseries: (spec: PanelSpec) =>
    new timeseries.PanelBuilder()
      .fillOpacity(spec.stacked ? 30 : 10)
      .showPoints(common.VisibilityMode.Never)
      .stacking(
        new common.StackingConfigBuilder().mode(
          spec.stacked ? common.StackingMode.Normal : common.StackingMode.None,
        ),
      )
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(
          spec.limits ? common.GraphThresholdsStyleMode.Line : common.GraphThresholdsStyleMode.Off,
        ),
      ),
  stat: () =>
    new stat.PanelBuilder()
      .graphMode(common.BigValueGraphMode.Area)
      .colorMode(common.BigValueColorMode.Value)
      .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull'])),
  bargauge: () =>
    new bargauge.PanelBuilder()
      .orientation(common.VizOrientation.Horizontal)
      .displayMode(common.BarGaugeDisplayMode.Gradient)
      .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull'])),
  heatmap: () =>
    new heatmap.PanelBuilder().calculate(false).yAxis(new heatmap.YAxisConfigBuilder().unit('s')),
  statetimeline: () => new statetimeline.PanelBuilder().mergeValues(true),
  table: () => new table.PanelBuilder(),
} as const;

/** Makes the panel that a specification describes. */
export function buildPanel(spec: PanelSpec): cog.Builder<dashboard.Panel> {
  const panel = newPanel[spec.kind](spec)
    .title(spec.title)
    .description(spec.description)
    .datasource(datasource)
    .unit(spec.unit)
    .span(spec.width)
    .height(spec.height ?? 8)
    .thresholds(thresholds(spec))
    .links(links(spec));
  if (spec.whenEmpty !== undefined) panel.noValue(spec.whenEmpty);
  for (const [index, query] of spec.queries.entries()) panel.withTarget(target(spec.kind, query, index));
  return panel;
}

function target(kind: PanelKind, { expr, legend }: Query, index: number): prometheus.DataqueryBuilder {
  const query = new prometheus.DataqueryBuilder()
    .refId(String.fromCharCode('A'.charCodeAt(0) + index))
    .datasource(datasource)
    .expr(expr)
    .legendFormat(legend);
  if (kind === 'heatmap') return query.range().format(prometheus.PromQueryFormat.Heatmap);
  if (kind === 'table') return query.instant().format(prometheus.PromQueryFormat.Table);
  return query.range();
}

function thresholds({ limits, moreIsBetter }: PanelSpec): dashboard.ThresholdsConfigBuilder {
  const [yellow, red] = limits ?? [null, null];
  const steps = moreIsBetter
    ? [
        { color: 'red', value: null },
        ...(red === null ? [] : [{ color: 'yellow', value: red }]),
        ...(yellow === null ? [] : [{ color: 'green', value: yellow }]),
      ]
    : [
        { color: 'green', value: null },
        ...(yellow === null ? [] : [{ color: 'yellow', value: yellow }]),
        ...(red === null ? [] : [{ color: 'red', value: red }]),
      ];
  return new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps);
}

function links({ runbook }: PanelSpec): dashboard.DashboardLinkBuilder[] {
  if (runbook === undefined) return [];
  const link = new dashboard.DashboardLinkBuilder(`Runbook: ${runbook}`);
  return [link.type(dashboard.DashboardLinkType.Link).url(`${runbooks}/${runbook}`).targetBlank(true)];
}
