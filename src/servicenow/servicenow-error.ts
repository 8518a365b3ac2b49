/** Every way in which talking to ServiceNow can fail. Stable: matched by whoever decides what happens next. */
export const serviceNowErrorCodes = [
  'servicenow-unreachable',
  'servicenow-tls',
  'servicenow-timeout',
  'servicenow-unauthorized',
  'servicenow-forbidden',
  'servicenow-not-found',
  'servicenow-unknown-table',
  'servicenow-bad-request',
  'servicenow-rate-limited',
  'servicenow-server-error',
  'servicenow-bad-body',
  'servicenow-partial-result',
  'servicenow-too-large',
  'servicenow-redirected',
  'servicenow-held',
  'servicenow-journal-unreadable',
  'servicenow-stopped',
] as const;
export type ServiceNowErrorCode = (typeof serviceNowErrorCodes)[number];

/**
 * For a write: `definite` means that it was certainly not applied; after `indefinite` only ServiceNow knows.
 * A failed read is always `definite`.
 */
export type WriteOutcome = 'definite' | 'indefinite';

export interface ServiceNowFailure {
  readonly code: ServiceNowErrorCode;
  /** What was wrong and what to do, in plain words; never a secret, never more than an excerpt of the reply. */
  readonly message: string;
  readonly method: string;
  /** The path that was asked, without its parameters. */
  readonly endpoint: string;
  readonly outcome: WriteOutcome;
  /** False where the request never left: it was held back, or no connection came about. */
  readonly sent: boolean;
  readonly status?: number | null;
  /** How long ServiceNow, or our own hold, asks to wait. */
  readonly retryAfterMs?: number | null;
}

/**
 * The one error that leaves this folder. It deliberately carries no `cause`: the HTTP library's errors hold the
 * request's headers, and with them the credential.
 */
export class ServiceNowError extends Error {
  /** The message without the request that it is about. */
  readonly reason: string;
  readonly code: ServiceNowErrorCode;
  readonly method: string;
  readonly endpoint: string;
  readonly outcome: WriteOutcome;
  readonly sent: boolean;
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(failure: ServiceNowFailure) {
    super(`${failure.method} ${failure.endpoint}: ${failure.message}`);
    this.name = 'ServiceNowError';
    this.reason = failure.message;
    this.code = failure.code;
    this.method = failure.method;
    this.endpoint = failure.endpoint;
    this.outcome = failure.outcome;
    this.sent = failure.sent;
    this.status = failure.status ?? null;
    this.retryAfterMs = failure.retryAfterMs ?? null;
  }
}

/** True for an error of this folder, of the given code if one is named. */
export function isServiceNowError(error: unknown, code?: ServiceNowErrorCode): error is ServiceNowError {
  return error instanceof ServiceNowError && (code === undefined || error.code === code);
}

/** The same failure, as it concerns a request that could not be sent because of it. */
export function asUnsent(error: unknown): unknown {
  if (!isServiceNowError(error)) return error;
  return new ServiceNowError({ ...error, message: error.reason, outcome: 'definite', sent: false });
}
