import type { Instant } from '../time/instant.ts';
import type { ClockReport } from './clock-report.ts';

/** When the first of a ticket's open clocks falls due, or fell due; null where none runs or is overdue. */
export function nextDueAt(clocks: readonly Pick<ClockReport, 'state' | 'dueAt'>[]): Instant | null {
  const open = clocks.filter(({ state }) => state === 'running' || state === 'breached');
  return open.length === 0 ? null : Math.min(...open.map(({ dueAt }) => dueAt!));
}
