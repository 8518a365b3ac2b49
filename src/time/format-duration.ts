import { HOUR_MS, MINUTE_MS, SECOND_MS } from './instant.ts';

/** Writes an amount of milliseconds the way people say it: `5 h`, `1 h 30 min`, `45 s`. */
export function formatDuration(durationMs: number): string {
  const parts = [
    [Math.floor(durationMs / HOUR_MS), 'h'],
    [Math.floor((durationMs % HOUR_MS) / MINUTE_MS), 'min'],
    [Math.floor((durationMs % MINUTE_MS) / SECOND_MS), 's'],
  ] as const;
  const said = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return said.length > 0 ? said.slice(0, 2).join(' ') : '0 s';
}
