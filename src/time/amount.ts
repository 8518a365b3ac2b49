import { HOUR_MS, MINUTE_MS, SECOND_MS } from './instant.ts';

/** Writes an amount of milliseconds to the last one, so that what is written adds up: `41 h 30 min`, `2 min 0.5 s`. */
export function formatAmount(amountMs: number): string {
  const parts = [
    [Math.floor(amountMs / HOUR_MS), 'h'],
    [Math.floor((amountMs % HOUR_MS) / MINUTE_MS), 'min'],
    [(amountMs % MINUTE_MS) / SECOND_MS, 's'],
  ] as const;
  const said = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return said.length > 0 ? said.join(' ') : '0 min';
}
