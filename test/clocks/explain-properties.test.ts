import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCalendar } from '../../src/calendar/calendar.ts';
import { type CalendarDefinition, WeeklyHoursText } from '../../src/calendar/calendar-definition.ts';
import { holidaysFromDates } from '../../src/calendar/holidays.ts';
import { explainClocks } from '../../src/clocks/explain.ts';
import type { ClockPolicy, ClockRule } from '../../src/clocks/policy.ts';
import { readHistory } from '../../src/evaluate/history.ts';
import { priorities } from '../../src/vocabulary.ts';
import { shippedCalendar } from '../support/calendar-definitions.ts';
import { onDays, weekdayNames } from '../support/calendars.ts';
import { arbitraryHistory, type DatedHistory } from '../support/reference/arbitrary-history.ts';
import { hour, shippedPolicy } from '../support/story.ts';

function checkExplanation(
  line: DatedHistory,
  policy: ClockPolicy,
  calendarOf: (name: string) => CalendarDefinition,
): void {
  const { versions, asOf } = readHistory(JSON.stringify(line));
  const explained = explainClocks(versions, policy, asOf!, calendarOf);
  for (const { report, segments, due } of explained?.clocks ?? []) {
    expect(segments.reduce((sum, segment) => sum + segment.countedMs, 0)).toBe(report.elapsedMs);
    let at = explained!.ticket.openedAt;
    for (const segment of segments) {
      expect(segment.fromAt).toBe(at);
      expect(segment.toAt).toBeGreaterThan(at);
      at = segment.toAt;
    }
    expect(at).toBe(report.stoppedAt ?? asOf);
    expect(due.dueAt).toBe(report.dueAt);
    if (report.dueAt !== null && due.steps.length > 0)
      expect(due.steps.at(-1)).toMatchObject({ leftMs: 0, toAt: report.dueAt });
  }
}

test('segments tell the whole life, add up to the elapsed time, and derive the due time, for any history', () => {
  fc.assert(
    fc.property(arbitraryHistory(), (line) => checkExplanation(line, shippedPolicy.clocks, shippedCalendar)),
    { numRuns: 400 },
  );
});

/** Night shifts, split shifts, half-hour zones, and a zone whose clocks change by half an hour. */
const odd = new Map<string, CalendarDefinition>(
  (
    [
      ['nights', 'Europe/London', [['22:00', '06:00']], ['2025-12-25', '2024-10-27']],
      [
        'shifts',
        'Asia/Kolkata',
        [
          ['08:00', '12:00'],
          ['13:00', '18:30'],
        ],
        ['2025-03-30'],
      ],
      ['small hours', 'Australia/Lord_Howe', [['01:30', '03:00']], []],
      ['around the clock but holidays', 'America/New_York', [['00:00', '24:00']], ['2026-03-29']],
    ] as const
  ).map(([name, timezone, hours, holidays]) => {
    const weekly = WeeklyHoursText.parse(onDays(weekdayNames, ...hours));
    return [name, { timezone, weekly, holidaysOf: holidaysFromDates(holidays) }];
  }),
);
const oddRules = [...odd].map(
  ([calendarName, definition], index): ClockRule => ({
    targetMs: [0, 4 * hour, 30 * hour, 150 * hour][index]!,
    calendar: createCalendar(definition),
    calendarName,
    pausesWhileWaiting: index !== 1,
  }),
);

test('so they do on calendars as odd as can be, with a rule of its own for each clock and priority', () => {
  const rule = fc.constantFrom(...oddRules);
  const rules = fc.record({ response: rule, troubleshoot: rule, fix: rule });
  const policies = fc.record(Object.fromEntries(priorities.map((priority) => [priority, rules])));
  fc.assert(
    fc.property(arbitraryHistory(), policies, (line, rules) => {
      const policy = { ...shippedPolicy.clocks, rules: rules as unknown as ClockPolicy['rules'] };
      checkExplanation(line, policy, (name) => odd.get(name)!);
    }),
    { numRuns: 400 },
  );
});
