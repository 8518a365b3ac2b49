import { formatAmount } from '../time/amount.ts';
import type { Instant } from '../time/instant.ts';
import { formatLocal } from '../time/local-time.ts';
import type { EscalationLevel } from '../vocabulary.ts';
import { type Ladder, minimumTimeCalendar, minimumTimeEnds } from './ladder.ts';
import type { OverdueMoment } from './overdue.ts';
import { levelOf } from './route.ts';
import type { LadderFacts } from './walk-ladder.ts';

/** Sooner than that nobody would call a step late. */
const LATE_MS = 60_000;

/** A ladder just before a step, and how it came there. */
export interface StepSetting {
  readonly ladder: Ladder;
  readonly moments: readonly OverdueMoment[];
  readonly facts: LadderFacts;
  readonly timezone: string;
}

/** When a step fell or falls due, and in a sentence which rules set that time. */
export interface StepTime {
  readonly dueAt: Instant;
  readonly rule: string;
}

/**
 * Explains the time of the step that the ladder asks for; `raisedAt` is null for one that was not raised yet. The ladder
 * itself only needs to know that a late step is due; here it is said since when.
 */
export function explainStepTime(setting: StepSetting, raisedAt: Instant | null): StepTime {
  const begun = beginning(setting);
  const others = [resumption(setting), acknowledgement(setting), adoption(setting, raisedAt)];
  const later = others.filter((cause) => cause !== null).filter((cause) => cause.at > begun.at);
  const causes = [begun, ...later];
  const dueAt = Math.max(...causes.map((cause) => cause.at));
  const lateMs = (raisedAt ?? dueAt) - dueAt;
  const late = lateMs < LATE_MS ? [] : [lateness(lateMs)];
  return { dueAt, rule: [...causes.map((cause) => cause.why), ...late].join('; ') };
}

interface Cause {
  readonly at: Instant;
  readonly why: string;
}

/** The earliest permitted instant: the beginning of the trouble, or the end of the last raise's minimum time. */
function beginning(setting: StepSetting): Cause {
  const { ladder } = setting;
  const { run, policy } = ladder;
  const at = minimumTimeEnds(ladder);
  if (at === null) {
    const { beganAt } = ladder.episode!;
    return {
      at: beganAt,
      why: `level 1 is raised as soon as a clock is overdue: on ${local(setting, beganAt)}`,
    };
  }
  const minimum = formatAmount(levelOf(policy, run.level as EscalationLevel).minimumMs);
  const counted = minimumTimeCalendar(ladder) === null ? '' : ', counted on the calendar for minimum times,';
  const raised = `level ${run.level} was raised on ${local(setting, run.lastRaisedAt!)}`;
  return { at, why: `at least ${minimum}${counted} after ${raised}: not before ${local(setting, at)}` };
}

/** Since when something is overdue and not paused. */
function resumption(setting: StepSetting): Cause {
  const { ladder, moments } = setting;
  const until = moments.indexOf(ladder.moment!);
  const before = moments.slice(0, until).findLastIndex((moment) => !isPressing(moment));
  const { at } = moments[before + 1]!;
  const waited = moments[before]?.overdue.length ?? 0;
  const what = waited > 0 ? 'everything overdue waited on the customer' : 'nothing was overdue';
  return { at, why: `${what} until ${local(setting, at)}` };
}

function isPressing({ done, overdue }: OverdueMoment): boolean {
  return !done && overdue.some((clock) => !clock.paused);
}

function acknowledgement(setting: StepSetting): Cause | null {
  const at = setting.ladder.episode!.acknowledgedUntil;
  return at === null ? null : { at, why: `it was acknowledged until ${local(setting, at)}` };
}

/** It stood already when the ticket was first mirrored, and was raised only once somebody had adopted it. */
function adoption(setting: StepSetting, raisedAt: Instant | null): Cause | null {
  const { beganAt } = setting.ladder.episode!;
  const { watchedSince, commands } = setting.facts;
  if (beganAt > (watchedSince ?? Number.NEGATIVE_INFINITY)) return null;
  const adopted = commands.findLast(({ kind, at }) => kind === 'adopt' && at <= (raisedAt ?? at));
  if (adopted === undefined) return null;
  const when = local(setting, adopted.at);
  return { at: adopted.at, why: `it was overdue when first mirrored, and adopted on ${when}` };
}

function lateness(lateMs: number): string {
  return `found ${formatAmount(lateMs)} late: this one step is raised, and the ladder goes on from there`;
}

function local({ timezone }: StepSetting, at: Instant): string {
  return formatLocal(at, timezone);
}
