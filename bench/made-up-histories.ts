import { formatInstant, HOUR_MS, MINUTE_MS } from '../src/time/instant.ts';
import { repeatable } from './measure.ts';

const priorities = ['critical', 'high', 'normal', 'normal', 'normal', 'low'];

/** Ticket histories of an ordinary desk, as `evaluate` reads them: about 5.7 versions each, one in ten reopened. */
export function madeUpHistories(count: number): string[] {
  const random = repeatable(7);
  const after = (at: number, longestMs: number): number => at + Math.floor(random() * longestMs);
  return Array.from({ length: count }, (_, index) => {
    let at = Math.floor(Date.UTC(2025, 0, 2) + random() * 600 * 24 * HOUR_MS);
    const versions: Record<string, unknown>[] = [];
    const add = (change: Record<string, unknown>): void => {
      versions.push({ at: formatInstant(at), ...change });
    };
    add({ state: 'new', priority: priorities[Math.floor(random() * priorities.length)] });
    at = after(at, 50 * MINUTE_MS);
    add({ state: 'open' });
    if (random() < 0.3) add({ priority: 'high' });
    at = after(at, 2 * HOUR_MS);
    add({ tier: 2 });
    for (let wait = 0; random() < 0.5 && wait < 3; wait++) {
      at = after(at, 5 * HOUR_MS);
      add({ state: 'waiting' });
      at = after(at, 30 * HOUR_MS);
      add({ state: 'open' });
    }
    at = after(at, 40 * HOUR_MS);
    add({ state: 'resolved' });
    if (random() < 0.1) {
      at = after(at, 20 * HOUR_MS);
      add({ state: 'open' });
      at = after(at, 20 * HOUR_MS);
      add({ state: 'resolved' });
    }
    at += 72 * HOUR_MS;
    add({ state: 'closed' });
    return JSON.stringify({ number: `CS${index}`, serviceLine: 'UCC', versions });
  });
}
