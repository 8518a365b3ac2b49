import { type EscalationLevel, escalationLevels } from '../vocabulary.ts';
import {
  type ComplianceRow,
  type ComplianceTable,
  complianceOf,
  countClocks,
  emptyComplianceTable,
} from './compliance.ts';
import { isJudged, type JudgedLine } from './judge.ts';
import type { Report } from './report.ts';
import { countOf, formatShare, textTable } from './text-table.ts';

/** Everything that a summary tells, whichever way it is written. */
interface Summary {
  tickets: number;
  /** Tickets that were opened only after the instant asked for. */
  notYetOpened: number;
  errors: number;
  readonly table: ComplianceTable;
  readonly escalations: Record<EscalationLevel, number>;
}

/** `--format summary`: compliance per priority and clock, as a table to read. */
export function summaryReport(): Report {
  return atTheEnd(summaryText);
}

/** `--format json`: the figures of the summary as one JSON object. */
export function summaryJsonReport(): Report {
  return atTheEnd((summary) => `${JSON.stringify(summaryJson(summary), null, 2)}\n`);
}

function atTheEnd(write: (summary: Summary) => string): Report {
  const summary: Summary = {
    tickets: 0,
    notYetOpened: 0,
    errors: 0,
    table: emptyComplianceTable(),
    escalations: { 1: 0, 2: 0, 3: 0, 4: 0 },
  };
  const line = (judged: JudgedLine): string => {
    take(summary, judged);
    return '';
  };
  return { head: '', line, end: () => write(summary) };
}

function take(summary: Summary, judged: JudgedLine): void {
  if (!isJudged(judged)) {
    summary.errors += 1;
    return;
  }
  summary.tickets += 1;
  if (judged.verdict.clocks.length === 0) summary.notYetOpened += 1;
  countClocks(summary.table, judged.verdict.clocks);
  for (const step of judged.verdict.escalations) summary.escalations[step.level] += 1;
}

const headings = [
  'priority',
  'clock',
  'compliance',
  'met',
  'missed',
  'breached',
  'running',
  'paused',
  'pending',
  'cancelled',
  'superseded',
];

function summaryText(summary: Summary): string {
  const steps = escalationLevels.map((level) => `level ${level}: ${summary.escalations[level]}`);
  return [
    `${countOf(summary.tickets, 'ticket')} judged`,
    summary.notYetOpened === 0 ? '' : `, ${summary.notYetOpened} of them not yet opened`,
    summary.errors === 0 ? '' : `; ${countOf(summary.errors, 'line')} could not be judged`,
    '\n\n',
    textTable([headings, ...summary.table.map(textRow)]),
    `\nEscalations raised: ${steps.join(', ')}\n`,
    'Compliance is met / (met + missed + breached).\n',
  ].join('');
}

function textRow(row: ComplianceRow): (string | number)[] {
  const { counts } = row;
  const decided = [counts.met, counts.missed, counts.breached];
  const open = [counts.running, counts.paused, counts.pending, counts.cancelled];
  return [row.priority, row.kind, formatShare(complianceOf(row)), ...decided, ...open, row.superseded];
}

function summaryJson(summary: Summary) {
  return {
    tickets: summary.tickets,
    notYetOpened: summary.notYetOpened,
    errors: summary.errors,
    compliance: summary.table.map((row) => ({
      priority: row.priority,
      kind: row.kind,
      compliance: complianceOf(row),
      ...row.counts,
      superseded: row.superseded,
    })),
    escalations: summary.escalations,
  };
}
