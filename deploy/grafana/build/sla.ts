import type { DashboardSpec } from './dashboard.ts';
import { chosen } from './panel.ts';

/** Tickets, clocks, breaches and the ladder: for the service manager. */
export const sla: DashboardSpec = {
  uid: 'sla-bridge-sla',
  title: 'SLA and escalations',
  description: 'Are we inside SLA, what will breach, and who was called?',
  rows: [
    {
      title: 'Stock',
      panels: [
        {
          kind: 'timeseries',
          title: 'Open tickets by priority',
          description: 'Tickets that are neither resolved nor closed nor cancelled.',
          unit: 'short',
          queries: [
            {
              expr: `sum by (priority) (max by (state, priority) (slabridge_tickets{${chosen}, state=~"new|open|waiting"}))`,
              legend: '{{priority}}',
            },
          ],
          stacked: true,
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Clocks that are not finished',
          description: 'By what they do. `breached` is over its target and still runs.',
          unit: 'short',
          queries: [
            {
              expr: `sum by (state) (max by (clock, state) (slabridge_clocks{${chosen}, state=~"pending|running|paused|breached"}))`,
              legend: '{{state}}',
            },
          ],
          width: 8,
        },
        {
          kind: 'bargauge',
          title: 'Will breach within',
          description: 'Running clocks that reach their target within the time if nothing happens.',
          unit: 'short',
          queries: [{ expr: `max by (window) (slabridge_sla_at_risk{${chosen}})`, legend: '{{window}}' }],
          limits: [1, 20],
          runbook: 'SlaBridgeSlaAtRisk',
          width: 8,
        },
        {
          kind: 'table',
          title: 'Overdue clocks',
          description: 'Clocks that have used up their target and still run, by kind.',
          unit: 'short',
          queries: [
            { expr: `max by (clock) (slabridge_clocks{${chosen}, state="breached"})`, legend: '{{clock}}' },
          ],
          limits: [1, 10],
          runbook: 'SlaBridgeUrgentSlaBreached',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Kept, of the clocks that are finished',
          description: 'Share of met clocks among those that stopped, over everything in the mirror.',
          unit: 'percentunit',
          queries: [
            {
              expr: `max by (clock) (slabridge_clocks{${chosen}, state="met"}) / (max by (clock) (slabridge_clocks{${chosen}, state="met"}) + max by (clock) (slabridge_clocks{${chosen}, state="missed"}))`,
              legend: '{{clock}}',
            },
          ],
          limits: [0.95, 0.9],
          moreIsBetter: true,
          whenEmpty: 'none finished',
          width: 16,
        },
      ],
    },
    {
      title: 'What happened',
      panels: [
        {
          kind: 'timeseries',
          title: 'Breaches per hour',
          description: 'Clocks that used up their target, by priority.',
          unit: 'short',
          queries: [
            {
              expr: `3600 * sum by (priority) (rate(slabridge_sla_breaches_total{${chosen}}[$__rate_interval]))`,
              legend: '{{priority}}',
            },
          ],
          stacked: true,
          runbook: 'SlaBridgeBreachSpike',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Breaches per hour, by clock',
          description: 'Response, troubleshoot or fix.',
          unit: 'short',
          queries: [
            {
              expr: `3600 * sum by (clock) (rate(slabridge_sla_breaches_total{${chosen}}[$__rate_interval]))`,
              legend: '{{clock}}',
            },
          ],
          stacked: true,
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Warnings per hour',
          description: 'Warning thresholds of the policy that clocks reached.',
          unit: 'short',
          queries: [
            {
              expr: `3600 * sum by (priority) (rate(slabridge_sla_warnings_total{${chosen}}[$__rate_interval]))`,
              legend: '{{priority}}',
            },
          ],
          stacked: true,
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Escalations per hour, by level',
          description: 'Steps of the ladder that were raised.',
          unit: 'short',
          queries: [
            {
              expr: `3600 * sum by (level) (rate(slabridge_escalations_total{${chosen}}[$__rate_interval]))`,
              legend: 'level {{level}}',
            },
          ],
          stacked: true,
          runbook: 'SlaBridgeSeniorEscalationRaised',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Escalations per hour, by route',
          description: "Whether the level's contact could be called directly, or through the service desk.",
          unit: 'short',
          queries: [
            {
              expr: `3600 * sum by (route, trigger) (rate(slabridge_escalations_total{${chosen}}[$__rate_interval]))`,
              legend: '{{route}}, {{trigger}}',
            },
          ],
          stacked: true,
          width: 8,
        },
        {
          kind: 'heatmap',
          title: 'How late breaches are recorded',
          description: 'From the instant of a breach to its being recorded.',
          unit: 's',
          queries: [
            {
              expr: `sum by (le) (increase(slabridge_sla_breach_detection_delay_seconds_bucket{${chosen}}[$__rate_interval]))`,
              legend: '{{le}}',
            },
          ],
          runbook: 'SlaBridgeDetectionBudgetBurnsFast',
          width: 8,
        },
      ],
    },
    {
      title: 'The rules and the data',
      panels: [
        {
          kind: 'stat',
          title: 'Bank holidays known for',
          description: 'Beyond that they are worked out by rule.',
          unit: 's',
          queries: [
            {
              expr: `min(slabridge_holiday_horizon_timestamp_seconds{${chosen}}) - time()`,
              legend: 'known for',
            },
          ],
          limits: [90 * 86_400, 0],
          moreIsBetter: true,
          runbook: 'SlaBridgeHolidayHorizonNear',
          width: 8,
          height: 6,
        },
        {
          kind: 'timeseries',
          title: 'Problems of tickets',
          description: 'Values that could not be understood, by code.',
          unit: 'short',
          queries: [{ expr: `max by (code) (slabridge_ticket_problems{${chosen}})`, legend: '{{code}}' }],
          whenEmpty: 'none',
          runbook: 'SlaBridgeTicketProblems',
          width: 8,
          height: 6,
        },
        {
          kind: 'stat',
          title: 'Advice to phone',
          description:
            'Critical tickets from another channel that were given the advice, over the time shown.',
          unit: 'short',
          queries: [
            { expr: `sum(increase(slabridge_channel_advice_total{${chosen}}[$__range]))`, legend: 'advised' },
          ],
          width: 8,
          height: 6,
        },
      ],
    },
  ],
};
