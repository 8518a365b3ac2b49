import type { ToldBreach } from '../admin/ports.ts';
import type { PriorityChange } from '../clocks/explain-history.ts';
import type { SegmentKind } from '../clocks/explain-segments.ts';
import { formatDuration } from '../time/format-duration.ts';
import { SECOND_MS } from '../time/instant.ts';
import { formatLocal } from '../time/local-time.ts';
import type { BreachReasonCode, ClockKind, TicketState } from '../vocabulary.ts';
import type { ExplainedClock, TicketExplanation } from './explain-ticket.ts';

type BreachReason = ToldBreach['reasons'][number];

/** Tells why clocks of a ticket breached, what matters most first; clocks within their targets are left out. */
export function tellBreaches(explained: TicketExplanation): ToldBreach[] {
  return explained.clocks
    .filter(({ explanation }) => isOver(explanation.report.state))
    .map((clock) => {
      const { kind, elapsedMs, targetMs } = clock.explanation.report;
      const overMs = Math.max(0, elapsedMs - targetMs);
      return { clock: kind, elapsedMs, overMs, reasons: reasonsOf(explained, clock, overMs) };
    });
}

function isOver(state: string): boolean {
  return state === 'breached' || state === 'missed';
}

function reasonsOf(explained: TicketExplanation, clock: ExplainedClock, overMs: number): BreachReason[] {
  return [
    outcomeOf(clock, overMs),
    ...undiagnosed(explained, clock),
    ...clock.explanation.priorityChanges.flatMap((change) => priorityReason(change, explained.timezone)),
    ...reopenings(explained, clock),
    ...waiting(clock),
    ...leftOut(clock),
    ...estimate(explained, clock),
  ];
}

const words: Readonly<Record<ClockKind, { done: string; notDone: string; noun: string }>> = {
  response: { done: 'Answered', notDone: 'Not answered yet', noun: 'answer' },
  troubleshoot: { done: 'Diagnosed', notDone: 'Not diagnosed yet', noun: 'diagnosis' },
  fix: { done: 'Resolved', notDone: 'Not resolved yet', noun: 'resolution' },
};

function outcomeOf({ explanation }: ExplainedClock, overMs: number): BreachReason {
  const { kind, state, targetMs, paused } = explanation.report;
  const { done, notDone } = words[kind];
  const target = formatDuration(targetMs);
  const over = overMs < SECOND_MS ? 'less than a second' : formatDuration(overMs);
  if (state === 'breached') {
    const standing = paused ? '; it stands still while the ticket waits on the customer' : '';
    return { code: 'not-done', text: `${notDone}: ${over} over its target of ${target}${standing}.` };
  }
  if (overMs === 0)
    return { code: 'late', text: `${done} outside open hours, after its target of ${target} was used up.` };
  return { code: 'late', text: `${done} ${over} late: its target was ${target}.` };
}

/** A resolution counts as a diagnosis where none was noted before it. */
function undiagnosed({ milestones }: TicketExplanation, { explanation }: ExplainedClock): BreachReason[] {
  if (explanation.report.kind !== 'troubleshoot') return [];
  const find = (name: string) => milestones.find((one) => one.milestone === name);
  const [diagnosed, resolved] = [find('diagnosed'), find('resolved')];
  if (diagnosed?.at == null || diagnosed.at !== resolved?.at || diagnosed.why !== resolved.why) return [];
  const text = 'No diagnosis was noted before the resolution, which counts as one.';
  return [{ code: 'no-diagnosis', text }];
}

function priorityReason(change: PriorityChange, timezone: string): BreachReason[] {
  const { at, before, after, effect, supersededAt } = change;
  const made = `Made ${after.priority} instead of ${before.priority} on ${formatLocal(at, timezone)}`;
  const target = formatDuration(after.targetMs);
  if (effect === 'breached') {
    const used = formatDuration(after.elapsedMs);
    const text = `${made}, when ${used} were used: at once over its new target of ${target}.`;
    return [{ code: 'priority-raised', text }];
  }
  if (effect === 'breach-superseded' && supersededAt !== null) {
    const text = `${made}, which took the breach of ${formatLocal(supersededAt, timezone)} back.`;
    return [{ code: 'breach-taken-back', text }];
  }
  if (effect !== 'within' || after.targetMs >= before.targetMs) return [];
  const text = `${made}: its target became ${target} instead of ${formatDuration(before.targetMs)}.`;
  return [{ code: 'priority-raised', text }];
}

function reopenings(explained: TicketExplanation, clock: ExplainedClock): BreachReason[] {
  if (clock.explanation.report.kind !== 'fix') return [];
  const isResolved = (state: TicketState): boolean => state === 'resolved' || state === 'closed';
  const reopened = explained.history.filter(({ state }, index) => {
    const before = explained.history[index - 1];
    return before !== undefined && isResolved(before.state) && ['new', 'open', 'waiting'].includes(state);
  });
  const last = reopened.at(-1);
  if (last === undefined) return [];
  const when = formatLocal(last.at, explained.timezone);
  const times =
    reopened.length === 1 ? `Reopened on ${when}` : `Reopened ${reopened.length} times, last on ${when}`;
  const resolvedMs = lengthOf(clock, 'resolved');
  return [{ code: 'reopened', text: `${times}; ${formatDuration(resolvedMs)} as resolved do not count.` }];
}

function waiting(clock: ExplainedClock): BreachReason[] {
  const { ticketWaited, rule } = clock.explanation;
  if (!ticketWaited) return [];
  const pausedMs = lengthOf(clock, 'paused');
  const text = rule.pausesWhileWaiting
    ? `Waited on the customer for ${formatDuration(pausedMs)}, which does not count.`
    : 'Waited on the customer at times, which counts for this clock.';
  return [{ code: 'waited', text }];
}

/** Time that the clock does not count, whoever waited. */
function leftOut(clock: ExplainedClock): BreachReason[] {
  const reasons: BreachReason[] = [];
  const add = (code: BreachReasonCode & SegmentKind, textOf: (length: string) => string): void => {
    const lengthMs = lengthOf(clock, code);
    if (lengthMs > 0) reasons.push({ code, text: textOf(formatDuration(lengthMs)) });
  };
  add('closed-hours', (length) => `${length} of closed hours do not count.`);
  add('holiday', () => `Holidays do not count: ${holidaysOf(clock).join(', ')}.`);
  add('not-covered', (length) => `${length} without cover do not count.`);
  add('cancelled', (length) => `${length} as cancelled do not count.`);
  return reasons;
}

function estimate({ milestones }: TicketExplanation, { explanation }: ExplainedClock): BreachReason[] {
  const { kind } = explanation.report;
  const names = { response: 'responded', troubleshoot: 'diagnosed', fix: 'resolved' } as const;
  const isEstimated = milestones.some((one) => one.milestone === names[kind] && one.estimated);
  if (!isEstimated || explanation.report.stoppedAt === null) return [];
  return [{ code: 'estimated', text: `The time of the ${words[kind].noun} is estimated.` }];
}

function lengthOf({ explanation }: ExplainedClock, kind: SegmentKind): number {
  return explanation.segments.reduce(
    (sum, segment) => (segment.kind === kind ? sum + segment.toAt - segment.fromAt : sum),
    0,
  );
}

/** Each holiday once, as its segment names it. */
function holidaysOf({ explanation }: ExplainedClock): string[] {
  const named = explanation.segments.filter(({ kind }) => kind === 'holiday').map(({ why }) => why);
  return [...new Set(named)].map((why) => why.replace(/^holiday: /, ''));
}
