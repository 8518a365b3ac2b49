import type { Instant } from '../time/instant.ts';
import type { Priority, TicketState, Tier } from '../vocabulary.ts';
import type { EventLogValues } from './event-log-values.ts';
import type { ImportFinding, ReportFinding } from './import-finding.ts';
import type { EventLogRow, RowFault } from './read-event-log.ts';

/** What one row says about its ticket, in the product's words; null where it says nothing that is understood. */
export interface TicketUpdate {
  readonly line: number;
  readonly at: Instant;
  readonly sysModCount: number | null;
  readonly openedAt: Instant | null;
  readonly state: TicketState | null;
  readonly priority: Priority | null;
  readonly tier: Tier | null;
  readonly covered: boolean | null;
  readonly respondedAt: Instant | null;
  readonly diagnosedAt: Instant | null;
}

const coverage: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** A log's times of resolution and closing are not read: they may be final values, and the states tell them. */
const usedColumns: ReadonlySet<string> = new Set(['openedAt', 'respondedAt', 'diagnosedAt', 'sysModCount']);

/** Reads one row; null when it cannot be used at all. Whatever is left out is reported. */
export function toTicketUpdate(
  row: EventLogRow,
  values: EventLogValues,
  report: ReportFinding,
): TicketUpdate | null {
  const left = unusable(row);
  if (left !== null) {
    report(left);
    return null;
  }
  for (const fault of row.faults) if (usedColumns.has(fault.column)) report(faultFinding(row, fault));
  const understood = <Value>(
    field: 'state' | 'priority' | 'tier' | 'covered',
    known: ReadonlyMap<string, Value>,
  ): Value | null => {
    const value = row[field];
    const meaning = known.get(value);
    if (meaning === undefined && value !== '') {
      report({ line: row.line, number: row.number, reason: `${field}-unknown`, field, value });
    }
    return meaning ?? null;
  };
  return {
    line: row.line,
    at: row.updatedAt ?? 0,
    sysModCount: row.sysModCount,
    openedAt: row.openedAt,
    state: understood('state', values.states),
    priority: understood('priority', values.priorities),
    tier: understood('tier', values.tiers),
    covered: understood('covered', coverage),
    respondedAt: row.respondedAt,
    diagnosedAt: row.diagnosedAt,
  };
}

function unusable(row: EventLogRow): ImportFinding | null {
  const finding = { line: row.line, number: row.number };
  const count = row.faults.find((fault) => fault.code === 'field-count');
  if (count) return { ...finding, reason: 'row-field-count', field: '', value: count.value };
  if (row.number === '') return { ...finding, reason: 'row-without-number', field: 'number', value: '' };
  if (row.updatedAt !== null) return null;
  const value = row.faults.find((fault) => fault.column === 'updatedAt')?.value ?? '';
  return { ...finding, reason: 'row-without-time', field: 'updatedAt', value };
}

function faultFinding(row: EventLogRow, fault: RowFault): ImportFinding {
  const reason = fault.code === 'number-unreadable' ? 'count-unreadable' : 'time-unreadable';
  return { line: row.line, number: row.number, reason, field: fault.column, value: fault.value };
}
