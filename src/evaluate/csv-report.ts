import type { ClockReport } from '../clocks/clock-report.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { csvRow } from './csv.ts';
import { isJudged, type JudgedLine, type JudgedTicket } from './judge.ts';
import type { Report } from './report.ts';

const columns = [
  'number',
  'asOf',
  'clock',
  'priority',
  'state',
  'reason',
  'startedAt',
  'dueAt',
  'stoppedAt',
  'breachedAt',
  'supersededBreaches',
  'paused',
  'elapsedMs',
  'targetMs',
  'escalations',
  'highestLevel',
  'error',
] as const;

/** `--format csv`: one row per clock; a ticket's escalations are counted in each of its rows. */
export function csvReport(): Report {
  return { head: csvRow(columns), line: rowsOf, end: () => '' };
}

function rowsOf(judged: JudgedLine): string {
  if (!isJudged(judged)) return errorRow(judged.number, judged.error);
  return judged.verdict.clocks.map((clock) => clockRow(judged, clock)).join('');
}

function errorRow(number: string | null, error: string): string {
  return csvRow(columns.map((column) => (column === 'number' ? number : column === 'error' ? error : null)));
}

function clockRow(ticket: JudgedTicket, clock: ClockReport): string {
  const { escalations } = ticket.verdict;
  return csvRow([
    ticket.number,
    formatInstant(ticket.asOf),
    clock.kind,
    clock.priority,
    clock.state,
    clock.reason,
    formatOptionalInstant(clock.startedAt),
    formatOptionalInstant(clock.dueAt),
    formatOptionalInstant(clock.stoppedAt),
    formatOptionalInstant(clock.breachedAt),
    clock.superseded.length,
    clock.paused,
    clock.elapsedMs,
    clock.targetMs,
    escalations.length,
    escalations.reduce((highest, step) => Math.max(highest, step.level), 0),
    null,
  ]);
}
