import { SECOND_MS } from '../time/instant.ts';
import type { ServiceNowErrorCode } from './servicenow-error.ts';

/**
 * How often a READ that failed in some way is tried again before its caller is told. Writes are never repeated here:
 * whether a write may be sent twice is the outbox's decision.
 */
const readRetries: Readonly<Partial<Record<ServiceNowErrorCode, number>>> = {
  'servicenow-unreachable': 2,
  'servicenow-timeout': 1,
  'servicenow-server-error': 2,
  'servicenow-bad-body': 1,
  'servicenow-rate-limited': 3,
};

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5 * SECOND_MS;

/**
 * Milliseconds until a failed read is tried again, null for never. `attempt` is 1 after the first failure; `random` is
 * in [0, 1) and spreads the delay over its whole range, so that many readers do not come back together.
 * After a rate limit it is the credential's own hold that makes the next attempt wait.
 */
export function planReadRetry(code: ServiceNowErrorCode, attempt: number, random: number): number | null {
  if (attempt > (readRetries[code] ?? 0)) return null;
  if (code === 'servicenow-rate-limited') return 0;
  return Math.floor(random * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1)));
}
