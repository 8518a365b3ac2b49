import { type Instant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';

/** How fast one credential may ask. */
export interface ThrottleLimits {
  /** Null: as fast as the concurrency allows. */
  readonly requestsPerSecond: number | null;
}

/**
 * Why nothing leaves for a while. `rate-limited`: ServiceNow said so (429). `credential-rejected`: asking on could lock
 * the account. `failing`: the instance is down; waiting for it to time out again and again helps nobody.
 */
export type HoldReason = 'rate-limited' | 'credential-rejected' | 'failing';

export interface Hold {
  readonly reason: HoldReason;
  readonly until: Instant;
}

/** The state of one credential's traffic. */
export interface Throttle {
  /** Requests that may leave at once, as of `refilledAt`. */
  readonly tokens: number;
  readonly refilledAt: Instant;
  readonly hold: Hold | null;
  /** True while the one request that tries a held credential or instance is under way. */
  readonly isProbing: boolean;
  /** Answers of one kind in a row, which make the holds longer. */
  readonly streak: Readonly<Record<HoldReason, number>>;
}

export type Admission =
  | { readonly kind: 'go'; readonly throttle: Throttle }
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'refuse'; readonly hold: Hold };

/** What one finished request says about credential and instance. */
export type TrafficSign =
  | { readonly kind: 'good' }
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'credential-rejected' }
  | { readonly kind: 'failing' }
  /** Says nothing, for example because we broke it off ourselves. */
  | { readonly kind: 'none' };

const NO_STREAK: Throttle['streak'] = { 'rate-limited': 0, 'credential-rejected': 0, failing: 0 };

/** One failure is an accident; this many in a row mean that the instance is down. */
const FAILURES_UNTIL_HELD = 5;
const FIRST_HOLD_MS = SECOND_MS;
const LONGEST_HOLD_MS: Readonly<Record<HoldReason, number>> = {
  'rate-limited': MINUTE_MS,
  'credential-rejected': 5 * MINUTE_MS,
  // Short, because breaches wait to be written back when the instance returns.
  failing: 5 * SECOND_MS,
};

export function startThrottle(limits: ThrottleLimits, at: Instant): Throttle {
  return { tokens: burstOf(limits), refilledAt: at, hold: null, isProbing: false, streak: NO_STREAK };
}

/**
 * Decides on one request. A rate limit makes it wait; behind a rejected credential or a dead instance it is refused,
 * except for one at a time that finds out whether things are well again.
 */
export function admit(throttle: Throttle, limits: ThrottleLimits, at: Instant): Admission {
  const { hold } = throttle;
  if (hold !== null && at < hold.until) {
    return hold.reason === 'rate-limited' ? { kind: 'wait', until: hold.until } : { kind: 'refuse', hold };
  }
  const needsProbe = hold !== null && hold.reason !== 'rate-limited';
  if (needsProbe && throttle.isProbing) return { kind: 'refuse', hold };
  const filled = refill(throttle, limits, at);
  if (filled.tokens < 1) return { kind: 'wait', until: at + waitForToken(filled, limits) };
  return { kind: 'go', throttle: { ...filled, tokens: filled.tokens - 1, isProbing: needsProbe } };
}

/** Takes note of how a request ended. */
export function noteSign(throttle: Throttle, sign: TrafficSign, at: Instant): Throttle {
  if (sign.kind === 'none') return { ...throttle, isProbing: false };
  if (sign.kind === 'good') return noteGood(throttle, at);
  if (sign.kind === 'rate-limited') return noteRateLimit(throttle, sign.retryAfterMs, at);
  return noteFailure(throttle, sign.kind, at);
}

/** An answer that left before a rate limit was announced does not lift it. */
function noteGood(throttle: Throttle, at: Instant): Throttle {
  const { hold } = throttle;
  const isStillLimited = hold?.reason === 'rate-limited' && at < hold.until;
  if (isStillLimited) return { ...throttle, isProbing: false };
  return { ...throttle, hold: null, isProbing: false, streak: NO_STREAK };
}

/** Several requests may be under way when the limit strikes; together they count once. */
function noteRateLimit(throttle: Throttle, retryAfterMs: number | null, at: Instant): Throttle {
  const reason = 'rate-limited';
  const { hold } = throttle;
  const isHeld = hold?.reason === reason && at < hold.until;
  const streak = throttle.streak[reason] + (isHeld ? 0 : 1);
  const asked = at + (retryAfterMs ?? holdMs(reason, streak));
  const until = isHeld && retryAfterMs === null ? hold.until : Math.max(asked, isHeld ? hold.until : 0);
  return {
    ...throttle,
    hold: { reason, until },
    isProbing: false,
    streak: { ...throttle.streak, [reason]: streak },
  };
}

function noteFailure(throttle: Throttle, reason: 'credential-rejected' | 'failing', at: Instant): Throttle {
  // A rate limit that is still running is the stricter hold: it is ServiceNow's own word.
  if (throttle.hold?.reason === 'rate-limited' && at < throttle.hold.until) return throttle;
  const isHeld = throttle.hold !== null && at < throttle.hold.until;
  const streak = throttle.streak[reason] + (isHeld ? 0 : 1);
  const holdsFrom = reason === 'failing' ? FAILURES_UNTIL_HELD : 1;
  const steps = streak - holdsFrom + 1;
  const hold = steps < 1 || isHeld ? throttle.hold : { reason, until: at + holdMs(reason, steps) };
  return { ...throttle, hold, isProbing: false, streak: { ...throttle.streak, [reason]: streak } };
}

/** The first hold is a second, each next one twice as long, up to the reason's longest. */
function holdMs(reason: HoldReason, streak: number): number {
  return Math.min(LONGEST_HOLD_MS[reason], FIRST_HOLD_MS * 2 ** Math.min(streak - 1, 20));
}

function refill(throttle: Throttle, limits: ThrottleLimits, at: Instant): Throttle {
  if (limits.requestsPerSecond === null) return { ...throttle, tokens: 1, refilledAt: at };
  const earned = ((at - throttle.refilledAt) / SECOND_MS) * limits.requestsPerSecond;
  return { ...throttle, tokens: Math.min(burstOf(limits), throttle.tokens + earned), refilledAt: at };
}

function waitForToken(throttle: Throttle, limits: ThrottleLimits): number {
  return Math.ceil(((1 - throttle.tokens) / (limits.requestsPerSecond ?? 1)) * SECOND_MS);
}

function burstOf(limits: ThrottleLimits): number {
  return Math.max(1, limits.requestsPerSecond ?? 1);
}
