import { messageKinds, messageStates } from '../vocabulary.ts';
import type { MetricDeclaration } from './metric.ts';

export const deliveryOutcomes = ['delivered', 'dropped', 'retried', 'dead'] as const;

/** Writing to ServiceNow. */
export const writeBackMetrics = {
  outboxMessages: {
    type: 'gauge',
    name: 'slabridge_outbox_messages',
    help: 'Write-backs by state.',
    labels: { state: messageStates },
  },
  outboxOldestPending: {
    type: 'gauge',
    name: 'slabridge_outbox_oldest_pending_timestamp_seconds',
    help: 'When the oldest write-back that still waits was decided; 0 when none waits.',
    labels: {},
  },
  outboxDeliveries: {
    type: 'counter',
    name: 'slabridge_outbox_deliveries_total',
    help: 'Attempts to write back, by how they ended.',
    labels: { action: messageKinds, outcome: deliveryOutcomes },
  },
  outboxDelivery: {
    type: 'histogram',
    name: 'slabridge_outbox_delivery_seconds',
    help: 'From deciding a write-back to ServiceNow confirming it.',
    labels: {},
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900],
  },
} as const satisfies Record<string, MetricDeclaration>;
