import { clockKinds, type EscalationLevel, escalationLevels, priorities } from '../vocabulary.ts';
import { comparedVerdict, compareVerdicts, hasOtherOutcome, type TicketChange } from './comparison.ts';
import { type ComplianceTable, complianceOf, countClocks, emptyComplianceTable } from './compliance.ts';
import type { Verdict } from './evaluate.ts';
import { isJudged, type JudgedLine, type JudgedTicket } from './judge.ts';
import type { Report } from './report.ts';
import { countOf, formatShare, textTable } from './text-table.ts';

/** One side of the comparison. */
interface Side {
  readonly table: ComplianceTable;
  readonly escalations: Record<EscalationLevel, number>;
}

interface ComparisonSummary {
  tickets: number;
  changed: number;
  errors: number;
  readonly before: Side;
  readonly after: Side;
  /** Clocks that breach only under the other policies, or only under the present ones, in the order of the tables. */
  readonly breaches: number[];
  readonly noLongerBreaches: number[];
  /** Numbers of the tickets with such a clock. */
  readonly breaching: string[];
  readonly noLongerBreaching: string[];
}

/** `--compare FILE --format summary`: compliance under both, and who would breach or no longer breach. */
export function comparisonSummaryReport(): Report {
  return atTheEnd(summaryText);
}

/** `--compare FILE --format json`: the same as one JSON object, with the numbers of all tickets concerned. */
export function comparisonSummaryJsonReport(): Report {
  return atTheEnd((summary) => `${JSON.stringify(summaryJson(summary), null, 2)}\n`);
}

function atTheEnd(write: (summary: ComparisonSummary) => string): Report {
  const cells = priorities.length * clockKinds.length;
  const summary: ComparisonSummary = {
    tickets: 0,
    changed: 0,
    errors: 0,
    before: emptySide(),
    after: emptySide(),
    breaches: new Array<number>(cells).fill(0),
    noLongerBreaches: new Array<number>(cells).fill(0),
    breaching: [],
    noLongerBreaching: [],
  };
  const line = (judged: JudgedLine): string => {
    if (isJudged(judged)) take(summary, judged);
    else summary.errors += 1;
    return '';
  };
  return { head: '', line, end: () => write(summary) };
}

function emptySide(): Side {
  return { table: emptyComplianceTable(), escalations: { 1: 0, 2: 0, 3: 0, 4: 0 } };
}

function take(summary: ComparisonSummary, ticket: JudgedTicket): void {
  summary.tickets += 1;
  countSide(summary.before, ticket.verdict);
  countSide(summary.after, comparedVerdict(ticket));
  const change = compareVerdicts(ticket);
  if (hasOtherOutcome(change)) summary.changed += 1;
  countEffects(summary, change);
  if (change.clocks.some((clock) => clock.effect === 'breaches')) summary.breaching.push(ticket.number);
  if (change.clocks.some((clock) => clock.effect === 'no-longer-breaches')) {
    summary.noLongerBreaching.push(ticket.number);
  }
}

function countSide(side: Side, verdict: Verdict): void {
  countClocks(side.table, verdict.clocks);
  for (const step of verdict.escalations) side.escalations[step.level] += 1;
}

function countEffects(summary: ComparisonSummary, change: TicketChange): void {
  for (const { effect, kind, after } of change.clocks) {
    const cell = priorities.indexOf(after.priority) * clockKinds.length + clockKinds.indexOf(kind);
    if (effect === 'breaches') summary.breaches[cell]! += 1;
    if (effect === 'no-longer-breaches') summary.noLongerBreaches[cell]! += 1;
  }
}

const headings = ['priority', 'clock', 'now', 'then', 'would breach', 'would no longer breach'];
/** More ticket numbers than this help nobody in a summary. */
const NUMBERS_SHOWN = 10;

function summaryText(summary: ComparisonSummary): string {
  const rows = summary.before.table.map((row, index) => [
    row.priority,
    row.kind,
    formatShare(complianceOf(row)),
    formatShare(complianceOf(summary.after.table[index]!)),
    summary.breaches[index]!,
    summary.noLongerBreaches[index]!,
  ]);
  const steps = escalationLevels.map(
    (level) => `level ${level}: ${summary.before.escalations[level]} → ${summary.after.escalations[level]}`,
  );
  return [
    `${countOf(summary.tickets, 'ticket')} judged under both; ${summary.changed} would have another outcome`,
    summary.errors === 0 ? '' : `; ${countOf(summary.errors, 'line')} could not be judged`,
    '\n\n',
    textTable([headings, ...rows]),
    `\nEscalations raised: ${steps.join(', ')}\n`,
    namedTickets('Would breach', summary.breaching),
    namedTickets('Would no longer breach', summary.noLongerBreaching),
  ].join('');
}

function namedTickets(what: string, numbers: readonly string[]): string {
  if (numbers.length === 0) return `${what}: no ticket\n`;
  const more = numbers.length > NUMBERS_SHOWN ? ', … (all of them: --format json)' : '';
  return `${what}: ${countOf(numbers.length, 'ticket')}: ${numbers.slice(0, NUMBERS_SHOWN).join(', ')}${more}\n`;
}

function summaryJson(summary: ComparisonSummary) {
  const { tickets, changed, errors, before, after, breaching, noLongerBreaching } = summary;
  const compliance = before.table.map((row, index) => ({
    priority: row.priority,
    kind: row.kind,
    before: { compliance: complianceOf(row), ...row.counts },
    after: { compliance: complianceOf(after.table[index]!), ...after.table[index]!.counts },
    breaches: summary.breaches[index]!,
    noLongerBreaches: summary.noLongerBreaches[index]!,
  }));
  const escalations = { before: before.escalations, after: after.escalations };
  return { tickets, changed, errors, compliance, escalations, breaching, noLongerBreaching };
}
