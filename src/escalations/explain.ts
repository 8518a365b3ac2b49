import type { ClockReport } from '../clocks/clock-report.ts';
import type { Instant } from '../time/instant.ts';
import { formatLocal } from '../time/local-time.ts';
import type { EscalationLevel, Route } from '../vocabulary.ts';
import { explainStepTime } from './explain-rule.ts';
import {
  type Episode,
  type Ladder,
  type LadderCommand,
  levelAbove,
  minimumTimeEnds,
  nextStep,
  type RaisedStep,
} from './ladder.ts';
import type { LadderPolicy } from './ladder-policy.ts';
import type { OverdueMoment } from './overdue.ts';
import { contactFor, contactOn, type EscalationContact, levelOf } from './route.ts';
import { type LadderFacts, walkActualLadder } from './walk-ladder.ts';

/** A step that was raised, with what is kept of it. */
export interface RaisedFact extends RaisedStep {
  readonly route: Route;
  readonly messageId: string;
}

/** What explains a ticket's ladder. */
export interface LadderCase {
  readonly policy: LadderPolicy;
  readonly moments: readonly OverdueMoment[];
  readonly raised: readonly RaisedFact[];
  readonly commands: readonly LadderCommand[];
  readonly watchedSince: Instant | null;
  readonly clocks: readonly ClockReport[];
  readonly now: Instant;
  /** In which sentences name instants. */
  readonly timezone: string;
}

export interface ExplainedContact extends EscalationContact {
  /** Why this is who is called. */
  readonly why: string;
}

export interface ExplainedStep extends RaisedFact {
  /** When it fell due by what is known now; null where nothing was due then, or somebody asked for it. */
  readonly dueAt: Instant | null;
  /** What set its time. */
  readonly rule: string;
  readonly contact: ExplainedContact;
}

export interface ExplainedNext {
  readonly dueAt: Instant;
  readonly level: EscalationLevel;
  readonly rule: string;
  readonly contact: ExplainedContact;
}

/** Why a ticket's ladder stands where it stands. */
export interface LadderExplanation {
  readonly episode: Episode | null;
  readonly level: EscalationLevel | 0;
  readonly steps: readonly ExplainedStep[];
  /** The next step if nothing changes; null where none comes by itself, and then `nextWhy` says why. */
  readonly next: ExplainedNext | null;
  readonly nextWhy: string;
}

/** Explains every step that was really raised and the next one: what set its time, and who is to be called. */
export function explainLadder(given: LadderCase): LadderExplanation {
  const { policy, moments, raised, now } = given;
  const ladder = walkActualLadder(policy, moments, factsOf(given, raised), now);
  const next = explainNext(given, ladder);
  return {
    episode: ladder.episode,
    level: ladder.run.level,
    steps: raised.map((_, index) => explainStep(given, index)),
    next,
    nextWhy: next === null ? whyNone(given, ladder) : next.rule,
  };
}

function factsOf(given: LadderCase, raised: readonly RaisedFact[]): LadderFacts {
  return { raised, commands: given.commands, watchedSince: given.watchedSince };
}

/** Walks again up to just before the step: what was due then is what set its time. */
function explainStep(given: LadderCase, index: number): ExplainedStep {
  const { policy, moments, raised, timezone } = given;
  const step = raised[index]!;
  const facts = factsOf(given, raised.slice(0, index));
  const ladder = walkActualLadder(policy, moments, facts, step.at);
  const isDue = step.trigger !== 'manual' && nextStep(ladder) !== null;
  const time = isDue ? explainStepTime({ ladder, moments, facts, timezone }, step.at) : null;
  return {
    ...step,
    dueAt: time?.dueAt ?? null,
    rule: time?.rule ?? ruleWithoutDue(step, ladder, timezone),
    contact: explainContact(contactOn(policy, step.level, step.route), policy),
  };
}

function ruleWithoutDue(step: RaisedFact, ladder: Ladder, timezone: string): string {
  if (step.trigger !== 'manual')
    return 'by what is known now nothing was overdue then; what was raised stays raised';
  const endedAt = minimumTimeEnds(ladder);
  if (endedAt === null) return 'somebody asked for it';
  return `somebody asked for it; the minimum time of level ${ladder.run.level} ended on ${formatLocal(endedAt, timezone)}`;
}

function explainContact(contact: EscalationContact, policy: LadderPolicy): ExplainedContact {
  const desk = levelOf(policy, 1).position;
  if (contact.route === 'direct')
    return { ...contact, why: "inside the escalation desk's hours the level's own contact is called" };
  const then = contact.level === 1 ? '' : `, who will then contact the ${contact.position}`;
  return { ...contact, why: `outside the escalation desk's hours the ${desk} is called${then}` };
}

function explainNext(given: LadderCase, ladder: Ladder): ExplainedNext | null {
  const { policy, moments, raised, now, timezone } = given;
  const step = nextStep(ladder);
  if (step === null) return null;
  const setting = { ladder, moments, facts: factsOf(given, raised), timezone };
  const time = explainStepTime(setting, null);
  const contact = contactFor(policy, step.level, Math.max(time.dueAt, now));
  return { ...time, level: step.level, contact: explainContact(contact, policy) };
}

function whyNone(given: LadderCase, ladder: Ladder): string {
  const { episode, moment, policy, run } = ladder;
  if (moment?.done === true) return 'The ticket is resolved, closed or cancelled: nothing is raised.';
  if (episode === null) return foreseen(given, ladder);
  if (episode.heldBack)
    return 'It was overdue already when it was first mirrored: nothing is raised until somebody adopts it.';
  if (moment === null || moment.overdue.length === 0)
    return 'Nothing is overdue: further steps are raised on request only.';
  if (moment.overdue.every((clock) => clock.paused))
    return 'Everything overdue waits on the customer: the ladder waits too.';
  if (policy.advance === 'manual') return 'Levels after the first are raised on request only.';
  return `Level ${run.level} was raised ${policy.topLevelRaises} times, as often as it is raised by itself; it is raised again on request only.`;
}

/** Without trouble, the next breach would begin it: at level 1, or further up while a minimum time is still running. */
function foreseen({ clocks, timezone }: LadderCase, ladder: Ladder): string {
  const running = clocks.filter((clock) => clock.state === 'running');
  const first = running.sort((one, other) => one.dueAt! - other.dueAt!)[0];
  if (first === undefined) return 'Nothing is overdue and nothing runs towards a breach.';
  const breachesAt = first.dueAt!;
  const at = Math.max(breachesAt, minimumTimeEnds(ladder) ?? breachesAt);
  const level = at > breachesAt ? levelAbove(ladder.run.level) : 1;
  const when = formatLocal(breachesAt, timezone);
  return `Nothing is overdue. If nothing happens, ${first.kind} breaches on ${when} and level ${level} is raised on ${formatLocal(at, timezone)}.`;
}
