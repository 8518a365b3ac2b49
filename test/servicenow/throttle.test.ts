import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admit,
  noteSign,
  startThrottle,
  type Throttle,
  type TrafficSign,
} from '../../src/servicenow/throttle.ts';

const free = { requestsPerSecond: null };
const start = (): Throttle => startThrottle(free, 0);

/** Notes the same sign again and again, each as soon as a request may leave. Returns how long each hold lasted. */
function holdsAfter(sign: TrafficSign, times: number): number[] {
  let throttle = start();
  let at = 0;
  return Array.from({ length: times }, () => {
    throttle = noteSign(throttle, sign, at);
    const lasted = Math.max(0, (throttle.hold?.until ?? at) - at);
    at += lasted;
    return lasted;
  });
}

describe('a rate limit', () => {
  it('lets nothing leave before Retry-After, and everything then', () => {
    const throttle = noteSign(start(), { kind: 'rate-limited', retryAfterMs: 7_000 }, 1_000);
    expect(admit(throttle, free, 7_999)).toEqual({ kind: 'wait', until: 8_000 });
    expect(admit(throttle, free, 8_000).kind).toBe('go');
  });

  it('without Retry-After holds for a second, doubling up to a minute', () => {
    const holds = holdsAfter({ kind: 'rate-limited', retryAfterMs: null }, 8);
    expect(holds).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('that strikes several requests under way counts once', () => {
    const sign: TrafficSign = { kind: 'rate-limited', retryAfterMs: null };
    const throttle = [0, 10, 20].reduce((held, at) => noteSign(held, sign, at), start());
    expect(throttle.hold).toEqual({ reason: 'rate-limited', until: 1_000 });
  });

  it('is not lifted by an answer to an earlier request, nor shortened by a later Retry-After', () => {
    const held = noteSign(start(), { kind: 'rate-limited', retryAfterMs: 9_000 }, 0);
    const after = noteSign(
      noteSign(held, { kind: 'good' }, 10),
      { kind: 'rate-limited', retryAfterMs: 1_000 },
      20,
    );
    expect(after.hold?.until).toBe(9_000);
  });

  it('outranks a failure', () => {
    const held = noteSign(start(), { kind: 'rate-limited', retryAfterMs: 60_000 }, 0);
    expect(noteSign(held, { kind: 'credential-rejected' }, 10).hold?.reason).toBe('rate-limited');
  });
});

describe('a rejected credential', () => {
  it('is tried less and less often, at most every five minutes', () => {
    const holds = holdsAfter({ kind: 'credential-rejected' }, 11);
    expect(holds.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(holds.slice(-2)).toEqual([300_000, 300_000]);
  });

  it('is tried by one request at a time, while all others are refused', () => {
    const held = noteSign(start(), { kind: 'credential-rejected' }, 0);
    expect(admit(held, free, 999)).toMatchObject({ kind: 'refuse', hold: { reason: 'credential-rejected' } });
    const probe = admit(held, free, 1_000);
    if (probe.kind !== 'go') throw new Error('expected the probe to leave');
    expect(admit(probe.throttle, free, 1_000).kind).toBe('refuse');
    const well = noteSign(probe.throttle, { kind: 'good' }, 1_100);
    expect(admit(well, free, 1_100).kind).toBe('go');
    expect(well.hold).toBeNull();
  });

  it('lets the next one try if the one that tried was broken off', () => {
    const held = noteSign(start(), { kind: 'credential-rejected' }, 0);
    const probe = admit(held, free, 1_000);
    if (probe.kind !== 'go') throw new Error('expected the probe to leave');
    expect(admit(noteSign(probe.throttle, { kind: 'none' }, 1_001), free, 1_001).kind).toBe('go');
  });
});

describe('a failing instance', () => {
  it('is left alone after five failures in a row, and asked again after at most five seconds', () => {
    expect(holdsAfter({ kind: 'failing' }, 9)).toEqual([0, 0, 0, 0, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it('is believed to be well after one good answer', () => {
    const nearly = [1, 2, 3, 4].reduce(
      (throttle, at) => noteSign(throttle, { kind: 'failing' }, at),
      start(),
    );
    const well = noteSign(nearly, { kind: 'good' }, 5);
    expect(noteSign(well, { kind: 'failing' }, 6).hold).toBeNull();
  });
});

describe('our own limit', () => {
  it('is never exceeded, whenever the requests come', () => {
    const limits = { requestsPerSecond: 5 };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (gaps) => {
        let throttle = startThrottle(limits, 0);
        let at = 0;
        const left: number[] = [];
        for (const gap of gaps) {
          at += gap;
          const admission = admit(throttle, limits, at);
          if (admission.kind !== 'go') continue;
          throttle = admission.throttle;
          left.push(at);
        }
        for (const from of left) {
          // A full bucket of five, and five more in the second that follows.
          expect(left.filter((other) => other >= from && other < from + 1_000).length).toBeLessThanOrEqual(
            10,
          );
        }
      }),
    );
  });

  it('says when the next request may leave, and keeps its word', () => {
    const limits = { requestsPerSecond: 0.5 };
    const first = admit(startThrottle(limits, 0), limits, 0);
    if (first.kind !== 'go') throw new Error('expected the first to leave');
    const second = admit(first.throttle, limits, 500);
    expect(second).toEqual({ kind: 'wait', until: 2_000 });
    expect(admit(first.throttle, limits, 2_000).kind).toBe('go');
  });
});
