import { describe, expect, it } from 'vitest';
import { planReadRetry } from '../../src/servicenow/retry-policy.ts';
import { serviceNowErrorCodes } from '../../src/servicenow/servicenow-error.ts';

describe('a read that failed', () => {
  it.each([
    ['servicenow-unreachable', 2],
    ['servicenow-server-error', 2],
    ['servicenow-timeout', 1],
    ['servicenow-bad-body', 1],
    ['servicenow-rate-limited', 3],
  ] as const)('with %s is tried again %i times', (code, times) => {
    expect(planReadRetry(code, times, 0.5)).not.toBeNull();
    expect(planReadRetry(code, times + 1, 0.5)).toBeNull();
  });

  it('is not tried again for a reason that will not go away', () => {
    const final = serviceNowErrorCodes.filter((code) => planReadRetry(code, 1, 0.5) === null);
    expect(final).toEqual([
      'servicenow-tls',
      'servicenow-unauthorized',
      'servicenow-forbidden',
      'servicenow-not-found',
      'servicenow-unknown-table',
      'servicenow-bad-request',
      'servicenow-partial-result',
      'servicenow-too-large',
      'servicenow-redirected',
      'servicenow-held',
      'servicenow-journal-unreadable',
      'servicenow-stopped',
    ]);
  });

  it('waits a random part of a delay that doubles', () => {
    const longest = [1, 2].map((attempt) => planReadRetry('servicenow-server-error', attempt, 0.999_999));
    expect(longest).toEqual([249, 499]);
    expect(planReadRetry('servicenow-server-error', 1, 0)).toBe(0);
  });
});
