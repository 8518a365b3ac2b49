// Debian packages: prometheus
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { buildFiles } from '../../deploy/grafana/build/files.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { lintDashboard } from './dashboard-lint.ts';
import { type Dashboard, fillVariables, listPanels, readDashboards } from './dashboards.ts';
import { deployFolder, metricsIn, readAlerts } from './rules.ts';
import { hasTool, runTool } from './tools.ts';

const dashboards = readDashboards();
const queries = dashboards.flatMap((dashboard) =>
  listPanels(dashboard).flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({ dashboard: dashboard.title, title, expr })),
  ),
);

it.each([...buildFiles()])('%s is what the code builds', (file, text) => {
  const committed = readFileSync(path.join(deployFolder, file), 'utf8');
  const read = (written: string): unknown => (file.endsWith('.json') ? JSON.parse(written) : parse(written));
  expect(read(committed)).toEqual(read(text));
});

describe.each(dashboards)('$title', (dashboard) => {
  it('keeps the rules for dashboards', () => {
    expect(lintDashboard(dashboard)).toEqual([]);
  });

  it('leads to the other dashboards, the console and the runbooks', () => {
    expect(
      dashboard.links.some(({ type, tags }) => type === 'dashboards' && tags?.includes('sla-bridge')),
    ).toBe(true);
    const urls = dashboard.links.map(({ url }) => url ?? '');
    expect(urls.some((url) => url.endsWith('/console/'))).toBe(true);
    expect(urls.some((url) => url === '$runbooks')).toBe(true);
  });

  it('marks new versions, alerts, breaches and escalations', () => {
    expect(dashboard.annotations.list.map(({ name }) => name)).toEqual([
      'New version',
      'Alerts',
      'Breaches and escalations',
    ]);
  });

  it('has panels that fit the grid beside each other', () => {
    const places = dashboard.panels.map(({ gridPos }) => gridPos!);
    const overlapping = places.filter((a, index) =>
      places
        .slice(index + 1)
        .some((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h),
    );
    expect(overlapping).toEqual([]);
    expect(places.filter(({ x, w }) => x + w > 24)).toEqual([]);
  });

  it('links panels to runbooks that exist', () => {
    const alerts = readAlerts().map(({ alert }) => alert);
    const linked = listPanels(dashboard).flatMap(({ links = [] }) =>
      links.map(({ url }) => path.basename(url)),
    );
    expect(linked.length).toBeGreaterThan(2);
    expect(linked.filter((name) => !alerts.includes(name))).toEqual([]);
  });
});

it('no panel of a dashboard has the title of another', () => {
  for (const dashboard of dashboards) {
    const titles = listPanels(dashboard).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  }
});

it('panels show series that the service really exposes', async () => {
  const telemetry = createMetrics({ version: '0', revision: 'unknown', tables: ['incident'] });
  const { body } = await telemetry.expose('text');
  const exposed = new Set(
    [...body.matchAll(/^(\w+)/gm), ...body.matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1]!),
  );
  const unknown = queries.filter(({ expr }) =>
    metricsIn(expr).some((name) => !exposed.has(name.replace(/^(nodejs_\w+)_sum$/, '$1'))),
  );

  expect(queries.length).toBeGreaterThan(50);
  expect(unknown).toEqual([]);
});

it.skipIf(!hasTool('promtool'))('promtool understands every query', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'panels-'));
  const rules = queries.map(({ expr }, index) => ({ record: `panel:${index}`, expr: fillVariables(expr) }));
  writeFileSync(path.join(folder, 'panels.yaml'), stringify({ groups: [{ name: 'panels', rules }] }));
  const { code, output } = runTool('promtool', ['check', 'rules', 'panels.yaml'], folder);
  rmSync(folder, { recursive: true });
  expect(output).toContain(`${queries.length} rules found`);
  expect(code).toBe(0);
});

describe('a dashboard is objected to when', () => {
  const [good] = dashboards as [Dashboard];
  const withQuery = (expr: string): Dashboard => ({
    ...good,
    panels: [{ ...listPanels(good)[0]!, targets: [{ refId: 'A', expr }] }],
  });
  const chosen = 'job=~"$job", instance=~"$instance"';

  it.each<[string, string, Dashboard]>([
    ['it can be edited', 'uneditable-dashboard', { ...good, editable: true }],
    ['it has no variables', 'template-datasource-rule', { ...good, templating: { list: [] } }],
    [
      'a panel has no description',
      'panel-title-description-rule',
      { ...good, panels: [{ ...listPanels(good)[0]!, description: '' }] },
    ],
    [
      'a panel has no unit',
      'panel-units-rule',
      { ...good, panels: [{ ...listPanels(good)[0]!, fieldConfig: { defaults: {} } }] },
    ],
    [
      'a panel has no query',
      'panel-no-targets-rule',
      { ...good, panels: [{ ...listPanels(good)[0]!, targets: [] }] },
    ],
    ['a query reads every job', 'target-job-rule', withQuery('up{instance=~"$instance"}')],
    ['a query reads every instance', 'target-instance-rule', withQuery('up{job=~"$job"}')],
    [
      'a counter is shown as it is',
      'target-counter-agg-rule',
      withQuery(`slabridge_sla_breaches_total{${chosen}}`),
    ],
    [
      'a rate has a fixed range',
      'target-rate-interval-rule',
      withQuery(`rate(slabridge_sla_breaches_total{${chosen}}[5m])`),
    ],
    ['a bracket is missing', 'target-promql-rule', withQuery(`sum(up{${chosen}}`)],
  ])('%s', (_, rule, dashboard) => {
    expect(lintDashboard(dashboard).join('\n')).toContain(rule);
  });
});
