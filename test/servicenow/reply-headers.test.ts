import { describe, expect, it } from 'vitest';
import {
  readQuota,
  readRetryAfterMs,
  readServerAt,
  readTotalCount,
} from '../../src/servicenow/reply-headers.ts';
import { parseInstant } from '../../src/time/instant.ts';

const date = 'Mon, 02 Mar 2026 09:00:00 GMT';

describe('the headers of an answer', () => {
  it('give Retry-After in seconds', () => {
    expect(readRetryAfterMs({ headers: { 'retry-after': '120' } })).toBe(120_000);
  });

  it("give Retry-After as a date, read against the instance's own clock", () => {
    const headers = { 'retry-after': 'Mon, 02 Mar 2026 09:00:30 GMT', date };
    expect(readRetryAfterMs({ headers })).toBe(30_000);
    expect(readRetryAfterMs({ headers: { ...headers, date: 'Mon, 02 Mar 2026 10:00:00 GMT' } })).toBe(0);
  });

  it.each([
    '',
    'soon',
    '-5',
    '1.5',
    '2026-03-02 09:00:30',
  ])('give no Retry-After where it is "%s"', (text) => {
    expect(readRetryAfterMs({ headers: { 'retry-after': text, date } })).toBeNull();
  });

  it('give the clock and the count, or neither', () => {
    expect(readServerAt({ headers: { date } })).toBe(parseInstant('2026-03-02T09:00:00Z'));
    expect(readServerAt({ headers: { date: 'yesterday' } })).toBeNull();
    expect(readTotalCount({ headers: { 'x-total-count': '67' } })).toBe(67);
    expect(readTotalCount({ headers: {} })).toBeNull();
  });

  it('give the quota only where a rule of the instance matched', () => {
    const headers = {
      'x-ratelimit-limit': '1000',
      'x-ratelimit-reset': '1772442000',
      'x-ratelimit-rule': 'abc',
    };
    expect(readQuota({ headers })).toEqual({ limitPerHour: 1000, resetAt: 1_772_442_000_000, rule: 'abc' });
    expect(readQuota({ headers: { 'retry-after': '1' } })).toBeNull();
  });
});
