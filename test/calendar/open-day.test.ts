import { describe, expect, test } from 'vitest';
import { type CalendarDefinition, WeeklyHoursText } from '../../src/calendar/calendar-definition.ts';
import { holidaysFromDates } from '../../src/calendar/holidays.ts';
import { endOfOpenDay } from '../../src/calendar/open-day.ts';
import { at, mondayToFriday, onDays } from '../support/calendars.ts';

function definitionOf(
  timezone: string,
  weekly: object,
  holidays: readonly string[] = [],
): CalendarDefinition {
  return { timezone, weekly: WeeklyHoursText.parse(weekly), holidaysOf: holidaysFromDates(holidays) };
}

describe('the end of the open day', () => {
  const london = definitionOf('Europe/London', onDays(mondayToFriday, ['09:00', '17:30']), ['2026-04-03']);
  const split = definitionOf('UTC', onDays(mondayToFriday, ['08:00', '12:00'], ['13:00', '18:00']));
  const farEast = definitionOf('Pacific/Kiritimati', onDays(mondayToFriday, ['09:00', '17:30']));
  const farWest = definitionOf('Pacific/Pago_Pago', onDays(mondayToFriday, ['09:00', '17:30']));
  // On 29 March 2026 the clocks skip from 01:00 to 02:00.
  const skipped = definitionOf('Europe/London', onDays(['sun', 'tue'], ['01:00', '02:00']));

  test.each<[string, CalendarDefinition, string, string]>([
    ['is today’s closing time', london, '2026-02-02T10:00:00Z', '2026-02-02T17:30:00Z'],
    ['is tomorrow’s at closing time', london, '2026-02-02T17:30:00Z', '2026-02-03T17:30:00Z'],
    ['leaves weekends and holidays out', london, '2026-04-02T16:30:00Z', '2026-04-06T16:30:00Z'],
    [
      'comes after the afternoon shift, not the morning one',
      split,
      '2026-02-02T09:00:00Z',
      '2026-02-02T18:00:00Z',
    ],
    ['is that of the local date, a day ahead', farEast, '2026-02-01T23:00:00Z', '2026-02-02T03:30:00Z'],
    ['is that of the local date, a day behind', farWest, '2026-02-03T03:00:00Z', '2026-02-03T04:30:00Z'],
    [
      'is not that of a date whose hours a clock change skips',
      skipped,
      '2026-03-29T00:30:00Z',
      '2026-03-31T01:00:00Z',
    ],
  ])('%s', (_, definition, now, end) => {
    expect(endOfOpenDay(definition, at(now))).toBe(at(end));
  });

  test('is found behind a closure of a year', () => {
    const closed = definitionOf('UTC', onDays(['fri'], ['09:00', '17:30']), fridaysOf2026());
    expect(endOfOpenDay(closed, at('2026-01-01T12:00:00Z'))).toBe(at('2027-01-01T17:30:00Z'));
  });

  test('is none where nothing opens', () => {
    expect(endOfOpenDay(definitionOf('UTC', {}), at('2026-02-02T09:00:00Z'))).toBeNull();
  });
});

function fridaysOf2026(): string[] {
  const days = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)));
  return days.filter((day) => day.getUTCDay() === 5).map((day) => day.toISOString().slice(0, 10));
}
