import type { Operation } from './api/exchange.ts';

/** One request as the instance saw it. */
export interface LoggedRequest {
  readonly id: number;
  /** The instance's time, UTC epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Decoded parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly operation: Operation;
  readonly table: string | null;
  readonly sysId: string | null;
  readonly body: string;
  /** The status that was sent, or would have been; null while the request is under way. */
  status: number | null;
  /** The kind of the fault that struck. */
  fault: string | null;
  durationMs: number | null;
}

/** The last requests, for tests and for whoever wants to see what a client does. */
export interface RequestLog {
  begin(request: Omit<LoggedRequest, 'id' | 'status' | 'fault' | 'durationMs'>): LoggedRequest;
  answer(request: LoggedRequest, status: number, fault: string | null, at: number): void;
  /** The exchange is over, whether the client has its answer or not. */
  close(): void;
  all(): readonly LoggedRequest[];
  clear(): void;
  stats(): RequestStats;
}

export interface RequestStats {
  readonly requests: number;
  readonly inFlight: number;
  readonly mostInFlight: number;
  /** `list sn_customerservice_case 200` → how many. */
  readonly byOutcome: Readonly<Record<string, number>>;
}

const MOST_KEPT = 10_000;
const LONGEST_BODY = 20_000;

export function createRequestLog(): RequestLog {
  let kept: LoggedRequest[] = [];
  let requests = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  const byOutcome = new Map<string, number>();
  return {
    begin(request) {
      requests += 1;
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      const body = request.body.slice(0, LONGEST_BODY);
      const logged = { ...request, body, id: requests, status: null, fault: null, durationMs: null };
      if (kept.length >= 2 * MOST_KEPT) kept = kept.slice(-MOST_KEPT);
      kept.push(logged);
      return logged;
    },
    answer(request, status, fault, at) {
      request.status = status;
      request.fault = fault;
      request.durationMs = at - request.at;
      const outcome = `${request.operation} ${request.table ?? '-'} ${status}`;
      byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + 1);
    },
    close: () => {
      inFlight -= 1;
    },
    all: () => kept,
    clear: () => {
      kept = [];
      mostInFlight = inFlight;
      byOutcome.clear();
    },
    stats: () => ({ requests, inFlight, mostInFlight, byOutcome: Object.fromEntries(byOutcome) }),
  };
}
