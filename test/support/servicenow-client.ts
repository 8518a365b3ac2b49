import type { CredentialSettings } from '../../src/servicenow/auth/credential-settings.ts';
import type { Exchange } from '../../src/servicenow/exchange-client.ts';
import type { ServiceNowSettings } from '../../src/servicenow/request-client.ts';
import { makeTableClient, type TableClient } from '../../src/servicenow/table-client.ts';
import { parseInstant } from '../../src/time/instant.ts';
import { type VirtualTime, virtualTime } from './virtual-time.ts';

export const instanceUrl = 'https://example.service-now.com';
export const basicCredential: CredentialSettings = {
  kind: 'basic',
  username: 'sla.bridge',
  password: 'pass-word-1',
};

export interface ClientUnderTest {
  readonly client: TableClient;
  readonly time: VirtualTime;
  /** Every exchange that was reported for metrics. */
  readonly exchanges: Exchange[];
}

/** A client with virtual time and no randomness: retries wait half of their longest delay. */
export function startClient(changes: Partial<ServiceNowSettings> = {}): ClientUnderTest {
  const time = virtualTime(parseInstant('2026-03-02T09:00:00Z')!);
  const exchanges: Exchange[] = [];
  const settings: ServiceNowSettings = {
    baseUrl: instanceUrl,
    timeoutMs: 30_000,
    maxReplyBytes: 1_000_000,
    credential: basicCredential,
    limits: { concurrency: 4, requestsPerSecond: null },
    caPem: null,
    ...changes,
  };
  const client = makeTableClient(settings, {
    time,
    random: () => 0.5,
    randomId: () => 'id-1',
    observeExchange: (exchange) => void exchanges.push(exchange),
  });
  return { client, time, exchanges };
}
