import { type Instant, MINUTE_MS } from '../time/instant.ts';

/** What is known about webhooks and the changes that they should announce. */
export interface WebhookTraffic {
  readonly lastReceivedAt: Instant | null;
  /** Changes that are younger than the last webhook. */
  readonly unannounced: number;
}

/** Fewer may well be changes that no rule of the instance announces. */
const FEWEST_CHANGES = 20;
const LONGEST_SILENCE_MS = 15 * MINUTE_MS;

/**
 * Whether webhooks have fallen silent: much has changed since the last one, found by polling. `since` is when somebody
 * began to listen. A quiet desk is not silent, however long nothing comes.
 */
export function isSilent(traffic: WebhookTraffic, since: Instant, now: Instant): boolean {
  const quietSince = Math.max(since, traffic.lastReceivedAt ?? since);
  return traffic.unannounced >= FEWEST_CHANGES && now - quietSince >= LONGEST_SILENCE_MS;
}
