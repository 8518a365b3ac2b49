import { errorReply } from '../api/errors.ts';
import type { Reply } from '../api/exchange.ts';
import type { RateLimitRule, Settings } from '../settings.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { Account } from './accounts.ts';

/** Counts requests per rule, user and hour. */
export interface RateLimiter {
  /** Counts one request; `denied` is the answer if it is one too many, `headers` go with any other answer. */
  count(
    caller: Account,
    table: string | null,
  ): {
    readonly denied: Reply | null;
    readonly headers: Readonly<Record<string, string>>;
  };
}

const HOUR_MS = 3_600_000;

export function createRateLimiter(settings: Settings, clock: InstanceClock): RateLimiter {
  const used = new Map<string, number>();
  return {
    count(caller, table) {
      const rule = pickRule(settings.rateLimitRules, caller, table);
      // Without a matching rule the instance says nothing about limits at all.
      if (rule === null) return { denied: null, headers: {} };
      const hour = Math.floor(clock.now() / HOUR_MS);
      const ruleId = `${settings.rateLimitRules.indexOf(rule)}`.padStart(32, 'f');
      const key = `${ruleId} ${caller.userName} ${hour}`;
      const count = (used.get(key) ?? 0) + 1;
      used.set(key, count);
      const resetAt = (hour + 1) * HOUR_MS;
      const headers = {
        'X-RateLimit-Limit': String(rule.requestsPerHour),
        'X-RateLimit-Reset': String(resetAt / 1000),
        'X-RateLimit-Rule': ruleId,
      };
      if (count <= rule.requestsPerHour) return { denied: null, headers };
      const retryAfterSeconds = Math.max(1, Math.ceil((resetAt - clock.now()) / 1000));
      return { denied: rateLimited(rule.requestsPerHour, retryAfterSeconds, headers), headers };
    },
  };
}

/** A rule for the user wins over one for all; the lowest limit decides between equals. */
function pickRule(
  rules: readonly RateLimitRule[],
  caller: Account,
  table: string | null,
): RateLimitRule | null {
  const matching = rules.filter(
    (rule) =>
      (rule.table === undefined || rule.table === table) &&
      (rule.user === undefined || rule.user === caller.userName),
  );
  const own = matching.filter((rule) => rule.user !== undefined);
  const candidates = own.length > 0 ? own : matching;
  return candidates.toSorted((left, right) => left.requestsPerHour - right.requestsPerHour)[0] ?? null;
}

export function rateLimited(
  limit: number,
  retryAfterSeconds: number,
  headers: Readonly<Record<string, string>>,
): Reply {
  const detail = `Rate limit of ${limit} requests per hour for Table API exceeded`;
  return {
    ...errorReply(429, 'Rate limit exceeded', detail),
    headers: { ...headers, 'Retry-After': String(retryAfterSeconds) },
  };
}
