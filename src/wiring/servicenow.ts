import { randomUUID } from 'node:crypto';
import type { ServiceNowAccess } from '../config/environment.ts';
import { revealSecrets } from '../config/environment-secret.ts';
import type { CredentialSettings } from '../servicenow/auth/credential-settings.ts';
import type { ServiceNowMapping } from '../servicenow/mapping.ts';
import type { TableReading } from '../servicenow/observe.ts';
import { makeTableClient, type TableClient } from '../servicenow/table-client.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';

const MEGABYTE = 1024 * 1024;

/** The client of the configured instance, measured. */
export function openServiceNow(
  access: ServiceNowAccess,
  mapping: ServiceNowMapping,
  metrics: Metrics,
  time: TimeSource,
): TableClient {
  const { concurrency, requestsPerSecond, maxReplyMegabytes } = mapping.instance;
  return makeTableClient(
    {
      baseUrl: access.url,
      timeoutMs: access.timeoutMs,
      maxReplyBytes: maxReplyMegabytes * MEGABYTE,
      caPem: access.caPem,
      credential: revealSecrets(access.auth) as CredentialSettings,
      limits: { concurrency, requestsPerSecond },
    },
    {
      time,
      random: Math.random,
      randomId: randomUUID,
      observeExchange: ({ operation, outcome, durationMs }) =>
        metrics.serviceNowRequestDuration.observe({ operation, outcome }, durationMs / SECOND_MS),
    },
  );
}

/** How the records of a table are understood. The table must be one of the mapping's. */
export function readingOf(mapping: ServiceNowMapping, table: string): TableReading {
  return { table, mapping: mapping.tables[table]!, tiers: mapping.tiers };
}

/** The account's user name where the way of authentication names one. */
export function ownUserOf(access: ServiceNowAccess): string | null {
  return 'username' in access.auth ? access.auth.username : null;
}
