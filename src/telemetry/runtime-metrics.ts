import type { MetricDeclaration } from './metric.ts';

/** Methods that are counted under their own name; any other text in a request line is `other`. */
export const countedMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'] as const;

export const statusClasses = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** Levels of log lines, as they are counted. */
export const loggedLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'other'] as const;
export type LoggedLevel = (typeof loggedLevels)[number];

/** What housekeeping removes. */
export const forgottenThings = [
  'idempotency-keys',
  'own-writes',
  'write-backs',
  'tombstones',
  'comparisons',
  'audit-entries',
] as const;
export type ForgottenThing = (typeof forgottenThings)[number];

/** The service itself. */
export const runtimeMetrics = {
  buildInfo: {
    type: 'gauge',
    name: 'slabridge_build_info',
    help: 'Always 1; the labels say what is running.',
    labels: { version: null, revision: null },
  },
  publicAddress: {
    type: 'gauge',
    name: 'slabridge_public_address_info',
    help: 'Always 1; the labels say where people reach the service, and where they read its runbooks.',
    labels: { url: null, runbooks: null },
  },
  httpRequestDuration: {
    type: 'histogram',
    name: 'http_request_duration_seconds',
    help: 'Requests to this service, by route template; `unmatched` is every path that is none of ours.',
    labels: { method: countedMethods, route: null, status_class: statusClasses },
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  },
  adminActions: {
    type: 'counter',
    name: 'slabridge_admin_actions_total',
    help: 'Actions asked for through the admin API.',
    labels: { action: null, outcome: ['done', 'refused', 'failed'] },
  },
  streamClients: {
    type: 'gauge',
    name: 'slabridge_stream_clients',
    help: 'Open connections to the event stream.',
    labels: {},
  },
  logMessages: {
    type: 'counter',
    name: 'slabridge_log_messages_total',
    help: 'Log lines written.',
    labels: { level: loggedLevels },
  },
  databaseSize: {
    type: 'gauge',
    name: 'slabridge_database_size_bytes',
    help: 'Size of the database on disk, without its write-ahead log.',
    labels: {},
  },
  rowsForgotten: {
    type: 'counter',
    name: 'slabridge_rows_forgotten_total',
    help: 'Rows that housekeeping removed because nobody needs them any more.',
    labels: { what: forgottenThings },
  },
  housekeepingLastSuccess: {
    type: 'gauge',
    name: 'slabridge_housekeeping_last_success_timestamp_seconds',
    help: 'When this process last removed everything that is no longer needed, without a fault; 0 for never.',
    labels: {},
  },
} as const satisfies Record<string, MetricDeclaration>;
