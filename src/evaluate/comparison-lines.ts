import type { ClockReport } from '../clocks/clock-report.ts';
import { formatOptionalInstant } from '../time/instant.ts';
import { type ClockChange, compareVerdicts, type TicketChange } from './comparison.ts';
import { csvRow } from './csv.ts';
import { isJudged, type JudgedLine } from './judge.ts';
import type { Report } from './report.ts';

/** `--compare FILE --format jsonl`: for each line of input, what would change for that ticket. */
export function comparisonJsonLinesReport(): Report {
  return { head: '', line: (judged) => `${JSON.stringify(lineJson(judged))}\n`, end: () => '' };
}

/** `--compare FILE --format csv`: one row per clock that comes out differently. */
export function comparisonCsvReport(): Report {
  return { head: csvRow(columns), line: rowsOf, end: () => '' };
}

function lineJson(judged: JudgedLine) {
  if (!isJudged(judged)) return { number: judged.number, error: judged.error };
  const change = compareVerdicts(judged);
  return {
    number: judged.number,
    clocks: change.clocks.map(clockChangeJson),
    escalations: { before: change.escalationsBefore, after: change.escalationsAfter },
    ...(judged.problems.length === 0 ? {} : { problems: judged.problems }),
  };
}

/** A clock that comes out differently, as `evaluate --compare` and the admin API print it. */
export function clockChangeJson({ kind, effect, before, after }: ClockChange) {
  return { kind, effect, before: sideJson(before), after: sideJson(after) };
}

function sideJson(clock: ClockReport) {
  return {
    state: clock.state,
    dueAt: formatOptionalInstant(clock.dueAt),
    breachedAt: formatOptionalInstant(clock.breachedAt),
    elapsedMs: clock.elapsedMs,
    targetMs: clock.targetMs,
  };
}

const columns = [
  'number',
  'clock',
  'priority',
  'effect',
  'stateBefore',
  'stateAfter',
  'dueAtBefore',
  'dueAtAfter',
  'breachedAtBefore',
  'breachedAtAfter',
  'escalationsBefore',
  'escalationsAfter',
  'error',
] as const;

function rowsOf(judged: JudgedLine): string {
  if (!isJudged(judged)) {
    return csvRow(
      columns.map((name) => (name === 'number' ? judged.number : name === 'error' ? judged.error : null)),
    );
  }
  const change = compareVerdicts(judged);
  return change.clocks.map((clock) => changeRow(judged.number, clock, change)).join('');
}

function changeRow(number: string, { kind, effect, before, after }: ClockChange, ticket: TicketChange) {
  return csvRow([
    number,
    kind,
    after.priority,
    effect,
    before.state,
    after.state,
    formatOptionalInstant(before.dueAt),
    formatOptionalInstant(after.dueAt),
    formatOptionalInstant(before.breachedAt),
    formatOptionalInstant(after.breachedAt),
    ticket.escalationsBefore,
    ticket.escalationsAfter,
    null,
  ]);
}
