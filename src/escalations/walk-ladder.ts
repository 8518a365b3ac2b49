import type { Instant } from '../time/instant.ts';
import type { Route } from '../vocabulary.ts';
import {
  createLadder,
  enterCommand,
  enterMoment,
  enterRaise,
  type Ladder,
  type LadderCommand,
  nextStep,
  type RaisedStep,
  triggerOf,
} from './ladder.ts';
import type { LadderPolicy } from './ladder-policy.ts';
import type { OverdueMoment } from './overdue.ts';
import { routeAt } from './route.ts';

/** A step as `evaluate` and the admin API show it. */
export interface EscalationStep extends RaisedStep {
  readonly route: Route;
}

/** What really happened on a ticket's ladder; the walk takes it as it is and invents nothing in the past. */
export interface LadderFacts {
  readonly raised: readonly RaisedStep[];
  readonly commands: readonly LadderCommand[];
  /** When the ticket was first mirrored: an episode that began before is held back. Null: nothing is held back. */
  readonly watchedSince: Instant | null;
}

/** Walks the ladder through history as it should have been: every step at its ideal instant, up to and including `asOf`. */
export function walkIdealLadder(
  policy: LadderPolicy,
  moments: readonly OverdueMoment[],
  asOf: Instant,
): EscalationStep[] {
  const ladder = createLadder(policy);
  const steps: EscalationStep[] = [];
  moments.forEach((moment, index) => {
    enterMoment(ladder, moment, null);
    const untilAt = moments[index + 1]?.at ?? asOf + 1;
    for (let due = nextStep(ladder); due !== null && due.dueAt < untilAt; due = nextStep(ladder)) {
      const step = {
        at: due.dueAt,
        level: due.level,
        trigger: triggerOf(moment),
        route: routeAt(policy, due.dueAt),
      };
      steps.push(step);
      enterRaise(ladder, step);
    }
  });
  return steps;
}

/**
 * Walks the ladder through what really happened up to `now` and returns it as it stands: {@link nextStep} of it is the
 * one step to raise, at once if it is due. A step found late is therefore raised once, and the ladder goes on from there.
 */
export function walkActualLadder(
  policy: LadderPolicy,
  moments: readonly OverdueMoment[],
  facts: LadderFacts,
  now: Instant,
): Ladder {
  const ladder = createLadder(policy);
  const events = [
    ...moments.map((moment) => ({
      at: moment.at,
      enter: () => enterMoment(ladder, moment, facts.watchedSince),
    })),
    ...facts.commands.map((command) => ({ at: command.at, enter: () => enterCommand(ladder, command) })),
    ...facts.raised.map((step) => ({ at: step.at, enter: () => enterRaise(ladder, step) })),
  ];
  // A stable sort: at one instant first what is overdue, then what people ordered, then what was raised.
  events.sort((one, other) => one.at - other.at);
  for (const event of events) {
    if (event.at <= now) event.enter();
  }
  return ladder;
}
