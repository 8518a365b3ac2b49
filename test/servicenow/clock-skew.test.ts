import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSkewMs, type SkewEstimate, updateSkew } from '../../src/servicenow/clock-skew.ts';

/** The instance's `Date` for an exchange that we begin at `sentAt` and that takes `tripMs`. */
function exchangeAt(sentAt: number, tripMs: number, skewMs: number) {
  const writtenAt = sentAt + tripMs / 2 + skewMs;
  return { serverAt: Math.floor(writtenAt / 1000) * 1000, sentAt, answeredAt: sentAt + tripMs };
}

function estimateFrom(starts: readonly number[], tripMs: number, skewMs: number): SkewEstimate | null {
  return starts.reduce<SkewEstimate | null>(
    (estimate, sentAt) => updateSkew(estimate, exchangeAt(sentAt, tripMs, skewMs)),
    null,
  );
}

const start = 1_772_442_000_000;

describe('the measured clock skew', () => {
  it('is 0 before the first answer', () => {
    expect(readSkewMs(null)).toBe(0);
  });

  it('is exactly 0 where the clocks agree, although the header knows only whole seconds', () => {
    const starts = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(starts, fc.integer({ min: 0, max: 500 }), (offsets, tripMs) => {
        const ordered = offsets.sort((one, other) => one - other).map((offset) => start + offset);
        expect(readSkewMs(estimateFrom(ordered, tripMs, 0))).toBe(0);
      }),
    );
  });

  it.each([-600_000, -2_000, 3_000, 90_000])('comes within a quarter of a second of %i ms', (skewMs) => {
    const starts = Array.from({ length: 40 }, (_, index) => start + index * 1_370);
    expect(Math.abs(readSkewMs(estimateFrom(starts, 40, skewMs)) - skewMs)).toBeLessThan(250);
  });

  it('is not moved by one node whose clock is wrong', () => {
    const good = estimateFrom([start, start + 700, start + 1_400], 20, 0);
    const disturbed = updateSkew(good, exchangeAt(start + 2_000, 20, 300_000));
    expect(readSkewMs(disturbed)).toBe(0);
  });

  it('follows a clock that was set', () => {
    const before = estimateFrom([start, start + 700, start + 1_400], 20, 0);
    const later = [2_000, 2_300, 2_600, 2_900].map((offset) => exchangeAt(start + offset, 20, -120_000));
    const after = later.reduce<SkewEstimate | null>(
      (estimate, sample) => updateSkew(estimate, sample),
      before,
    );
    expect(Math.abs(readSkewMs(after) + 120_000)).toBeLessThan(1_000);
  });
});
