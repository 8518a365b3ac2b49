import { describe, expect, it } from 'vitest';
import { advanceWatermark, planLoadStart, planNextTurn, planPollStart } from '../../src/intake/poll-plan.ts';

const stamp = (second: number, sysId: string) => ({ updatedAt: second * 1000, sysId });

describe('the watermark', () => {
  it('is read again from five seconds before it', () => {
    expect(planPollStart(stamp(60, 'a'))).toBe(55_000);
    expect(planPollStart(null)).toBeNull();
  });

  it('comes from the stamps of the records alone', () => {
    expect(advanceWatermark(null, [stamp(1, 'a'), stamp(2, 'b')], 60_000)).toEqual(stamp(2, 'b'));
    expect(advanceWatermark(stamp(2, 'b'), [], 60_000)).toEqual(stamp(2, 'b'));
  });

  it('does not go back over what is read again', () => {
    expect(advanceWatermark(stamp(9, 'b'), [stamp(5, 'z'), stamp(9, 'a')], 60_000)).toEqual(stamp(9, 'b'));
  });

  it('stays behind records that may still get company, and behind those from the future', () => {
    const applied = [stamp(10, 'a'), stamp(20, 'b'), stamp(600, 'c')];
    expect(advanceWatermark(null, applied, 21_000)).toEqual(stamp(20, 'b'));
    expect(advanceWatermark(null, applied, 20_999)).toEqual(stamp(10, 'a'));
  });

  it('of the first load is the newest record, or now if that is from the future', () => {
    expect(planLoadStart(stamp(10, 'a'), 60_000)).toEqual(stamp(10, 'a'));
    expect(planLoadStart(stamp(90, 'a'), 60_000)).toEqual({ updatedAt: 60_000, sysId: '' });
    expect(planLoadStart(null, 60_000)).toBeNull();
  });
});

describe('the next turn', () => {
  const good = { intervalMs: 30_000, tookMs: 400, isLoadPending: false, failures: 0, retryAfterMs: null };

  it('begins an interval after the last one began', () => {
    expect(planNextTurn(good)).toBe(29_600);
    expect(planNextTurn({ ...good, tookMs: 45_000 })).toBe(0);
  });

  it('begins at once while the first load is not done', () => {
    expect(planNextTurn({ ...good, isLoadPending: true })).toBe(0);
  });

  it('comes soon after a failure, then later and later, up to the interval', () => {
    const waits = [1, 2, 3, 4, 5, 6, 60].map((failures) => planNextTurn({ ...good, failures }));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it('waits as long as ServiceNow asks', () => {
    expect(planNextTurn({ ...good, failures: 1, retryAfterMs: 90_000 })).toBe(90_000);
  });
});
