import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deployFolder } from './rules.ts';

export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly datasource?: { readonly uid: string };
}

export interface Panel {
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly Target[];
  readonly gridPos?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly noValue?: string;
      readonly thresholds?: { readonly steps: readonly unknown[] };
    };
  };
  readonly links?: readonly { readonly url: string }[];
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly query?: string;
  readonly multi?: boolean;
  readonly allValue?: string;
  readonly refresh?: number;
  readonly datasource?: { readonly uid: string };
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly editable: boolean;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly links: readonly {
    readonly type: string;
    readonly url?: string;
    readonly tags?: readonly string[];
  }[];
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr?: string }[] };
}

export const dashboardsFolder = path.join(deployFolder, 'grafana/dashboards');

export function readDashboards(): Dashboard[] {
  return readdirSync(dashboardsFolder).map(
    (file) => JSON.parse(readFileSync(path.join(dashboardsFolder, file), 'utf8')) as Dashboard,
  );
}

/** Pictures, without the rows that hold them together. */
export function listPanels(dashboard: Dashboard): Panel[] {
  return dashboard.panels.filter(({ type }) => type !== 'row');
}

/** The query as Prometheus gets it, with every series chosen. */
export function fillVariables(expr: string, rangeSeconds = 60): string {
  return expr
    .replaceAll('$__rate_interval', '30s')
    .replaceAll('$__range', `${rangeSeconds}s`)
    .replaceAll('$job', '.+')
    .replaceAll('$instance', '.+');
}
