import { describe, expect, test } from 'vitest';
import { type CalendarDefinition, WeeklyHoursText } from '../../src/calendar/calendar-definition.ts';
import { holidaysFromDates } from '../../src/calendar/holidays.ts';
import { openSpansOn } from '../../src/calendar/opening-intervals.ts';
import { at } from '../support/calendars.ts';

const definition: CalendarDefinition = {
  timezone: 'Europe/London',
  weekly: WeeklyHoursText.parse({
    mon: [
      ['08:00', '12:00'],
      ['22:00', '06:00'],
    ],
    tue: [['18:00', '24:00']],
    wed: [['09:00', '17:30']],
  }),
  holidaysOf: holidaysFromDates(['2026-02-11']),
};

function opening(date: string): string[] {
  const day = at(`${date}T00:00:00Z`) / (24 * 60 * 60_000);
  return openSpansOn(definition, day).map(({ openMinute, closeMinute }) => `${openMinute} to ${closeMinute}`);
}

describe('the hours of one date', () => {
  test.each([
    ['end with the date, where a shift goes on', '2026-02-02', ['480 to 720', '1320 to 1440']],
    ['begin with the rest of the night shift', '2026-02-03', ['0 to 360', '1080 to 1440']],
    ['have no rest of a shift that closed at midnight', '2026-02-04', ['540 to 1050']],
    ['are none on a weekday without hours', '2026-02-05', []],
    ['are none on a holiday', '2026-02-11', []],
    ['are known before 1970 too', '1969-12-29', ['480 to 720', '1320 to 1440']],
  ])('%s', (_, date, hours) => {
    expect(opening(date)).toEqual(hours);
  });
});
