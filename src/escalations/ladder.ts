import type { Calendar } from '../calendar/calendar.ts';
import type { Instant } from '../time/instant.ts';
import type { EscalationLevel, EscalationTrigger } from '../vocabulary.ts';
import type { LadderPolicy } from './ladder-policy.ts';
import type { OverdueMoment } from './overdue.ts';
import { levelOf } from './route.ts';

/** A stretch of trouble: from the breach or request that began it until nothing is overdue any more. */
export interface Episode {
  readonly beganAt: Instant;
  /** It was begun or taken over by a request, and ends only on resolution or stand-down. */
  manual: boolean;
  /** It stood already when the ticket was first mirrored: it is shown, and raises nothing until it is adopted. */
  heldBack: boolean;
  /** Until when an acknowledgement keeps it from being raised further. */
  acknowledgedUntil: Instant | null;
}

/** How far the ladder was climbed. It outlives an episode: minimum times hold across them. */
export interface LadderRun {
  /** 0: nothing was raised, or a new episode begins from the bottom. */
  level: EscalationLevel | 0;
  lastRaisedAt: Instant | null;
  /** How often in a row the top level was raised. */
  topLevelRaises: number;
}

/** A step that was raised. */
export interface RaisedStep {
  readonly at: Instant;
  readonly level: EscalationLevel;
  readonly trigger: EscalationTrigger;
}

/** The step to be raised next if nothing changes. */
export interface NextStep {
  readonly dueAt: Instant;
  readonly level: EscalationLevel;
}

/** What a person ordered; a granted request for an escalation is a raised step with the trigger `manual`. */
export interface LadderCommand {
  readonly at: Instant;
  readonly kind: 'acknowledge' | 'stand-down' | 'adopt';
  /** For an acknowledgement: until when it lasts. */
  readonly until: Instant | null;
}

/** The ladder of one ticket at one instant. */
export interface Ladder {
  readonly policy: LadderPolicy;
  episode: Episode | null;
  /** The episode that ended last. */
  lastEpisode: Episode | null;
  readonly run: LadderRun;
  /** What is overdue since when; null before anything was. */
  moment: OverdueMoment | null;
}

export function createLadder(policy: LadderPolicy): Ladder {
  return {
    policy,
    episode: null,
    lastEpisode: null,
    run: { level: 0, lastRaisedAt: null, topLevelRaises: 0 },
    moment: null,
  };
}

/** Takes in what is overdue from `moment.at` on: an episode ends, goes on or begins. */
export function enterMoment(ladder: Ladder, moment: OverdueMoment, watchedSince: Instant | null): void {
  const before = ladder.moment;
  ladder.moment = moment;
  const { episode } = ladder;
  if (episode !== null) {
    if (moment.done || (moment.overdue.length === 0 && !episode.manual)) endEpisode(ladder);
  } else if (!moment.done && hasNewlyOverdue(before, moment)) {
    beginEpisode(ladder, moment.at, moment.at <= (watchedSince ?? Number.NEGATIVE_INFINITY));
  }
}

/** Takes in a step that was raised; one that no episode explains any more still keeps its minimum time. */
export function enterRaise(ladder: Ladder, step: RaisedStep): void {
  const { run } = ladder;
  if (step.trigger === 'manual') {
    if (ladder.episode === null) beginEpisode(ladder, step.at, false);
    ladder.episode!.manual = true;
    ladder.episode!.heldBack = false;
  }
  run.topLevelRaises = step.level === 4 ? run.topLevelRaises + 1 : 0;
  run.level = step.level;
  run.lastRaisedAt = step.at;
}

export function enterCommand(ladder: Ladder, command: LadderCommand): void {
  const { episode } = ladder;
  if (episode === null) return;
  if (command.kind === 'stand-down') endEpisode(ladder);
  if (command.kind === 'adopt') episode.heldBack = false;
  if (command.kind === 'acknowledge') episode.acknowledgedUntil = command.until;
}

/**
 * The step that falls due next by itself if what is overdue stays as it is, or null: nothing is overdue, everything
 * overdue is paused, the top level is spent, or somebody has to ask for it. `dueAt` may lie in the past (found late).
 */
export function nextStep(ladder: Ladder): NextStep | null {
  const { episode, moment, policy, run } = ladder;
  if (episode === null || episode.heldBack || moment === null) return null;
  if (!moment.overdue.some((clock) => !clock.paused)) return null;
  if (run.level !== 0 && policy.advance === 'manual') return null;
  if (run.level === 4 && run.topLevelRaises >= policy.topLevelRaises) return null;
  const permittedAt = minimumTimeEnds(ladder) ?? episode.beganAt;
  const dueAt = Math.max(permittedAt, moment.at, episode.acknowledgedUntil ?? permittedAt);
  return { dueAt, level: levelAbove(run.level) };
}

/** When the minimum time of the last raise ends, under the priority in force; null when nothing was raised. */
export function minimumTimeEnds(ladder: Ladder): Instant | null {
  const { policy, run } = ladder;
  if (run.level === 0) return null;
  const raisedAt = run.lastRaisedAt!;
  const { minimumMs } = levelOf(policy, run.level);
  const calendar = minimumTimeCalendar(ladder);
  return calendar === null ? raisedAt + minimumMs : calendar.add(raisedAt, minimumMs);
}

/** On what minimum times are counted under the priority in force; null: elapsed time. */
export function minimumTimeCalendar({ policy, moment }: Ladder): Calendar | null {
  return moment === null ? null : (policy.minimumTimeCalendars[moment.priority] ?? null);
}

/** The kind of the clock that has been overdue longest, paused ones left out; ties go to the first in order. */
export function triggerOf(moment: OverdueMoment): EscalationTrigger {
  let longest: OverdueMoment['overdue'][number] | null = null;
  for (const clock of moment.overdue) {
    if (clock.paused) continue;
    if (longest === null || clock.breachedAt < longest.breachedAt) longest = clock;
  }
  return longest?.kind ?? 'manual';
}

export function levelAbove(level: EscalationLevel | 0): EscalationLevel {
  return Math.min(level + 1, 4) as EscalationLevel;
}

/** Begins at level 1, unless the minimum time of the last raise is still running: then the ladder goes on from there. */
function beginEpisode(ladder: Ladder, at: Instant, heldBack: boolean): void {
  const endsAt = minimumTimeEnds(ladder) ?? at;
  if (at >= endsAt) ladder.run.level = 0;
  ladder.episode = { beganAt: at, manual: false, heldBack, acknowledgedUntil: null };
}

function endEpisode(ladder: Ladder): void {
  ladder.lastEpisode = ladder.episode;
  ladder.episode = null;
}

function hasNewlyOverdue(before: OverdueMoment | null, now: OverdueMoment): boolean {
  return now.overdue.some((clock) => before === null || before.done || !isAmong(before.overdue, clock));
}

function isAmong(overdue: OverdueMoment['overdue'], { kind }: OverdueMoment['overdue'][number]): boolean {
  return overdue.some((clock) => clock.kind === kind);
}
