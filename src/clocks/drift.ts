import type { SlaDefinition, TaskSla } from '../servicenow/task-sla.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';
import type { ClockKind, DriftKind } from '../vocabulary.ts';
import type { ClockReport } from './clock-report.ts';

/** How the instance's own SLA engine judges a clock. */
export interface OtherClock extends TaskSla {
  readonly kind: ClockKind;
  readonly definition: SlaDefinition;
}

/** What of our clock is compared. */
export type OwnClock = Pick<
  ClockReport,
  'kind' | 'state' | 'dueAt' | 'breachedAt' | 'superseded' | 'paused' | 'targetMs' | 'startedAt'
>;

/** In what a clock and the instance's differ. `due` and `breach` are still to be explained. */
export type Difference = 'missing' | 'extra' | 'target' | 'pause' | 'due' | 'breach';

/** A clock that the instance judges otherwise, and why. */
export interface Drift {
  readonly kind: DriftKind;
  /** A sentence without its full stop. */
  readonly why: string;
}

/** ServiceNow counts in seconds, and its engine may start a little after the record. */
const TOLERANCE_MS = MINUTE_MS;
/** What changed so recently may not have reached the other side yet. */
export const GRACE_MS = 2 * MINUTE_MS;

/**
 * Chooses for each clock of one record the row that counts: the active one, else the one changed last, cancelled ones
 * after all others. On a change of priority the instance cancels one row and attaches another.
 */
export function chooseRows(rows: readonly OtherClock[]): Map<ClockKind, OtherClock> {
  const chosen = new Map<ClockKind, OtherClock>();
  for (const row of rows) {
    const best = chosen.get(row.kind);
    if (best === undefined || isPreferred(row, best)) chosen.set(row.kind, row);
  }
  return chosen;
}

function isPreferred(one: OtherClock, other: OtherClock): boolean {
  const rank = (row: OtherClock): number => (isActive(row) ? 2 : row.stage === 'cancelled' ? 0 : 1);
  if (rank(one) !== rank(other)) return rank(one) > rank(other);
  return (one.updatedAt ?? 0) > (other.updatedAt ?? 0);
}

/** Finds in what a clock and the instance's differ at `now`, by what the instance keeps exact; null: in nothing. */
export function findDifference(ours: OwnClock, theirs: OtherClock | null, now: Instant): Difference | null {
  const isUnfinished = ours.state === 'running' || ours.state === 'paused' || ours.state === 'breached';
  if (theirs === null || !(isActive(theirs) || theirs.stage === 'completed'))
    return isUnfinished ? 'missing' : null;
  if (isUnfinished !== isActive(theirs)) return isUnfinished ? 'missing' : 'extra';
  if (ours.state === 'pending' || ours.state === 'cancelled') return null;
  if (isTargetOther(ours, theirs)) return 'target';
  if ((theirs.stage === 'paused') !== ours.paused) return 'pause';
  if (isUnfinished && !ours.paused && isDueOther(ours, theirs)) return 'due';
  return isBreachOther(ours, theirs, now) ? 'breach' : null;
}

function isActive({ stage }: OtherClock): boolean {
  return stage === 'in_progress' || stage === 'paused';
}

function isTargetOther(ours: OwnClock, { definition }: OtherClock): boolean {
  return definition.targetMs !== null && Math.abs(definition.targetMs - ours.targetMs) >= SECOND_MS;
}

function isDueOther(ours: OwnClock, { plannedEndAt }: OtherClock): boolean {
  return ours.dueAt !== null && plannedEndAt !== null && !isSameInstant(ours.dueAt, plannedEndAt);
}

function isBreachOther(ours: OwnClock, theirs: OtherClock, now: Instant): boolean {
  const isBreached = ours.state === 'breached' || ours.state === 'missed';
  if (theirs.hasBreached === isBreached) return false;
  return [ours.dueAt, theirs.plannedEndAt].every((at) => at === null || Math.abs(at - now) > GRACE_MS);
}

export function isSameInstant(one: Instant, other: Instant): boolean {
  return Math.abs(one - other) <= TOLERANCE_MS;
}

/** Another rule under which the clock could have been judged, and when it would then be due. */
export interface Hypothesis extends Drift {
  dueAt(): Instant | null;
}

/**
 * Says why the two differ. A due time that differs is explained by the first other rule that comes to the instance's
 * own: the same calendar in another zone, other pauses, another calendar, another priority.
 */
export function explainDifference(
  difference: Difference,
  ours: OwnClock,
  theirs: OtherClock | null,
  targetsOfOthers: readonly number[],
  hypotheses: Iterable<Hypothesis>,
): Drift {
  switch (difference) {
    case 'missing':
      return { kind: 'missing', why: whyMissing(ours, theirs) };
    case 'extra':
      return { kind: 'extra', why: `ServiceNow's row is ${theirs!.stage}, the clock is ${ours.state}` };
    case 'pause':
      return {
        kind: 'pause',
        why: `${ours.paused ? 'the clock' : "ServiceNow's row"} is paused, the other is not`,
      };
    case 'target':
      return explainTarget(theirs!, targetsOfOthers);
    default:
      return explainDue(ours, theirs!, hypotheses);
  }
}

function whyMissing(ours: OwnClock, theirs: OtherClock | null): string {
  const row = theirs === null ? 'has no row' : `has a row that is ${theirs.stage}`;
  return `the clock is ${ours.state}, ServiceNow ${row}`;
}

function explainTarget({ definition }: OtherClock, targetsOfOthers: readonly number[]): Drift {
  return targetsOfOthers.includes(definition.targetMs!)
    ? { kind: 'priority', why: "ServiceNow's target is the one of another priority" }
    : { kind: 'target', why: "ServiceNow's target is another, and no priority of the policy has it" };
}

function explainDue(ours: OwnClock, theirs: OtherClock, hypotheses: Iterable<Hypothesis>): Drift {
  const { plannedEndAt } = theirs;
  for (const { kind, why, dueAt } of isDueOther(ours, theirs) ? hypotheses : []) {
    const at = dueAt();
    if (at !== null && isSameInstant(at, plannedEndAt!)) return { kind, why };
  }
  if (ours.superseded.length > 0 && theirs.hasBreached)
    return { kind: 'priority', why: 'a change of priority took the breach back here, and not in ServiceNow' };
  return { kind: 'unexplained', why: 'no single other rule of ours comes to what ServiceNow says' };
}
