import type { Instant } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { readSkewMs, type SkewEstimate, updateSkew } from './clock-skew.ts';
import type { Judgement, Reply, ReplyFault } from './reply.ts';
import { type Quota, readQuota, readRetryAfterMs, readServerAt } from './reply-headers.ts';
import { type ExchangeOutcome, nameOutcome } from './request-outcome.ts';
import { isServiceNowError, ServiceNowError } from './servicenow-error.ts';
import type { HttpRequest, TimedReply, Transport } from './transport-client.ts';

export const operations = ['query', 'get', 'patch', 'count', 'token'] as const;
export type Operation = (typeof operations)[number];

/** What is asked, in the words of the metrics. */
export interface Purpose {
  readonly operation: Operation;
  readonly table: string | null;
}

/** One finished exchange, for metrics. */
export interface Exchange extends Purpose {
  readonly outcome: ExchangeOutcome;
  readonly durationMs: number;
}

export interface Answer<Result> {
  readonly result: Result;
  readonly headers: Reply['headers'];
  /** The instance's clock at its answer, to the second. */
  readonly serverAt: Instant | null;
}

/** Single exchanges: sent, judged and measured, with what their headers teach about clock and quota. */
export interface Exchanger {
  /** Throws {@link ServiceNowError}. */
  exchange<Result>(
    purpose: Purpose,
    request: HttpRequest,
    judge: (reply: Reply) => Judgement<Result>,
    signal?: AbortSignal,
  ): Promise<Answer<Result>>;
  /** The instance's clock minus ours. */
  skewMs(): number;
  /** As last announced; null if never. */
  quota(): Quota | null;
}

export function makeExchanger(
  transport: Transport,
  time: TimeSource,
  observeExchange: (exchange: Exchange) => void,
): Exchanger {
  let skew: SkewEstimate | null = null;
  let quota: Quota | null = null;

  function learnFrom(reply: TimedReply): void {
    const serverAt = readServerAt(reply);
    const { sentAt, answeredAt } = reply;
    if (serverAt !== null) skew = updateSkew(skew, { serverAt, sentAt, answeredAt });
    quota = readQuota(reply) ?? quota;
  }

  return {
    async exchange(purpose, request, judge, signal) {
      const startedAt = time.now();
      const report = (error: ServiceNowError | null): void =>
        observeExchange({ ...purpose, outcome: nameOutcome(error), durationMs: time.now() - startedAt });
      try {
        const reply = await transport.send(request, signal);
        learnFrom(reply);
        const judgement = judge(reply);
        if (!judgement.ok) throw makeError(request, reply, judgement.fault);
        report(null);
        return { result: judgement.result, headers: reply.headers, serverAt: readServerAt(reply) };
      } catch (error) {
        if (isServiceNowError(error)) report(error);
        throw error;
      }
    },
    skewMs: () => readSkewMs(skew),
    quota: () => quota,
  };
}

/**
 * A write that ServiceNow turned down was not applied. One that it failed at, or whose answer cannot be read, may have
 * been: a transaction cancelled after its insert answers 500.
 */
function makeError(request: HttpRequest, reply: Reply, fault: ReplyFault): ServiceNowError {
  const { method, path: endpoint } = request;
  const isRefused = reply.status >= 300 && reply.status < 500;
  return new ServiceNowError({
    ...fault,
    method,
    endpoint,
    outcome: method === 'PATCH' && !isRefused ? 'indefinite' : 'definite',
    sent: true,
    status: reply.status,
    retryAfterMs: readRetryAfterMs(reply),
  });
}
