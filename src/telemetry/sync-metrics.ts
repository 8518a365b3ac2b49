import type { MetricDeclaration } from './metric.ts';

/** Where a record came from. */
export const recordSources = ['poll', 'webhook', 'reconcile', 'resync', 'write-back'] as const;

/** What became of it. */
export const recordResults = ['inserted', 'updated', 'unchanged', 'stale', 'deleted', 'rejected'] as const;

/** What became of a webhook request. */
export const webhookResults = [
  'accepted',
  'duplicate',
  'bad_signature',
  'stale',
  'too_large',
  'wrong_type',
  'invalid',
  'rate_limited',
  'shed',
] as const;

/** What following up an accepted webhook came to. */
export const webhookOutcomes = ['applied', 'echo', 'not-found', 'failed'] as const;

/** Reading from ServiceNow. */
export const syncMetrics = {
  recordsApplied: {
    type: 'counter',
    name: 'slabridge_records_applied_total',
    help: 'Records read from ServiceNow, by what became of them.',
    labels: { table: null, source: recordSources, result: recordResults },
  },
  syncLag: {
    type: 'histogram',
    name: 'slabridge_sync_lag_seconds',
    help: "From a record's update in ServiceNow to its being stored here.",
    labels: { table: null, source: recordSources },
    buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600],
  },
  pollInterval: {
    type: 'gauge',
    name: 'slabridge_poll_interval_seconds',
    help: 'How often a table is polled.',
    labels: { table: null },
  },
  pollDuration: {
    type: 'histogram',
    name: 'slabridge_poll_duration_seconds',
    help: 'One poll of a table, from first request to last commit.',
    labels: { table: null },
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  },
  pollLastSuccess: {
    type: 'gauge',
    name: 'slabridge_poll_last_success_timestamp_seconds',
    help: 'When a table was last polled without a fault; 0 for never.',
    labels: { table: null },
  },
  watermark: {
    type: 'gauge',
    name: 'slabridge_watermark_timestamp_seconds',
    help: 'Everything up to this record stamp has been applied; 0 before the first.',
    labels: { table: null },
  },
  reconcileLastSuccess: {
    type: 'gauge',
    name: 'slabridge_reconcile_last_success_timestamp_seconds',
    help: 'When a table was last compared completely; 0 for never.',
    labels: { table: null },
  },
  reconcileDrift: {
    type: 'gauge',
    name: 'slabridge_reconcile_drift_records',
    help: 'Records that the last complete comparison had to put right.',
    labels: { table: null },
  },
  historyWaiting: {
    type: 'gauge',
    name: 'slabridge_history_waiting_tickets',
    help: 'Live tickets of which versions were missed that are still to be looked up in the audit trail.',
    labels: { table: null },
  },
  historyGaps: {
    type: 'gauge',
    name: 'slabridge_history_gap_tickets',
    help: 'Live tickets with versions that nobody knows, by whether the audit trail cannot be read or does not have them.',
    labels: { table: null, reason: ['unreadable', 'not-kept'] },
  },
  webhookReceived: {
    type: 'counter',
    name: 'slabridge_webhook_received_total',
    help: 'Webhook requests, by what became of them.',
    labels: { result: webhookResults },
  },
  webhookFollowedUp: {
    type: 'counter',
    name: 'slabridge_webhook_followed_up_total',
    help: 'Accepted webhooks, by what fetching their records again came to.',
    labels: { result: webhookOutcomes },
  },
  webhookBacklog: {
    type: 'gauge',
    name: 'slabridge_webhook_backlog',
    help: 'Webhooks that were accepted and not followed up yet; counted up to 1,000.',
    labels: {},
  },
  webhookLastReceived: {
    type: 'gauge',
    name: 'slabridge_webhook_last_received_timestamp_seconds',
    help: 'When a webhook was last accepted, by whichever replica; 0 for not in the last 24 hours.',
    labels: {},
  },
  webhookUnannounced: {
    type: 'gauge',
    name: 'slabridge_webhook_unannounced_changes',
    help: 'Records that changed since the last webhook, counted up to 1,000; it grows while webhooks are silent.',
    labels: {},
  },
  serviceNowRequestDuration: {
    type: 'histogram',
    name: 'slabridge_servicenow_request_duration_seconds',
    help: 'Requests to ServiceNow, from sending to the last byte.',
    labels: {
      operation: ['query', 'get', 'patch', 'count', 'token'],
      outcome: ['ok', 'http_401', 'http_4xx', 'http_429', 'http_5xx', 'timeout', 'network', 'bad_body'],
    },
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },
  serviceNowClockSkew: {
    type: 'gauge',
    name: 'slabridge_servicenow_clock_skew_seconds',
    help: "The instance's clock less ours; positive when it is ahead.",
    labels: {},
  },
  circuitOpen: {
    type: 'gauge',
    name: 'slabridge_circuit_open',
    help: '1 while requests to the upstream are held back because they kept failing.',
    labels: { upstream: ['servicenow'] },
  },
} as const satisfies Record<string, MetricDeclaration>;
