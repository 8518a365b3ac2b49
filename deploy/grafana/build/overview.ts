import type { DashboardSpec } from './dashboard.ts';
import { chosen } from './panel.ts';

const lateShare = (metric: string, seconds: number, more = ''): string =>
  `1 - sum(rate(${metric}_bucket{${chosen}${more}, le=~"${seconds}(\\\\.0)?"}[$__range])) / sum(rate(${metric}_count{${chosen}${more}}[$__range]))`;

/** What everybody wants to know first: is anything overdue, is the picture fresh, does anything need a person? */
export const overview: DashboardSpec = {
  uid: 'sla-bridge-overview',
  title: 'Overview',
  description: 'Is anything overdue, is the picture fresh, does anything need a person?',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          kind: 'stat',
          title: 'Overdue clocks',
          description: 'Clocks that have used up their target and still run.',
          unit: 'short',
          queries: [
            {
              expr: `max(sum by (instance) (slabridge_clocks{${chosen}, state="breached"}))`,
              legend: 'overdue',
            },
          ],
          limits: [1, 10],
          runbook: 'SlaBridgeUrgentSlaBreached',
          width: 4,
          height: 5,
        },
        {
          kind: 'stat',
          title: 'At risk within an hour',
          description: 'Running clocks that will breach within an hour if nothing happens.',
          unit: 'short',
          queries: [{ expr: `max(slabridge_sla_at_risk{${chosen}, window="1h"})`, legend: 'at risk' }],
          limits: [1, 20],
          runbook: 'SlaBridgeSlaAtRisk',
          width: 4,
          height: 5,
        },
        {
          kind: 'stat',
          title: 'Open tickets',
          description: 'Live tickets that are neither resolved nor closed nor cancelled.',
          unit: 'short',
          queries: [
            {
              expr: `max(sum by (instance) (slabridge_tickets{${chosen}, state=~"new|open|waiting"}))`,
              legend: 'open',
            },
          ],
          width: 4,
          height: 5,
        },
        {
          kind: 'stat',
          title: 'Oldest good poll',
          description: 'How long ago the table that was read longest ago was read without a fault.',
          unit: 's',
          queries: [
            {
              expr: `time() - min(max by (table) (slabridge_poll_last_success_timestamp_seconds{${chosen}}))`,
              legend: 'age',
            },
          ],
          limits: [90, 300],
          runbook: 'SlaBridgePollStale',
          width: 4,
          height: 5,
        },
        {
          kind: 'stat',
          title: 'Write-backs that wait',
          description: 'Decided and not yet confirmed by ServiceNow.',
          unit: 'short',
          queries: [
            {
              expr: `sum(max by (state) (slabridge_outbox_messages{${chosen}, state=~"pending|in-flight|held"}))`,
              legend: 'waiting',
            },
          ],
          limits: [20, 100],
          runbook: 'SlaBridgeOutboxStuck',
          width: 4,
          height: 5,
        },
        {
          kind: 'stat',
          title: 'Given up',
          description: 'Write-backs that are not tried again by themselves.',
          unit: 'short',
          queries: [{ expr: `max(slabridge_outbox_messages{${chosen}, state="dead"})`, legend: 'dead' }],
          limits: [null, 1],
          runbook: 'SlaBridgeDeadLetters',
          width: 4,
          height: 5,
        },
      ],
    },
    {
      title: 'Promises, over the time shown',
      panels: [
        {
          kind: 'stat',
          title: 'Late changes',
          description: 'Share of changes in ServiceNow that took more than 60 s to get here; 1 % is allowed.',
          unit: 'percentunit',
          queries: [
            { expr: lateShare('slabridge_sync_lag_seconds', 60, ', source=~"poll|webhook"'), legend: 'late' },
          ],
          limits: [0.01, 0.05],
          whenEmpty: 'nothing changed',
          runbook: 'SlaBridgeFreshnessBudgetBurnsFast',
          width: 8,
          height: 5,
        },
        {
          kind: 'stat',
          title: 'Late write-backs',
          description:
            'Share of write-backs that took ServiceNow more than 5 min to confirm; 0.1 % is allowed.',
          unit: 'percentunit',
          queries: [{ expr: lateShare('slabridge_outbox_delivery_seconds', 300), legend: 'late' }],
          limits: [0.001, 0.01],
          whenEmpty: 'nothing written',
          runbook: 'SlaBridgeWriteBackBudgetBurnsFast',
          width: 8,
          height: 5,
        },
        {
          kind: 'stat',
          title: 'Breaches found late',
          description: 'Share of breaches recorded more than 30 s after their instant; 0.1 % is allowed.',
          unit: 'percentunit',
          queries: [{ expr: lateShare('slabridge_sla_breach_detection_delay_seconds', 30), legend: 'late' }],
          limits: [0.001, 0.01],
          whenEmpty: 'no breach',
          runbook: 'SlaBridgeDetectionBudgetBurnsFast',
          width: 8,
          height: 5,
        },
      ],
    },
    {
      title: 'Lately',
      panels: [
        {
          kind: 'timeseries',
          title: 'Breaches and escalations',
          description: 'Clocks that breached and ladder steps that were raised, per hour.',
          unit: 'short',
          queries: [
            {
              expr: `3600 * sum(rate(slabridge_sla_breaches_total{${chosen}}[$__rate_interval]))`,
              legend: 'breaches',
            },
            {
              expr: `3600 * sum(rate(slabridge_escalations_total{${chosen}}[$__rate_interval]))`,
              legend: 'escalations',
            },
          ],
          runbook: 'SlaBridgeBreachSpike',
          width: 12,
        },
        {
          kind: 'table',
          title: 'Alerts that fire',
          description: 'What Prometheus is alerting on; the runbook of each explains it.',
          unit: 'short',
          queries: [
            {
              expr: 'max by (alertname, severity, table, clock, priority) (ALERTS{alertstate="firing", severity!="none", job=~"$job"})',
              legend: '{{alertname}}',
            },
          ],
          whenEmpty: 'none',
          width: 12,
        },
        {
          kind: 'statetimeline',
          title: 'Replicas',
          description: '1 while an instance answers Prometheus.',
          unit: 'short',
          queries: [{ expr: `up{${chosen}}`, legend: '{{instance}}' }],
          limits: [1, 0],
          moreIsBetter: true,
          runbook: 'SlaBridgeDown',
          width: 24,
          height: 6,
        },
      ],
    },
  ],
};
