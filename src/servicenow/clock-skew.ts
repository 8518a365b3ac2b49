import { type Instant, SECOND_MS } from '../time/instant.ts';

/**
 * What is known of the difference between the instance's clock and ours, in milliseconds: instance = ours + skew.
 * Each answer's `Date` bounds it; the bounds of many answers together are far narrower than the header's whole second.
 */
export interface SkewEstimate {
  readonly lowestMs: number;
  readonly highestMs: number;
  /** Answers in a row that contradict the bounds: the instance's clock, or ours, was set. */
  readonly contradictions: number;
}

export interface SkewSample {
  /** The `Date` header, a whole second. */
  readonly serverAt: Instant;
  readonly sentAt: Instant;
  readonly answeredAt: Instant;
}

/** Servers write the header from a reading that may be this old. */
const STALE_HEADER_MS = 250;
/** One node of the instance with a wrong clock, or one late answer, must not move the clock by which we judge. */
const CONTRADICTIONS_UNTIL_BELIEVED = 3;
/** The bounds move apart by this much with every answer, so that a drift can be followed. */
const LOOSENING_MS = 1;

/** Narrows the estimate by one answer; null is the estimate before the first. */
export function updateSkew(estimate: SkewEstimate | null, sample: SkewSample): SkewEstimate {
  const sampled = boundSkew(sample);
  if (estimate === null) return sampled;
  const lowestMs = Math.max(estimate.lowestMs - LOOSENING_MS, sampled.lowestMs);
  const highestMs = Math.min(estimate.highestMs + LOOSENING_MS, sampled.highestMs);
  if (lowestMs <= highestMs) return { lowestMs, highestMs, contradictions: 0 };
  const contradictions = estimate.contradictions + 1;
  return contradictions >= CONTRADICTIONS_UNTIL_BELIEVED ? sampled : { ...estimate, contradictions };
}

/** The skew in milliseconds: 0 as long as the clocks may agree, else the middle of what is possible. */
export function readSkewMs(estimate: SkewEstimate | null): number {
  if (estimate === null || (estimate.lowestMs <= 0 && estimate.highestMs >= 0)) return 0;
  // The allowance for a stale header widens one side only, so it is taken out of the middle again.
  return Math.round((estimate.lowestMs + estimate.highestMs - STALE_HEADER_MS) / 2);
}

/** The header was written between sending and answer, and shows its second's beginning. */
function boundSkew(sample: SkewSample): SkewEstimate {
  return {
    lowestMs: sample.serverAt - sample.answeredAt,
    highestMs: sample.serverAt + SECOND_MS + STALE_HEADER_MS - sample.sentAt,
    contradictions: 0,
  };
}
