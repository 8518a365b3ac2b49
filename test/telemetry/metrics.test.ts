import { describe, expect, it } from 'vitest';
import type { MetricDeclaration } from '../../src/telemetry/metric.ts';
import { metricDeclarations } from '../../src/telemetry/metric-declarations.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const options = {
  version: '1.2.3',
  revision: 'abc',
  tables: ['incident', 'problem'],
  withProcessMetrics: false,
};
const declarations = Object.values(metricDeclarations as Record<string, MetricDeclaration>);

function seriesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the exposition', () => {
  it('starts every series that is known beforehand at 0', async () => {
    const { body, contentType } = await createMetrics(options).expose('text');

    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('slabridge_sla_breaches_total{clock="fix",priority="low"} 0');
    expect(body).toContain('slabridge_poll_last_success_timestamp_seconds{table="problem"} 0');
    expect(body).toContain(
      'slabridge_records_applied_total{table="incident",source="poll",result="inserted"} 0',
    );
    expect(body).toContain('slabridge_channel_advice_total 0');
    expect(body).toContain('slabridge_build_info{version="1.2.3",revision="abc"} 1');
  });

  it('is not changed by a reader who asked for OpenMetrics before', async () => {
    const telemetry = createMetrics(options);
    const before = (await telemetry.expose('text')).body;

    await telemetry.expose('openmetrics');

    expect((await telemetry.expose('text')).body).toBe(before);
  });

  it('shows OpenMetrics readers the same series, with exemplars and an end mark', async () => {
    const telemetry = createMetrics(options);
    telemetry.metrics.outboxDelivery.observe({}, 0.3, { message_id: 'm-1' });
    telemetry.metrics.slaBreaches.inc({ clock: 'fix', priority: 'low' }, 2);

    const text = await telemetry.expose('text');
    const open = await telemetry.expose('openmetrics');

    const withoutExemplars = seriesOf(open.body).map((line) => line.replace(/ # \{.*$/, ''));
    expect(withoutExemplars).toEqual(seriesOf(text.body));
    expect(open.contentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    expect(open.body).toMatch(/outbox_delivery_seconds_bucket\{le="0\.5"\} 1 # \{message_id="m-1"\} 0\.3 /);
    expect(open.body).toContain('# TYPE slabridge_sla_breaches counter');
    expect(open.body).toMatch(/# EOF\n$/);
    expect(text.body).not.toContain('message_id');
  });

  it('carries the figures of the process, but none that breaks the naming rules', async () => {
    const { body } = await createMetrics({ ...options, withProcessMetrics: true }).expose('text');

    const gauges = [...body.matchAll(/# TYPE (\S+) gauge/g)].map((match) => match[1]);
    expect(gauges).toContain('process_start_time_seconds');
    expect(gauges.filter((name) => name?.endsWith('_total'))).toEqual([]);
    expect(seriesOf(body).length).toBeLessThan(700);
  });

  it('forgets the series of a gauge whose words come and go', async () => {
    const telemetry = createMetrics(options);
    telemetry.metrics.ticketProblems.set({ code: 'unknown-choice' }, 3);

    telemetry.metrics.ticketProblems.reset();

    expect((await telemetry.expose('text')).body).not.toContain('unknown-choice');
  });
});

describe('every declaration', () => {
  it.each(
    declarations.map((each) => [each.name, each] as const),
  )('%s keeps to the naming rules', (name, metric) => {
    expect(name).toMatch(/^(slabridge|http)_[a-z0-9_]+$/);
    expect(name.endsWith('_total')).toBe(metric.type === 'counter');
    expect(metric.help).toMatch(/\.$/);
    if (metric.type === 'histogram') expect(name).toMatch(/_seconds$/);
    expect(metric.buckets?.toSorted((a, b) => a - b)).toEqual(metric.buckets);
    for (const label of Object.keys(metric.labels)) expect(label).not.toMatch(/number|sys_?id|account/);
  });

  it('has a name of its own', () => {
    const names = declarations.map((metric) => metric.name);

    expect(new Set(names).size).toBe(names.length);
  });
});
