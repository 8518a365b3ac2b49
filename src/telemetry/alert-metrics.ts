import type { MetricDeclaration } from './metric.ts';

/** Telling Alertmanager and Grafana about single tickets. */
export const alertMetrics = {
  alertPushes: {
    type: 'counter',
    name: 'slabridge_alert_pushes_total',
    help: 'Attempts to tell Alertmanager or Grafana about single tickets, by how they ended.',
    labels: { target: ['alertmanager', 'grafana'], outcome: ['ok', 'failed', 'refused'] },
  },
  alertsStanding: {
    type: 'gauge',
    name: 'slabridge_alerts_standing',
    help: 'Overdue clocks that are kept as alerts of their own in Alertmanager.',
    labels: {},
  },
} as const satisfies Record<string, MetricDeclaration>;
