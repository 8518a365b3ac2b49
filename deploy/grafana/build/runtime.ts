import type { DashboardSpec } from './dashboard.ts';
import { chosen } from './panel.ts';

/** The processes themselves. */
export const runtime: DashboardSpec = {
  uid: 'sla-bridge-runtime',
  title: 'Runtime',
  description: 'How busy the processes are and how they answer.',
  rows: [
    {
      title: 'Requests to this service',
      panels: [
        {
          kind: 'timeseries',
          title: 'Requests by route',
          description: 'Per second.',
          unit: 'reqps',
          queries: [
            {
              expr: `sum by (route) (rate(http_request_duration_seconds_count{${chosen}}[$__rate_interval]))`,
              legend: '{{route}}',
            },
          ],
          stacked: true,
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Refused and failed',
          description: 'Answers with 4xx and 5xx per second.',
          unit: 'reqps',
          queries: [
            {
              expr: `sum by (route, status_class) (rate(http_request_duration_seconds_count{${chosen}, status_class=~"4xx|5xx"}[$__rate_interval]))`,
              legend: '{{status_class}} {{route}}',
            },
          ],
          whenEmpty: 'none',
          runbook: 'SlaBridgeServerErrors',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Time to answer (p99)',
          description: 'By route.',
          unit: 's',
          queries: [
            {
              expr: `histogram_quantile(0.99, sum by (route, le) (rate(http_request_duration_seconds_bucket{${chosen}}[$__rate_interval])))`,
              legend: '{{route}}',
            },
          ],
          limits: [0.25, 1],
          width: 8,
        },
      ],
    },
    {
      title: 'Processes',
      panels: [
        {
          kind: 'timeseries',
          title: 'CPU',
          description: 'Cores in use.',
          unit: 'short',
          queries: [
            { expr: `rate(process_cpu_seconds_total{${chosen}}[$__rate_interval])`, legend: '{{instance}}' },
          ],
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Memory',
          description: 'Resident, and the part that is heap in use.',
          unit: 'bytes',
          queries: [
            { expr: `process_resident_memory_bytes{${chosen}}`, legend: '{{instance}}: resident' },
            { expr: `nodejs_heap_size_used_bytes{${chosen}}`, legend: '{{instance}}: heap' },
          ],
          runbook: 'SlaBridgeMemoryHigh',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Event loop lag',
          description: 'How late the process reacts (p99).',
          unit: 's',
          queries: [{ expr: `nodejs_eventloop_lag_p99_seconds{${chosen}}`, legend: '{{instance}}' }],
          limits: [0.1, 0.25],
          runbook: 'SlaBridgeEventLoopLag',
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Garbage collection',
          description: 'Share of time spent on it, by kind.',
          unit: 'percentunit',
          queries: [
            {
              expr: `sum by (instance, kind) (rate(nodejs_gc_duration_seconds_sum{${chosen}}[$__rate_interval]))`,
              legend: '{{instance}}: {{kind}}',
            },
          ],
          width: 8,
        },
        {
          kind: 'timeseries',
          title: 'Watchers',
          description: 'Open connections to the event stream.',
          unit: 'short',
          queries: [{ expr: `slabridge_stream_clients{${chosen}}`, legend: '{{instance}}' }],
          width: 8,
        },
        {
          kind: 'table',
          title: 'What runs',
          description: 'Version and revision of each instance.',
          unit: 'short',
          queries: [
            {
              expr: `max by (instance, version, revision) (slabridge_build_info{${chosen}})`,
              legend: '{{instance}}',
            },
          ],
          runbook: 'SlaBridgeVersionsDiffer',
          width: 8,
        },
      ],
    },
  ],
};
