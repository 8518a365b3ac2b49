import { escalationLevels } from '../vocabulary.ts';
import {
  type ComparisonFigures,
  comparisonJson,
  countComparison,
  emptyComparison,
} from './comparison-figures.ts';
import { complianceOf } from './compliance.ts';
import { isJudged, type JudgedLine } from './judge.ts';
import type { Report } from './report.ts';
import { countOf, formatShare, textTable } from './text-table.ts';

/** `--compare FILE --format summary`: compliance under both, and who would breach or no longer breach. */
export function comparisonSummaryReport(): Report {
  return atTheEnd(summaryText);
}

/** `--compare FILE --format json`: the same as one JSON object, with the numbers of all tickets concerned. */
export function comparisonSummaryJsonReport(): Report {
  return atTheEnd((figures) => `${JSON.stringify(comparisonJson(figures), null, 2)}\n`);
}

function atTheEnd(write: (figures: ComparisonFigures) => string): Report {
  const figures = emptyComparison();
  const line = (judged: JudgedLine): string => {
    if (isJudged(judged)) countComparison(figures, judged);
    else figures.errors += 1;
    return '';
  };
  return { head: '', line, end: () => write(figures) };
}

const headings = ['priority', 'clock', 'now', 'then', 'would breach', 'would no longer breach'];
/** More ticket numbers than this help nobody in a summary. */
const NUMBERS_SHOWN = 10;

function summaryText(summary: ComparisonFigures): string {
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
