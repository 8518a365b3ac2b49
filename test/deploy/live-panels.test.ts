// Debian packages: prometheus prometheus-alertmanager
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningService, startService, type WhenFinished } from '../support/process.ts';
import { fillVariables, listPanels, readDashboards } from './dashboards.ts';
import { type Monitoring, startMonitoring } from './monitoring.ts';
import { hasTool } from './tools.ts';

const canRun = hasTool('prometheus') && hasTool('prometheus-alertmanager');
/** The demo lives fast: within this time it breaches, escalates and writes back. */
const WATCHED_MS = 60_000;

/** A long run: the demo under a real Prometheus, and every query of every panel asked of it. */
describe.skipIf(!canRun)('the dashboards beside the living demo', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-panels-'));
  let service: RunningService;
  const cleanups: (() => unknown)[] = [];
  const whenFinished = ((cleanup: () => unknown) => void cleanups.push(cleanup)) as WhenFinished;
  let monitoring: Monitoring;

  beforeAll(async () => {
    monitoring = await startMonitoring(async () => {
      service = await startService(whenFinished, { DATA_DIR: folder, PORT: '0' });
      return service.url;
    });
    for (let passed = 0; passed < WATCHED_MS; passed += 1000) {
      await fetch(`${service.url}/readyz`);
      await setTimeout(1000);
    }
  }, 180_000);

  afterAll(async () => {
    await monitoring?.stop();
    service?.signal('SIGTERM');
    await service?.ended;
    for (const cleanup of cleanups) await cleanup();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const queries = readDashboards().flatMap((dashboard) =>
    listPanels(dashboard).flatMap(({ title, fieldConfig, targets = [] }) =>
      targets.map(({ expr }) => ({
        name: `${dashboard.title}, ${title}`,
        expr,
        mayBeEmpty: fieldConfig?.defaults.noValue !== undefined,
      })),
    ),
  );

  it.each(queries)('$name shows something', async ({ expr, mayBeEmpty }) => {
    const samples = await monitoring.query(fillVariables(expr));
    if (!mayBeEmpty) expect(samples.length).toBeGreaterThan(0);
    if (!mayBeEmpty && !expr.includes('histogram_quantile'))
      expect(samples.some(({ value }) => value[1] !== 'NaN')).toBe(true);
  });

  it('the demo raises no alert about itself', async () => {
    const ownTrouble = (await monitoring.firing()).filter(
      (name) => !/Watchdog|SlaBreached|SlaAtRisk|Escalation|BreachSpike/.test(name),
    );
    expect(ownTrouble).toEqual([]);
  });
});
