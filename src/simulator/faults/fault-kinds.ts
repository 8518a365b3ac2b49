import { rateLimited } from '../access/rate-limits.ts';
import {
  abortedByRule,
  aclDenied,
  cancelledTransaction,
  errorReply,
  notAuthenticated,
} from '../api/errors.ts';
import type { Reply } from '../api/exchange.ts';
import {
  cancelMidStream,
  cutConnection,
  damageJson,
  dripSlowly,
  dropRows,
  repeatRows,
  shiftTotal,
  truncateJson,
  withErrorBeside,
} from './damage.ts';
import type { FaultKind, FaultOrder } from './fault.ts';

const HIBERNATION_PAGE = `<!DOCTYPE html><html><head><title>Instance Hibernating page</title></head><body>
<h1>Your instance is hibernating</h1><p>Please sign in to wake it up.</p></body></html>`;

const MAINTENANCE_PAGE = `<!DOCTYPE html><html><head><title>Maintenance</title></head><body>
<h1>This instance is undergoing maintenance</h1></body></html>`;

const html = (status: number, page: string): Reply => ({
  status,
  headers: { 'Content-Type': 'text/html;charset=UTF-8' },
  bytes: page,
});

const neverAnswered: Reply = { status: 200, delivery: { kind: 'never' } };

function plainStatus({ status = 500, message, detail, retryAfterSeconds }: FaultOrder): Reply {
  const reply = errorReply(status, message ?? 'Operation Failed', detail ?? null);
  return retryAfterSeconds === undefined
    ? reply
    : { ...reply, headers: { 'Retry-After': String(retryAfterSeconds) } };
}

function aborted({ message = 'Check mandatory fields' }: FaultOrder): Reply {
  return abortedByRule('task', message, '5f1a2b3c4d5e6f708192a3b4c5d6e7f8');
}

function limited({ retryAfterSeconds = 60 }: FaultOrder): Reply {
  const resetAt = { 'X-RateLimit-Limit': '100', 'X-RateLimit-Rule': 'f'.repeat(32) };
  return rateLimited(100, retryAfterSeconds, resetAt);
}

/** Every way in which the instance, or the network before it, can fail a request. */
export const FAULT_KINDS: Readonly<Record<string, FaultKind>> = {
  // Nothing has happened yet.
  timeout: { instead: () => neverAnswered },
  reset: { instead: () => ({ status: 200, delivery: { kind: 'reset' } }) },
  status: { instead: plainStatus },
  maintenance: { instead: () => html(503, MAINTENANCE_PAGE) },
  hibernating: { instead: () => html(200, HIBERNATION_PAGE) },
  'session-busy': { instead: () => ({ status: 202, headers: { 'Content-Type': 'text/html' }, bytes: '' }) },
  unauthorized: { instead: notAuthenticated },
  'rate-limited': { instead: limited },
  overloaded: { instead: () => ({ status: 429 }) },
  cancelled: { instead: cancelledTransaction },
  'business-rule': { instead: aborted },
  'acl-denied': { instead: () => aclDenied('Update') },

  // The request has been carried out; only the client does not learn of it.
  'timeout-after-commit': { afterwards: (reply) => ({ ...reply, delivery: { kind: 'never' } }) },
  'reset-after-commit': { afterwards: (reply) => ({ ...reply, delivery: { kind: 'reset' } }) },
  'cancelled-after-commit': { afterwards: cancelledTransaction },
  'forbidden-after-commit': { afterwards: (_reply, order) => aborted(order) },
  'maintenance-after-commit': { afterwards: () => html(503, MAINTENANCE_PAGE) },
  'status-after-commit': { afterwards: (_reply, order) => plainStatus(order) },

  // The answer is late, short or spoilt.
  delay: { afterwards: (reply) => reply },
  'slow-drip': { afterwards: dripSlowly },
  'connection-cut': { afterwards: cutConnection },
  'truncated-json': { afterwards: truncateJson },
  'damaged-json': { afterwards: damageJson },
  'cancelled-mid-stream': { afterwards: cancelMidStream },
  'result-and-error': { afterwards: withErrorBeside },
  'rows-dropped': { afterwards: dropRows },
  'rows-repeated': { afterwards: repeatRows },
  'wrong-total': { afterwards: shiftTotal },
};
