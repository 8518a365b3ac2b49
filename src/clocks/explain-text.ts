import { formatAmount } from '../time/amount.ts';
import type { Instant } from '../time/instant.ts';
import { formatLocal, formatLocalSpan } from '../time/local-time.ts';
import type { ClockExplanation } from './explain.ts';
import type { DueStep } from './explain-due.ts';
import type { PriorityChange } from './explain-history.ts';
import type { Segment } from './explain-segments.ts';

/** Longer lists are told by runs of days instead of every opening and closing. */
const MOST_LINES = 16;

/** Tells why a clock stands as it does, for people: `rule` is the line of the policy, in words. Instants in local time. */
export function explainClockText(explained: ClockExplanation, rule: string): string {
  const { report, segments, due, calendar, priorityChanges } = explained;
  const { timezone } = calendar;
  const counted = `${formatAmount(report.elapsedMs)} of ${formatAmount(report.targetMs)}`;
  const ahead = report.stoppedAt === null ? due.steps.filter((step) => step.isForeseen) : [];
  const dueTime = due.dueAt === null ? '' : `Due ${formatLocal(due.dueAt, timezone)}. `;
  return [
    `${report.kind.toUpperCase()}: ${statusOf(explained)}`,
    `  Rule: ${rule}`,
    ...(segments.length === 0 ? [] : ['  What was counted:']),
    ...segmentLines(segments, timezone),
    ...(segments.length === 0 ? [] : [`    Together ${counted}.`]),
    ...(priorityChanges.length === 0 ? [] : ['  Changes of priority:']),
    ...priorityChanges.map((change) => `    ${changeLine(change, timezone)}`),
    ...(ahead.length === 0
      ? []
      : [`  From here on, with ${formatAmount(report.targetMs - report.elapsedMs)} left:`]),
    ...segmentLines(ahead, timezone),
    `  ${dueTime}${due.why}`,
  ].join('\n');
}

function statusOf({ report, calendar }: ClockExplanation): string {
  const local = (at: Instant | null): string => formatLocal(at!, calendar.timezone);
  const used = `${formatAmount(report.elapsedMs)} of ${formatAmount(report.targetMs)} used`;
  const superseded =
    report.superseded.length === 0
      ? ''
      : `; taken back: the breach of ${report.superseded.map(local).join(', ')}`;
  switch (report.state) {
    case 'pending':
      return 'not started';
    case 'running':
      return `running, ${used}, due ${local(report.dueAt)}${superseded}`;
    case 'paused':
      return `paused while the ticket waits on the customer, ${used}${superseded}`;
    case 'met':
      return `met on ${local(report.stoppedAt)}, ${used}${superseded}`;
    case 'breached': {
      const pause = report.paused ? ', and paused while the ticket waits on the customer' : '';
      return `breached on ${local(report.breachedAt)}, ${used}${pause}${superseded}`;
    }
    case 'missed':
      return `missed: breached on ${local(report.breachedAt)}, stopped on ${local(report.stoppedAt)}, ${used}${superseded}`;
    case 'cancelled':
      return `cancelled (${report.reason}), ${used}${superseded}`;
  }
}

function changeLine(change: PriorityChange, timezone: string): string {
  const { at, before, after } = change;
  const what = `${formatLocal(at, timezone)}: ${before.priority} → ${after.priority}`;
  if (isSame(before, after)) return `${what}; its target and calendar stay the same.`;
  const judged = `judged as if it had been ${after.priority} from the start: ${under(after)} instead of ${under(before)}`;
  return `${what}; ${judged}; ${effectOf(change, timezone)}`;
}

function under({ elapsedMs, targetMs, calendarName }: PriorityChange['before']): string {
  return `${formatAmount(elapsedMs)} of ${formatAmount(targetMs)} on "${calendarName}"`;
}

function effectOf({ effect, supersededAt }: PriorityChange, timezone: string): string {
  switch (effect) {
    case 'within':
      return 'it is within its target.';
    case 'breached':
      return 'that puts it over: it breaches at the change.';
    case 'still-breached':
      return 'it stays over and keeps its first breach.';
    case 'breach-superseded':
      return `it is back within its target; the breach of ${formatLocal(supersededAt!, timezone)} is taken back.`;
  }
}

function isSame(before: PriorityChange['before'], after: PriorityChange['after']): boolean {
  return (
    before.targetMs === after.targetMs &&
    before.calendarName === after.calendarName &&
    before.elapsedMs === after.elapsedMs
  );
}

function segmentLines(segments: readonly (Segment | DueStep)[], timezone: string): string[] {
  return condense(segments).map((segment) => {
    const when = formatLocalSpan(segment.fromAt, segment.toAt, timezone);
    const counted = segment.countedMs > 0 ? `${formatAmount(segment.countedMs)} counted` : 'nothing counted';
    const left = 'leftMs' in segment ? `, ${formatAmount(segment.leftMs)} left` : '';
    return `    ${when}: ${segment.why}; ${counted}${left}`;
  });
}

/** Where there are many, runs of opening and closing are told as one; holidays and pauses stay apart. */
function condense<Any extends Segment>(segments: readonly Any[]): Any[] {
  if (segments.length <= MOST_LINES) return [...segments];
  const lines: Any[] = [];
  for (const segment of segments) {
    const last = lines.at(-1);
    if (last === undefined || !isHours(last) || !isHours(segment)) lines.push(segment);
    else
      lines[lines.length - 1] = {
        ...last,
        ...segment,
        fromAt: last.fromAt,
        kind: 'running',
        countedMs: last.countedMs + segment.countedMs,
        why: 'it runs, closed hours left out',
      };
  }
  return lines;
}

function isHours({ kind }: Segment): boolean {
  return kind === 'running' || kind === 'closed-hours';
}
