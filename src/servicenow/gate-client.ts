import { bulkhead } from 'cockatiel';
import { SECOND_MS } from '../time/instant.ts';
import { sleep, type TimeSource } from '../time/time-source.ts';
import { ServiceNowError } from './servicenow-error.ts';
import {
  admit,
  type Hold,
  type HoldReason,
  noteSign,
  startThrottle,
  type Throttle,
  type ThrottleLimits,
  type TrafficSign,
} from './throttle.ts';

export interface GateLimits extends ThrottleLimits {
  /** Requests under way at the same time. */
  readonly concurrency: number;
}

/** Who wants to pass: for the error's wording, and to give up waiting. */
export interface GateVisitor {
  readonly method: string;
  readonly endpoint: string;
  readonly signal?: AbortSignal | undefined;
}

/** The one way out for all requests of one credential. */
export interface Gate {
  /** Runs `work` as soon as fewer than the permitted number are running. */
  inSlot<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Returns when a request may leave; `take` says that it now does. Throws `servicenow-held` (nothing was sent) if
   * that would take longer than a minute, and at once behind a rejected credential or a dead instance.
   */
  pass(visitor: GateVisitor, take: 'take' | 'look'): Promise<void>;
  note(sign: TrafficSign): void;
  /** What holds requests back at this moment, if anything. */
  hold(): Hold | null;
  /** True from the failure that made us hold requests back until the next good answer, also while one is let through to try. */
  isCircuitOpen(): boolean;
  /** True from the first 401 that a renewal did not cure until the next good answer. */
  isCredentialRejected(): boolean;
}

const LONGEST_WAIT_MS = 60 * SECOND_MS;

export function makeGate(limits: GateLimits, time: TimeSource): Gate {
  let throttle: Throttle = startThrottle(limits, time.now());
  // The queue needs no bound: every caller (one poll per table, the outbox's workers) is bounded itself.
  const slots = bulkhead(limits.concurrency, Number.MAX_SAFE_INTEGER);

  async function pass(visitor: GateVisitor, take: 'take' | 'look'): Promise<void> {
    for (;;) {
      if (visitor.signal?.aborted) throw stopped(visitor);
      const at = time.now();
      const admission = admit(throttle, limits, at);
      if (admission.kind === 'go') {
        if (take === 'take') throttle = admission.throttle;
        return;
      }
      if (admission.kind === 'refuse') throw held(visitor, admission.hold.reason, admission.hold.until - at);
      if (admission.until - at > LONGEST_WAIT_MS) throw held(visitor, 'rate-limited', admission.until - at);
      await sleep(time, admission.until - at, visitor.signal);
    }
  }

  return {
    inSlot: (work) => slots.execute(work),
    pass,
    note(sign) {
      throttle = noteSign(throttle, sign, time.now());
    },
    hold: () => (throttle.hold !== null && time.now() < throttle.hold.until ? throttle.hold : null),
    isCircuitOpen: () => throttle.hold !== null && throttle.hold.reason !== 'rate-limited',
    isCredentialRejected: () => throttle.streak['credential-rejected'] > 0,
  };
}

const reasons: Readonly<Record<HoldReason, string>> = {
  'rate-limited': 'it limits our requests (HTTP 429)',
  'credential-rejected': 'it rejects the credential; check SERVICENOW_AUTH and its values',
  failing: 'it failed several times in a row; check that the instance is up',
};

function held(visitor: GateVisitor, reason: HoldReason, waitMs: number): ServiceNowError {
  const retryAfterMs = Math.max(0, waitMs);
  const message = `Not sent: ServiceNow is left alone for another ${Math.ceil(retryAfterMs / SECOND_MS)} s, because ${reasons[reason]}.`;
  const { method, endpoint } = visitor;
  return new ServiceNowError({
    code: 'servicenow-held',
    message,
    method,
    endpoint,
    outcome: 'definite',
    sent: false,
    retryAfterMs,
  });
}

function stopped({ method, endpoint }: GateVisitor): ServiceNowError {
  const message = 'Not sent, because the service stops.';
  return new ServiceNowError({
    code: 'servicenow-stopped',
    message,
    method,
    endpoint,
    outcome: 'definite',
    sent: false,
  });
}
