import { type Instant, SECOND_MS } from '../time/instant.ts';
import type { Reply } from './reply.ts';

/** What ServiceNow says about our quota, where a rate limit rule matches. */
export interface Quota {
  readonly limitPerHour: number;
  readonly resetAt: Instant | null;
  /** sys_id of the rule. */
  readonly rule: string | null;
}

/** The instance's clock when it answered, to the second; null without a readable `Date`. */
export function readServerAt(reply: Pick<Reply, 'headers'>): Instant | null {
  return readHttpDate(reply.headers['date']);
}

/** How many records match, however many were sent; null if it was not said. */
export function readTotalCount(reply: Pick<Reply, 'headers'>): number | null {
  return readWholeNumber(reply.headers['x-total-count']);
}

/** `Retry-After` in seconds or as a date, which is read against the answer's own `Date`; null if absent or unreadable. */
export function readRetryAfterMs(reply: Pick<Reply, 'headers'>): number | null {
  const text = reply.headers['retry-after'];
  const seconds = readWholeNumber(text);
  if (seconds !== null) return seconds * SECOND_MS;
  const until = readHttpDate(text);
  const serverAt = readServerAt(reply);
  return until === null || serverAt === null ? null : Math.max(0, until - serverAt);
}

/** The `X-RateLimit-…` headers; null where no rule matched. Without them a 429 comes from the instance's own overload. */
export function readQuota(reply: Pick<Reply, 'headers'>): Quota | null {
  const limitPerHour = readWholeNumber(reply.headers['x-ratelimit-limit']);
  if (limitPerHour === null) return null;
  const reset = readWholeNumber(reply.headers['x-ratelimit-reset']);
  const rule = reply.headers['x-ratelimit-rule'] ?? null;
  return { limitPerHour, resetAt: reset === null ? null : reset * SECOND_MS, rule };
}

function readWholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\s*\d{1,15}\s*$/.test(text) ? Number(text) : null;
}

function readHttpDate(text: string | undefined): Instant | null {
  // Only the form that HTTP prescribes; Date.parse would also read local times and half a dozen other spellings.
  if (text === undefined || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text))
    return null;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}
