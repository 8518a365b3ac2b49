import { describe, expect, test } from 'vitest';
import { type CalendarDefinition, WeeklyHoursText } from '../../src/calendar/calendar-definition.ts';
import { splitByCalendar } from '../../src/calendar/calendar-spans.ts';
import { noHolidays } from '../../src/calendar/holidays.ts';
import { at, mondayToFriday, onDays, weekdayNames } from '../support/calendars.ts';

const easter = new Map([
  ['2026-04-03', 'Good Friday'],
  ['2026-04-06', 'Easter Monday'],
]);
const london: CalendarDefinition = {
  timezone: 'Europe/London',
  weekly: WeeklyHoursText.parse(onDays(mondayToFriday, ['09:00', '17:30'])),
  holidaysOf: (year) => (year === 2026 ? easter : new Map()),
};

/** "09:00 to 17:30 open", in UTC, with the date where it is another than the first. */
function told(definition: CalendarDefinition, from: string, to: string): string[] {
  return splitByCalendar(definition, at(from), at(to)).map(({ fromAt, toAt, kind, holiday }) => {
    const [start, end] = [fromAt, toAt].map((one) =>
      new Date(one).toISOString().slice(5, 16).replace('T', ' '),
    );
    return `${start} to ${end} ${kind}${holiday === null ? '' : ` ${holiday}`}`;
  });
}

describe('a span divided by a calendar', () => {
  test('tells open and closed time, cut to what was asked', () => {
    expect(told(london, '2026-02-02T08:00:00Z', '2026-02-03T10:00:00Z')).toEqual([
      '02-02 08:00 to 02-02 09:00 closed',
      '02-02 09:00 to 02-02 17:30 open',
      '02-02 17:30 to 02-03 09:00 closed',
      '02-03 09:00 to 02-03 10:00 open',
    ]);
    expect(told(london, '2026-02-02T10:00:00Z', '2026-02-02T11:00:00Z')).toEqual([
      '02-02 10:00 to 02-02 11:00 open',
    ]);
  });

  test('tells the closed time at its end', () => {
    expect(told(london, '2026-02-02T17:00:00Z', '2026-02-02T20:00:00Z')).toEqual([
      '02-02 17:00 to 02-02 17:30 open',
      '02-02 17:30 to 02-02 20:00 closed',
    ]);
    expect(told(london, '2026-02-07T10:00:00Z', '2026-02-08T10:00:00Z')).toEqual([
      '02-07 10:00 to 02-08 10:00 closed',
    ]);
  });

  test('names holidays by the local date, with what is closed before and after them', () => {
    expect(told(london, '2026-04-02T16:00:00Z', '2026-04-07T09:00:00Z')).toEqual([
      '04-02 16:00 to 04-02 16:30 open',
      '04-02 16:30 to 04-02 23:00 closed',
      '04-02 23:00 to 04-03 23:00 holiday Good Friday',
      '04-03 23:00 to 04-05 23:00 closed',
      '04-05 23:00 to 04-06 23:00 holiday Easter Monday',
      '04-06 23:00 to 04-07 08:00 closed',
      '04-07 08:00 to 04-07 09:00 open',
    ]);
  });

  test('is in one piece where shifts touch at midnight, and where they are given in two', () => {
    const always = {
      ...london,
      weekly: WeeklyHoursText.parse(onDays(weekdayNames, ['00:00', '24:00'])),
      holidaysOf: noHolidays,
    };
    const shifts = {
      ...always,
      weekly: WeeklyHoursText.parse(onDays(weekdayNames, ['00:00', '12:00'], ['12:00', '24:00'])),
    };
    for (const definition of [always, shifts])
      expect(told(definition, '2026-02-02T08:00:00Z', '2026-02-05T10:00:00Z')).toEqual([
        '02-02 08:00 to 02-05 10:00 open',
      ]);
  });

  test('is empty where the span is', () => {
    expect(told(london, '2026-02-02T10:00:00Z', '2026-02-02T10:00:00Z')).toEqual([]);
    expect(told(london, '2026-02-02T20:00:00Z', '2026-02-02T20:00:00Z')).toEqual([]);
  });

  test.each([
    ['Pacific/Kiritimati', '02-01 19:00 to 02-02 03:30 open'],
    ['Pacific/Pago_Pago', '02-02 20:00 to 02-03 04:30 open'],
  ])('counts by the wall clock of %s', (timezone, open) => {
    const lines = told({ ...london, timezone }, '2026-02-01T12:00:00Z', '2026-02-03T12:00:00Z');
    expect(lines).toContain(open);
  });
});
