import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClockReport } from '../../src/clocks/clock-report.ts';
import type { ClockPolicy } from '../../src/clocks/policy.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { readHistory } from '../../src/evaluate/history.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Timeline } from '../../src/tickets/timeline.ts';
import { type ClockKind, clockKinds, priorities } from '../../src/vocabulary.ts';
import { calendarOf, mondayToFriday, onDays } from '../support/calendars.ts';
import { arbitraryHistory } from '../support/reference/arbitrary-history.ts';
import { hour, shippedPolicy } from '../support/story.ts';

const runs = { numRuns: 1000 };

/** Any ticket with the instant at which it is to be judged. */
const tickets = arbitraryHistory().map((history) => {
  const { versions, asOf } = readHistory(JSON.stringify(history));
  return { timeline: versions, asOf: asOf! };
});

function clocksOf(timeline: Timeline, asOf: number, policy: Policy = shippedPolicy): readonly ClockReport[] {
  return evaluate(timeline, policy, asOf).clocks;
}

test('elapsed and remaining time of a running clock make its target', () => {
  fc.assert(
    fc.property(tickets, ({ timeline, asOf }) => {
      for (const clock of clocksOf(timeline, asOf)) {
        if (clock.state !== 'running') continue;
        const { calendar } = shippedPolicy.clocks.rules[clock.priority][clock.kind];
        expect(clock.elapsedMs + calendar.between(asOf, clock.dueAt!)).toBe(clock.targetMs);
      }
    }),
    runs,
  );
});

test('a clock that is let run on without change breaches exactly when it said it would', () => {
  fc.assert(
    fc.property(tickets, ({ timeline, asOf }) => {
      const known = timeline.filter((version) => version.at <= asOf);
      for (const clock of clocksOf(known, asOf)) {
        // What a milestone will do to it later is known already; such tickets are of no use here.
        if (
          clock.state !== 'running' ||
          known.some((one) => one.diagnosedAt !== null || one.respondedAt !== null)
        ) {
          continue;
        }
        const then = clocksOf(known, clock.dueAt!).find((later) => later.kind === clock.kind);
        expect(then).toMatchObject({ state: 'breached', breachedAt: clock.dueAt, dueAt: clock.dueAt });
      }
    }),
    runs,
  );
});

test('elapsed time never runs backwards while the priority stays, and never faster than time', () => {
  fc.assert(
    fc.property(tickets, fc.nat(48 * hour), ({ timeline, asOf }, laterMs) => {
      const known = timeline
        .filter((version) => version.at <= asOf)
        .map((version) => ({ ...version, diagnosedAt: null, respondedAt: null }));
      const before = clocksOf(known, asOf);
      clocksOf(known, asOf + laterMs).forEach((after, index) => {
        const gainedMs = after.elapsedMs - before[index]!.elapsedMs;
        expect(gainedMs).toBeGreaterThanOrEqual(0);
        expect(gainedMs).toBeLessThanOrEqual(laterMs);
      });
    }),
    runs,
  );
});

test('a missed clock has a breach, a met one none, and stops on either side of its due instant', () => {
  fc.assert(
    fc.property(tickets, ({ timeline, asOf }) => {
      for (const clock of clocksOf(timeline, asOf)) {
        if (clock.state === 'met') {
          expect(clock.breachedAt).toBeNull();
          expect(clock.stoppedAt).toBeLessThanOrEqual(clock.dueAt!);
        }
        if (clock.state === 'missed') {
          expect(clock.breachedAt).not.toBeNull();
          expect(clock.stoppedAt).toBeGreaterThan(clock.dueAt!);
        }
      }
    }),
    runs,
  );
});

test('what comes after the instant asked for makes no difference', () => {
  fc.assert(
    fc.property(tickets, ({ timeline, asOf }) => {
      const known = timeline.filter((version) => version.at <= asOf);
      expect(evaluate(timeline, shippedPolicy, asOf)).toEqual(evaluate(known, shippedPolicy, asOf));
    }),
    runs,
  );
});

test('saying again what holds already makes no difference', () => {
  fc.assert(
    fc.property(tickets, fc.nat(), ({ timeline, asOf }, choice) => {
      const nothing = {
        state: null,
        priority: null,
        tier: null,
        covered: null,
        respondedAt: null,
        diagnosedAt: null,
      };
      const at = timeline[0]!.at + (choice % Math.max(1, asOf - timeline[0]!.at));
      const place = timeline.findLastIndex((version) => version.at <= at) + 1;
      const repeated = [...timeline.slice(0, place), { ...nothing, at }, ...timeline.slice(place)];
      expect(evaluate(repeated, shippedPolicy, asOf)).toEqual(evaluate(timeline, shippedPolicy, asOf));
    }),
    runs,
  );
});

/** The shipped targets on hours that know neither holidays nor clock changes. */
function inNairobi(): Policy {
  const office = calendarOf('Africa/Nairobi', onDays(mondayToFriday, ['09:00', '17:30']));
  const rulesOf = (priority: (typeof priorities)[number]) => {
    const rules = shippedPolicy.clocks.rules[priority];
    const rule = (kind: ClockKind) => ({
      ...rules[kind],
      calendar: rules[kind].calendarName === 'business' ? office : rules[kind].calendar,
    });
    return Object.fromEntries(clockKinds.map((kind) => [kind, rule(kind)]));
  };
  const rules = Object.fromEntries(priorities.map((priority) => [priority, rulesOf(priority)]));
  return {
    ...shippedPolicy,
    clocks: { ...shippedPolicy.clocks, rules: rules as unknown as ClockPolicy['rules'] },
    ladder: { ...shippedPolicy.ladder, deskHours: office },
  };
}

test('without holidays and clock changes, the same ticket weeks later has the same fate weeks later', () => {
  const policy = inNairobi();
  fc.assert(
    fc.property(tickets, fc.integer({ min: -200, max: 200 }), ({ timeline, asOf }, weeks) => {
      const shiftMs = weeks * 7 * 24 * hour;
      const shift = (at: number | null): number | null => (at === null ? null : at + shiftMs);
      const moved = timeline.map((version) => ({
        ...version,
        at: version.at + shiftMs,
        respondedAt: shift(version.respondedAt),
        diagnosedAt: shift(version.diagnosedAt),
      }));
      const { clocks, escalations } = evaluate(timeline, policy, asOf);
      expect(evaluate(moved, policy, asOf + shiftMs)).toEqual({
        clocks: clocks.map((clock) => ({
          ...clock,
          startedAt: shift(clock.startedAt),
          dueAt: shift(clock.dueAt),
          stoppedAt: shift(clock.stoppedAt),
          breachedAt: shift(clock.breachedAt),
          superseded: clock.superseded.map((at) => at + shiftMs),
        })),
        escalations: escalations.map((step) => ({ ...step, at: step.at + shiftMs })),
      });
    }),
    runs,
  );
});
