import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Calendar, createCalendar } from '../../src/calendar/calendar.ts';
import { WeeklyHoursText } from '../../src/calendar/calendar-definition.ts';
import { holidaysFromDates } from '../../src/calendar/holidays.ts';
import { clockJson } from '../../src/clocks/clock-json.ts';
import type { ClockRule } from '../../src/clocks/policy.ts';
import { judgeLine } from '../../src/evaluate/judge.ts';
import { stepJson } from '../../src/evaluate/verdict-line.ts';
import { loadPolicy } from '../../src/policy/load-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/time/instant.ts';
import { type ClockKind, type Priority, priorities } from '../../src/vocabulary.ts';
import { arbitraryHistory, type DatedHistory } from '../support/reference/arbitrary-history.ts';
import {
  type OpeningHours,
  type ReferenceCalendar,
  referenceCalendar,
} from '../support/reference/reference-calendar.ts';
import { referenceEvaluate } from '../support/reference/reference-evaluate.ts';
import { documentPolicy, type ReferencePolicy } from '../support/reference/reference-policy.ts';

const config = path.resolve(import.meta.dirname, '../../config');
const { policies } = loadPolicy(path.join(config, 'policy.yaml'), path.join(config, 'calendars.yaml'));
const document = policies[0]!;

/** Our verdict in the reference's words: it does not give the reason of a cancelled clock. */
function ours(history: DatedHistory, policy: Policy) {
  const bench = { policies: [policy], comparedPolicies: null, asOf: null, now: 0 };
  const judged = judgeLine(JSON.stringify(history), bench);
  if ('error' in judged) return judged;
  return {
    number: judged.number,
    clocks: judged.verdict.clocks.map((clock) => clockJson({ ...clock, reason: null })),
    escalations: judged.verdict.escalations.map(stepJson),
    ...(judged.problems.length === 0 ? {} : { problems: judged.problems }),
  };
}

/** The same hours for both implementations. */
interface Hours {
  readonly ours: Calendar;
  readonly theirs: ReferenceCalendar;
}

function hours(definition: OpeningHours): Hours {
  const { timezone, holidays } = definition;
  const weekly = WeeklyHoursText.parse(definition.weekly);
  const ours = createCalendar({ timezone, weekly, holidaysOf: holidaysFromDates(holidays) });
  return { ours, theirs: referenceCalendar(definition) };
}

function everyDay(...shifts: [string, string][]): OpeningHours['weekly'] {
  return { mon: shifts, tue: shifts, wed: shifts, thu: shifts, fri: shifts, sat: shifts, sun: shifts };
}

const split: [string, string][] = [
  ['08:00', '12:00'],
  ['13:00', '18:30'],
];
const allHours = [
  hours({ timezone: 'Europe/London', weekly: everyDay(['22:00', '06:00']), holidays: ['2025-12-25'] }),
  hours({ timezone: 'Europe/London', weekly: { mon: split, thu: split, sat: split }, holidays: [] }),
  hours({ timezone: 'Asia/Kolkata', weekly: everyDay(['09:00', '17:15']), holidays: ['2024-10-27'] }),
  hours({ timezone: 'America/New_York', weekly: everyDay(['00:00', '24:00']), holidays: ['2025-03-30'] }),
  hours({ timezone: 'Australia/Lord_Howe', weekly: everyDay(['01:30', '03:00']), holidays: [] }),
];

const hoursIndex = fc.nat({ max: allHours.length - 1 });

interface PlannedRule {
  readonly targetMs: number;
  readonly hours: number;
  readonly pausesWhileWaiting: boolean;
}

function rules(): fc.Arbitrary<PlannedRule> {
  const targets = [0, 1, 30 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 30 * HOUR_MS, 150 * HOUR_MS];
  return fc.record({
    targetMs: fc.constantFrom(...targets),
    hours: hoursIndex,
    pausesWhileWaiting: fc.boolean(),
  });
}

const kindRules = fc.record({ response: rules(), troubleshoot: rules(), fix: rules() });
const plans = fc.record({
  rules: fc.record({ critical: kindRules, high: kindRules, normal: kindRules, low: kindRules }),
  minimumHours: fc.tuple(...[1, 2, 3, 4].map(() => fc.constantFrom(0.5, 1, 4, 16, 24))),
  topLevelRaises: fc.integer({ min: 1, max: 4 }),
  tierDiagnoses: fc.boolean(),
  desk: hoursIndex,
});
type Plan = typeof plans extends fc.Arbitrary<infer Value> ? Value : never;

function ourPolicy(plan: Plan): Policy {
  const ruleOf = ({ targetMs, hours, pausesWhileWaiting }: PlannedRule): ClockRule => ({
    targetMs,
    calendar: allHours[hours]!.ours,
    calendarName: 'made up',
    pausesWhileWaiting,
  });
  const rulesOf = (priority: Priority): Record<ClockKind, ClockRule> => {
    const { response, troubleshoot, fix } = plan.rules[priority];
    return { response: ruleOf(response), troubleshoot: ruleOf(troubleshoot), fix: ruleOf(fix) };
  };
  const rules = { critical: rulesOf('critical'), high: rulesOf('high'), normal: rulesOf('normal') };
  const levels = document.ladder.levels.map((level, index) => ({
    ...level,
    minimumMs: plan.minimumHours[index]! * HOUR_MS,
  }));
  return {
    ...document,
    clocks: {
      ...document.clocks,
      tierDiagnoses: plan.tierDiagnoses,
      rules: { ...rules, low: rulesOf('low') },
    },
    ladder: {
      ...document.ladder,
      levels: levels as unknown as Policy['ladder']['levels'],
      topLevelRaises: plan.topLevelRaises,
      deskHours: allHours[plan.desk]!.ours,
    },
  };
}

function theirPolicy(plan: Plan): ReferencePolicy {
  const promise = ({ hours, ...rule }: PlannedRule) => ({ ...rule, calendar: allHours[hours]!.theirs });
  const promises = priorities.map((priority) => {
    const { response, troubleshoot, fix } = plan.rules[priority];
    return [
      priority,
      { response: promise(response), troubleshoot: promise(troubleshoot), fix: promise(fix) },
    ] as const;
  });
  return {
    promises: Object.fromEntries(promises),
    minimumTimesMs: plan.minimumHours.map((hours) => hours * HOUR_MS),
    highestLevelRaises: plan.topLevelRaises,
    desk: allHours[plan.desk]!.theirs,
    tierTwoCountsAsDiagnosed: plan.tierDiagnoses,
  };
}

test('an independent implementation of the rules comes to the same clocks and escalations for any history', () => {
  const theirs = documentPolicy();
  fc.assert(
    fc.property(arbitraryHistory(), (history) => {
      expect(ours(history, document)).toEqual(referenceEvaluate(history, theirs));
    }),
    { numRuns: 4000 },
  );
});

test('so it does under any policy: other targets, calendars, pauses and minimum times', () => {
  fc.assert(
    fc.property(plans, arbitraryHistory(), (plan, history) => {
      expect(ours(history, ourPolicy(plan))).toEqual(referenceEvaluate(history, theirPolicy(plan)));
    }),
    { numRuns: 2000 },
  );
});
