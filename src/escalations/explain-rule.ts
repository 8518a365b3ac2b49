import { formatAmount } from '../time/amount.ts';
import type { Instant } from '../time/instant.ts';
import { formatLocal } from '../time/local-time.ts';
import { type Ladder, minimumTimeEnds } from './ladder.ts';
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
  const { acknowledgedUntil } = setting.ladder.episode!;
  const begun = beginning(setting);
  const resumed = resumption(setting);
  const adopted = adoption(setting, raisedAt);
  const dueAt = Math.max(
    begun.at,
    resumed?.at ?? begun.at,
    acknowledgedUntil ?? begun.at,
    adopted?.at ?? begun.at,
  );
  const causes = [begun];
  if (resumed !== null && resumed.at > begun.at) causes.push(resumed);
  if (acknowledgedUntil !== null && acknowledgedUntil > begun.at)
    causes.push({
      at: acknowledgedUntil,
      why: `it was acknowledged until ${local(setting, acknowledgedUntil)}`,
    });
  if (adopted !== null) causes.push(adopted);
  const late = raisedAt === null || raisedAt - dueAt < LATE_MS ? [] : [lateness(raisedAt - dueAt)];
  return { dueAt, rule: [...causes.map((cause) => cause.why), ...late].join('; ') };
}

interface Cause {
  readonly at: Instant;
  readonly why: string;
}

/** The earliest permitted instant: the beginning of the trouble, or the end of the last raise's minimum time. */
function beginning(setting: StepSetting): Cause {
  const { ladder } = setting;
  const { run, moment, policy } = ladder;
  const at = minimumTimeEnds(ladder);
  if (run.level === 0 || run.lastRaisedAt === null || at === null) {
    const { beganAt } = ladder.episode!;
    return {
      at: beganAt,
      why: `level 1 is raised as soon as a clock is overdue: on ${local(setting, beganAt)}`,
    };
  }
  const minimum = formatAmount(levelOf(policy, run.level).minimumMs);
  const onCalendar = policy.minimumTimeCalendars[moment?.priority ?? 'low'] !== undefined;
  const counted = onCalendar ? ', counted on the calendar for minimum times,' : '';
  const raised = `level ${run.level} was raised on ${local(setting, run.lastRaisedAt)}`;
  return { at, why: `at least ${minimum}${counted} after ${raised}: not before ${local(setting, at)}` };
}

/** Since when something is overdue and not paused, where that began after the trouble did. */
function resumption(setting: StepSetting): Cause | null {
  const { ladder, moments } = setting;
  let index = moments.findIndex((moment) => moment.at === ladder.moment?.at);
  while (index > 0 && isPressing(moments[index - 1]!)) index--;
  const moment = moments[index];
  if (moment === undefined || moment.at <= ladder.episode!.beganAt) return null;
  const before = moments[index - 1]?.overdue.length ?? 0;
  const what = before > 0 ? 'everything overdue waited on the customer' : 'nothing was overdue';
  return { at: moment.at, why: `${what} until ${local(setting, moment.at)}` };
}

function isPressing({ done, overdue }: OverdueMoment): boolean {
  return !done && overdue.some((clock) => !clock.paused);
}

/** It stood already when the ticket was first mirrored, and was raised only once somebody had adopted it. */
function adoption(setting: StepSetting, raisedAt: Instant | null): Cause | null {
  const { episode } = setting.ladder;
  const { watchedSince, commands } = setting.facts;
  if (episode === null || watchedSince === null || episode.beganAt > watchedSince) return null;
  const adopted = commands.findLast(
    ({ kind, at }) => kind === 'adopt' && at >= episode.beganAt && (raisedAt === null || at <= raisedAt),
  );
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
