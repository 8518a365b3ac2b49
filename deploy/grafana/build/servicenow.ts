import type { DashboardSpec } from './dashboard.ts';
import { chosen } from './panel.ts';

const requests = 'slabridge_servicenow_request_duration_seconds';

/** The instance as it answers us, and what is written to it. */
export const serviceNow: DashboardSpec = {
  uid: 'sla-bridge-servicenow',
  title: 'ServiceNow and outbox',
  description: 'How the instance answers, and whether write-backs get through.',
  rows: [
    {
      title: 'Requests to ServiceNow',
      panels: [
        {
          kind: 'timeseries',
          title: 'Requests',
          description: 'Per second, by operation.',
          unit: 'reqps',
          queries: [
            {
              expr: `sum by (operation) (rate(${requests}_count{${chosen}}[$__rate_interval]))`,
              legend: '{{operation}}',
            },
          ],
          stacked: true,
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Failures',
          description: 'Requests per second that did not end well, by how.',
          unit: 'reqps',
          queries: [
            {
              expr: `sum by (outcome) (rate(${requests}_count{${chosen}, outcome!="ok"}[$__rate_interval]))`,
              legend: '{{outcome}}',
            },
          ],
          stacked: true,
          whenEmpty: 'none',
          runbook: 'SlaBridgeServiceNowDown',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Time to answer (p95)',
          description: 'From sending to the last byte, by operation.',
          unit: 's',
          queries: [
            {
              expr: `histogram_quantile(0.95, sum by (operation, le) (rate(${requests}_bucket{${chosen}}[$__rate_interval])))`,
              legend: '{{operation}}',
            },
          ],
          limits: [5, 15],
          runbook: 'SlaBridgeServiceNowSlow',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Limited',
          description: 'Answers with 429 per second.',
          unit: 'reqps',
          queries: [
            {
              expr: `sum(rate(${requests}_count{${chosen}, outcome="http_429"}[$__rate_interval]))`,
              legend: '429',
            },
          ],
          whenEmpty: 'none',
          runbook: 'SlaBridgeServiceNowThrottles',
          width: 12,
          height: 6,
        },
        {
          kind: 'timeseries',
          title: "The instance's clock less ours",
          description: 'Positive when the instance is ahead. SLAs follow the instance.',
          unit: 's',
          queries: [{ expr: `slabridge_servicenow_clock_skew_seconds{${chosen}}`, legend: '{{instance}}' }],
          limits: [30, 60],
          runbook: 'SlaBridgeClockSkew',
          width: 12,
          height: 6,
        },
      ],
    },
    {
      title: 'Outbox',
      panels: [
        {
          kind: 'timeseries',
          title: 'Write-backs that are not done',
          description: 'Pending, in flight, held for a person, or given up.',
          unit: 'short',
          queries: [
            {
              expr: `max by (state) (slabridge_outbox_messages{${chosen}, state!~"delivered|dropped"})`,
              legend: '{{state}}',
            },
          ],
          runbook: 'SlaBridgeOutboxStuck',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Attempts, by how they ended',
          description: 'Per minute.',
          unit: 'short',
          queries: [
            {
              expr: `60 * sum by (outcome) (rate(slabridge_outbox_deliveries_total{${chosen}}[$__rate_interval]))`,
              legend: '{{outcome}}',
            },
          ],
          stacked: true,
          runbook: 'SlaBridgeWriteBackRetries',
          width: 8,
        },
        {
          kind: 'heatmap',
          title: 'From deciding to confirmed',
          description: 'How long write-backs take.',
          unit: 's',
          queries: [
            {
              expr: `sum by (le) (increase(slabridge_outbox_delivery_seconds_bucket{${chosen}}[$__rate_interval]))`,
              legend: '{{le}}',
            },
          ],
          runbook: 'SlaBridgeWriteBackBudgetBurnsFast',
          width: 8,
        },
        {
          kind: 'stat',
          title: 'Age of the oldest that waits',
          description: 'Since it was decided.',
          unit: 's',
          queries: [
            {
              expr: `time() - min(slabridge_outbox_oldest_pending_timestamp_seconds{${chosen}} > 0)`,
              legend: 'age',
            },
          ],
          limits: [300, 900],
          whenEmpty: 'none waits',
          runbook: 'SlaBridgeOutboxStuck',
          width: 8,
          height: 6,
        },
        {
          kind: 'statetimeline',
          title: 'Storm guard',
          description: '1 while write-backs are held because too many escalations came at once.',
          unit: 'short',
          queries: [{ expr: `max(slabridge_storm_guard_held{${chosen}})`, legend: 'held' }],
          limits: [null, 1],
          runbook: 'SlaBridgeStormGuardHeld',
          width: 16,
          height: 6,
        },
      ],
    },
  ],
};
