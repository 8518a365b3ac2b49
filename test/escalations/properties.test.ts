import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay } from '../../src/clocks/replay.ts';
import { enterRaise, nextStep, type RaisedStep, triggerOf } from '../../src/escalations/ladder.ts';
import { collectOverdue, type OverdueMoment } from '../../src/escalations/overdue.ts';
import { levelOf } from '../../src/escalations/route.ts';
import { walkActualLadder, walkIdealLadder } from '../../src/escalations/walk-ladder.ts';
import { readHistory } from '../../src/evaluate/history.ts';
import { arbitraryHistory } from '../support/reference/arbitrary-history.ts';
import { shippedPolicy } from '../support/story.ts';

const { ladder: policy } = shippedPolicy;

/** Any ticket's overdue moments, up to the instant at which it is to be judged. */
const tickets = arbitraryHistory().map((history) => {
  const { versions, asOf } = readHistory(JSON.stringify(history));
  const moments: OverdueMoment[] = [];
  replay(versions, shippedPolicy.clocks, asOf!, collectOverdue(moments));
  return { moments, asOf: asOf! };
});

test('no two escalations of a ticket are closer than the minimum time, and none skips a level', () => {
  fc.assert(
    fc.property(tickets, ({ moments, asOf }) => {
      const steps = walkIdealLadder(policy, moments, asOf);
      expect(steps[0]?.level ?? 1).toBe(1);
      for (const [index, step] of steps.slice(1).entries()) {
        const before = steps[index]!;
        expect(step.at - before.at).toBeGreaterThanOrEqual(levelOf(policy, before.level).minimumMs);
        expect([1, Math.min(before.level + 1, 4)]).toContain(step.level);
      }
    }),
    { numRuns: 1000 },
  );
});

test('every escalation is raised while a clock is overdue and not paused', () => {
  fc.assert(
    fc.property(tickets, ({ moments, asOf }) => {
      for (const step of walkIdealLadder(policy, moments, asOf)) {
        const moment = moments.findLast((one) => one.at <= step.at);
        expect(moment?.overdue.some((clock) => clock.kind === step.trigger && !clock.paused)).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

test('a live ladder that is looked at whenever a step falls due raises what the ideal one raises', () => {
  fc.assert(
    fc.property(tickets, ({ moments, asOf }) => {
      const ideal = walkIdealLadder(policy, moments, asOf);
      const raised: RaisedStep[] = [];
      const looks = new Set([...moments.map((moment) => moment.at), ...ideal.map((step) => step.at), asOf]);
      for (const now of [...looks].sort((one, other) => one - other)) {
        const ladder = walkActualLadder(policy, moments, { raised, commands: [], watchedSince: null }, now);
        for (let due = nextStep(ladder); due !== null && due.dueAt <= now; due = nextStep(ladder)) {
          const step = { at: now, level: due.level, trigger: triggerOf(ladder.moment!) };
          raised.push(step);
          enterRaise(ladder, step);
        }
      }
      expect(raised).toEqual(ideal.map(({ at, level, trigger }) => ({ at, level, trigger })));
    }),
    { numRuns: 1000 },
  );
});
