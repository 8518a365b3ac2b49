import type { ClockReport } from '../clocks/clock-report.ts';
import { type ClockKind, type ClockState, clockKinds, type Priority, priorities } from '../vocabulary.ts';

/** How the clocks of one kind did under one priority: how many stand in each state. */
export interface ComplianceRow {
  readonly priority: Priority;
  readonly kind: ClockKind;
  readonly counts: Record<ClockState, number>;
  /** Breaches that a change of priority took back. */
  superseded: number;
}

/** Rows by priority, most urgent first, and within one in the order response, troubleshoot, fix. */
export type ComplianceTable = readonly ComplianceRow[];

export function emptyComplianceTable(): ComplianceTable {
  return priorities.flatMap((priority) =>
    clockKinds.map((kind) => ({ priority, kind, counts: noClocks(), superseded: 0 })),
  );
}

/** Counts a ticket's clocks, each under the priority under which it finished or now stands. */
export function countClocks(table: ComplianceTable, clocks: readonly ClockReport[]): void {
  for (const clock of clocks) {
    const row =
      table[priorities.indexOf(clock.priority) * clockKinds.length + clockKinds.indexOf(clock.kind)]!;
    row.counts[clock.state] += 1;
    row.superseded += clock.superseded.length;
  }
}

/** The share of decided clocks that kept their target, 0 to 1; null where none is decided yet. */
export function complianceOf({ counts }: ComplianceRow): number | null {
  const decided = counts.met + counts.missed + counts.breached;
  return decided === 0 ? null : counts.met / decided;
}

function noClocks(): Record<ClockState, number> {
  return { pending: 0, running: 0, paused: 0, met: 0, breached: 0, missed: 0, cancelled: 0 };
}
