import type { ServiceNowError, ServiceNowErrorCode } from './servicenow-error.ts';
import type { TrafficSign } from './throttle.ts';

/** How one exchange ended, in the words of the metric. */
export const exchangeOutcomes = [
  'ok',
  'http_401',
  'http_4xx',
  'http_429',
  'http_5xx',
  'timeout',
  'network',
  'bad_body',
] as const;
export type ExchangeOutcome = (typeof exchangeOutcomes)[number];

interface Meaning {
  readonly outcome: ExchangeOutcome;
  /** Whether the failure speaks of the whole instance or credential, or of this one request. */
  readonly sign: TrafficSign['kind'];
}

/** A refused request is a good sign all the same: the instance answers and knows us. */
const meanings: Readonly<Record<ServiceNowErrorCode, Meaning>> = {
  'servicenow-unreachable': { outcome: 'network', sign: 'failing' },
  'servicenow-tls': { outcome: 'network', sign: 'failing' },
  'servicenow-timeout': { outcome: 'timeout', sign: 'failing' },
  'servicenow-unauthorized': { outcome: 'http_401', sign: 'credential-rejected' },
  'servicenow-forbidden': { outcome: 'http_4xx', sign: 'good' },
  'servicenow-not-found': { outcome: 'http_4xx', sign: 'good' },
  'servicenow-unknown-table': { outcome: 'http_4xx', sign: 'good' },
  'servicenow-bad-request': { outcome: 'http_4xx', sign: 'good' },
  'servicenow-rate-limited': { outcome: 'http_429', sign: 'rate-limited' },
  'servicenow-server-error': { outcome: 'http_5xx', sign: 'failing' },
  'servicenow-bad-body': { outcome: 'bad_body', sign: 'failing' },
  'servicenow-partial-result': { outcome: 'bad_body', sign: 'good' },
  'servicenow-too-large': { outcome: 'bad_body', sign: 'good' },
  'servicenow-redirected': { outcome: 'bad_body', sign: 'failing' },
  'servicenow-held': { outcome: 'network', sign: 'none' },
  'servicenow-journal-unreadable': { outcome: 'bad_body', sign: 'good' },
  'servicenow-stopped': { outcome: 'network', sign: 'none' },
};

/** The metric's word for an exchange that failed with `error`, or succeeded. */
export function nameOutcome(error: ServiceNowError | null): ExchangeOutcome {
  return error === null ? 'ok' : meanings[error.code].outcome;
}

/** What the exchange says about credential and instance. */
export function readSign(error: ServiceNowError | null): TrafficSign {
  const kind = error === null ? 'good' : meanings[error.code].sign;
  return kind === 'rate-limited' ? { kind, retryAfterMs: error?.retryAfterMs ?? null } : { kind };
}
