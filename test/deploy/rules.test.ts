// Debian packages: prometheus prometheus-alertmanager
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { deployFolder, metricsIn, readAlerts, readRules, readUnitTests } from './rules.ts';
import { hasTool, runTool } from './tools.ts';

const alerts = readAlerts();
const alertNames = alerts.map(({ alert }) => alert);

describe('alert rules', () => {
  it('have names of their own, all with the same beginning', () => {
    expect(alertNames.length).toBeGreaterThan(30);
    expect(new Set(alertNames).size).toBe(alertNames.length);
    expect(alertNames.filter((name) => !/^SlaBridge[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
  });

  it.each(alerts)('$alert says how bad it is, what is wrong, and where to read on', (rule) => {
    expect(['critical', 'warning', 'info', 'none']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).toMatch(/\.$/);
    expect(rule.annotations.description).toMatch(/\.$/);
    expect(rule.annotations.runbook_url).toBe(
      `{{ with query "last_over_time(slabridge_public_address_info[1d])" }}{{ . | first | label "runbooks" }}{{ end }}/${rule.alert}`,
    );
  });

  it('look at series that the service or another rule really gives', async () => {
    const telemetry = createMetrics({ version: '0', revision: 'unknown', tables: ['incident'] });
    const { body } = await telemetry.expose('text');
    const exposed = new Set([...body.matchAll(/^# TYPE (\w+)/gm)].map((match) => match[1]!));
    const recorded = readRules().flatMap((rule) => ('record' in rule ? [rule.record] : []));
    const known = new Set([...exposed, ...recorded]);

    const used = readRules().flatMap(({ expr }) => metricsIn(expr));
    expect(used.length).toBeGreaterThan(40);
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('unit tests of alerts', () => {
  const tests = readUnitTests();
  const expectsAlert = (name: string, fires: boolean): boolean =>
    tests.some(
      (test) =>
        test.name.startsWith(`${name} ${fires ? 'fires' : 'stays silent'}`) &&
        test.promql_expr_test.every(
          ({ expr, exp_samples }) => expr.includes(`"${name}"`) && exp_samples.length > 0 === fires,
        ),
    );

  it.each(alertNames)('%s has one that fires', (name) => {
    expect(expectsAlert(name, true)).toBe(true);
  });

  // The watchdog never stays silent.
  it.each(alertNames.filter((name) => name !== 'SlaBridgeWatchdog'))('%s has one that does not', (name) => {
    expect(expectsAlert(name, false)).toBe(true);
  });
});

describe.skipIf(!hasTool('promtool'))('promtool', () => {
  it('accepts configuration and rules', () => {
    const { code, output } = runTool(
      'promtool',
      ['check', 'config', 'prometheus/prometheus.yaml'],
      deployFolder,
    );
    expect(output).toContain('7 rule files found');
    expect(code).toBe(0);
  });

  it.each([
    'sla',
    'sync',
    'servicenow',
    'outbox',
    'process',
    'slo',
  ])('sees the unit tests of %s pass', (name) => {
    const { code, output } = runTool(
      'promtool',
      ['test', 'rules', `prometheus/tests/${name}.yaml`],
      deployFolder,
    );
    expect(output).toContain('SUCCESS');
    expect(code).toBe(0);
    // Weeks of samples, and minutes of work where other programs have the cores.
  }, 180_000);
});

describe.skipIf(!hasTool('amtool'))('amtool', () => {
  const config = 'alertmanager/alertmanager.yaml';

  it('accepts the configuration', () => {
    expect(runTool('amtool', ['check-config', config], deployFolder).code).toBe(0);
  });

  it.each([
    ['dead-mans-switch', ['alertname=SlaBridgeWatchdog', 'severity=none']],
    ['service-desk', ['alertname=TicketSlaBreached', 'ticket=CS0000001', 'severity=critical']],
    ['service-manager', ['alertname=SlaBridgeUrgentSlaBreached', 'severity=critical']],
    ['service-manager', ['alertname=SlaBridgeSeniorEscalationRaised', 'severity=critical']],
    ['operators', ['alertname=SlaBridgePollStale', 'severity=critical']],
    ['nobody', ['alertname=SlaBridgeVersionsDiffer', 'severity=info']],
  ])('routes to %s what concerns them: %j', (receiver, labels) => {
    const args = ['config', 'routes', 'test', `--config.file=${config}`, ...labels];
    expect(runTool('amtool', args, deployFolder).output).toContain(receiver);
  });
});
