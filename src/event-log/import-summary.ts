import {
  type FindingReason,
  findingReasons,
  type ImportFinding,
  type ReportFinding,
} from './import-finding.ts';
import type { TicketHistory } from './ticket-history.ts';

/** Counts what an import makes and leaves out, and tells it in the end. */
export interface ImportSummary {
  readonly addHistory: (history: TicketHistory) => void;
  readonly addFinding: ReportFinding;
  /** What came of so many rows, and, by reason, what was not used as it stands, with the first example of each. */
  readonly lines: (rowCount: number) => string[];
}

export function importSummary(): ImportSummary {
  const counts = { tickets: 0, versions: 0, withTier: 0 };
  const findings = new Map<FindingReason, { count: number; first: ImportFinding }>();
  return {
    addHistory: (history) => {
      counts.tickets += 1;
      counts.versions += history.versions.length;
      if (history.versions.some((version) => version.tier !== undefined)) counts.withTier += 1;
    },
    addFinding: (finding) => {
      const known = findings.get(finding.reason);
      if (known) known.count += 1;
      else findings.set(finding.reason, { count: 1, first: finding });
    },
    lines: (rowCount) => [
      `${figure(rowCount)} rows made ${figure(counts.tickets)} tickets with ${figure(counts.versions)} versions`,
      ...(counts.withTier === 0 ? ['No row tells a support tier: every ticket stays at tier 1.'] : []),
      ...[...findings].map(([reason, { count, first }]) => findingLine(reason, count, first)),
    ],
  };
}

function findingLine(reason: FindingReason, count: number, first: ImportFinding): string {
  const example = [`line ${first.line}`, first.number, first.value && `'${first.value}'`]
    .filter(Boolean)
    .join(', ');
  return `${figure(count)} × ${reason}: ${findingReasons[reason]} (first: ${example})`;
}

function figure(count: number): string {
  return count.toLocaleString('en-GB');
}
