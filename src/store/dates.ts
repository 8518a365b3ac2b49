import type { Instant } from '../time/instant.ts';

/** An instant as the database wants it. */
export function toDate(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant);
}

/** An instant as the database gives it. */
export function fromDate(date: Date | null): Instant | null {
  return date === null ? null : date.getTime();
}
