import type { DashboardSpec } from './dashboard.ts';
import { chosen } from './panel.ts';

const lag = (quantile: number): { expr: string; legend: string } => ({
  expr: `histogram_quantile(${quantile}, sum by (le) (rate(slabridge_sync_lag_seconds_bucket{${chosen}}[$__rate_interval])))`,
  legend: `p${quantile * 100}`,
});

/** Reading from ServiceNow: for the operator. */
export const sync: DashboardSpec = {
  uid: 'sla-bridge-sync',
  title: 'Sync',
  description: 'How fresh and how true the mirror is.',
  rows: [
    {
      title: 'Freshness',
      panels: [
        {
          kind: 'timeseries',
          title: 'Time since the last good poll',
          description: 'By table; the interval beside it.',
          unit: 's',
          queries: [
            {
              expr: `time() - max by (table) (slabridge_poll_last_success_timestamp_seconds{${chosen}})`,
              legend: '{{table}}',
            },
            {
              expr: `max by (table) (slabridge_poll_interval_seconds{${chosen}})`,
              legend: '{{table}}: interval',
            },
          ],
          runbook: 'SlaBridgePollStale',
          width: 12,
        },
        {
          kind: 'timeseries',
          title: 'From a change in ServiceNow to its being here',
          description: 'The median and the slow ones.',
          unit: 's',
          queries: [lag(0.5), lag(0.95), lag(0.99)],
          limits: [60, 300],
          whenEmpty: 'nothing changed',
          runbook: 'SlaBridgeFreshnessBudgetBurnsFast',
          width: 12,
        },
        {
          kind: 'timeseries',
          title: 'Length of a poll',
          description: 'From first request to last commit, mean by table.',
          unit: 's',
          queries: [
            {
              expr: `sum by (table) (rate(slabridge_poll_duration_seconds_sum{${chosen}}[$__rate_interval])) / sum by (table) (rate(slabridge_poll_duration_seconds_count{${chosen}}[$__rate_interval]))`,
              legend: '{{table}}',
            },
          ],
          whenEmpty: 'no poll',
          width: 12,
        },
        {
          kind: 'timeseries',
          title: 'Watermark',
          description: 'How far back the newest record stamp lies up to which everything has been applied.',
          unit: 's',
          queries: [
            {
              expr: `time() - max by (table) (slabridge_watermark_timestamp_seconds{${chosen}} > 0)`,
              legend: '{{table}}',
            },
          ],
          whenEmpty: 'no first sync yet',
          runbook: 'SlaBridgeWatermarkStuck',
          width: 12,
        },
      ],
    },
    {
      title: 'Flow',
      panels: [
        {
          kind: 'timeseries',
          title: 'Records by what became of them',
          description: 'Records read per second; `unchanged` ones are read twice on purpose.',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (result) (rate(slabridge_records_applied_total{${chosen}}[$__rate_interval]))`,
              legend: '{{result}}',
            },
          ],
          stacked: true,
          runbook: 'SlaBridgeRecordsRejected',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Changes by where they came from',
          description: 'Inserted, updated and deleted records per second.',
          unit: 'ops',
          queries: [
            {
              expr: `sum by (source) (rate(slabridge_records_applied_total{${chosen}, result=~"inserted|updated|deleted"}[$__rate_interval]))`,
              legend: '{{source}}',
            },
          ],
          stacked: true,
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Webhooks',
          description: 'Requests per second, by what became of them.',
          unit: 'reqps',
          queries: [
            {
              expr: `sum by (result) (rate(slabridge_webhook_received_total{${chosen}}[$__rate_interval]))`,
              legend: '{{result}}',
            },
          ],
          stacked: true,
          runbook: 'SlaBridgeWebhookSilent',
          width: 8,
        },
      ],
    },
    {
      title: 'Truth',
      panels: [
        {
          kind: 'timeseries',
          title: 'Drift',
          description: 'Records that the last complete comparison had to put right.',
          unit: 'short',
          queries: [
            { expr: `max by (table) (slabridge_reconcile_drift_records{${chosen}})`, legend: '{{table}}' },
          ],
          limits: [1, 100],
          runbook: 'SlaBridgeDriftFound',
          width: 12,
        },
        {
          kind: 'timeseries',
          title: 'Time since the last complete comparison',
          description: 'By table.',
          unit: 's',
          queries: [
            {
              expr: `time() - max by (table) (slabridge_reconcile_last_success_timestamp_seconds{${chosen}} > 0)`,
              legend: '{{table}}',
            },
          ],
          whenEmpty: 'none yet',
          runbook: 'SlaBridgeReconcileStale',
          width: 12,
        },
      ],
    },
  ],
};
