import { describe, expect, test } from 'vitest';
import { type Calendar, createCalendar } from '../../src/calendar/calendar.ts';
import { WeeklyHoursText } from '../../src/calendar/calendar-definition.ts';
import { noHolidays } from '../../src/calendar/holidays.ts';
import { at, calendarOf, mondayToFriday, officeHours, onDays, weekdayNames } from '../support/calendars.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Both questions on one span: so much open time lies in it, and so much from its start ends at its end. */
function expectSpan(calendar: Calendar, from: string, to: string, openMs: number): void {
  expect(calendar.between(at(from), at(to))).toBe(openMs);
  expect(new Date(calendar.add(at(from), openMs)).toISOString()).toBe(new Date(at(to)).toISOString());
}

describe('office hours', () => {
  const office = officeHours();

  test('count from opening to closing and nothing else', () => {
    expectSpan(office, '2026-02-02T10:00:00Z', '2026-02-02T12:00:00Z', 2 * hour);
    expectSpan(office, '2026-02-02T00:00:00Z', '2026-02-02T17:30:00Z', 8.5 * hour);
    // Friday 16:30 over the weekend to Monday 09:30.
    expectSpan(office, '2026-02-06T16:30:00Z', '2026-02-09T09:30:00Z', 1.5 * hour);
  });

  test('of a whole week are five days', () => {
    expect(office.between(at('2026-02-02T00:00:00Z'), at('2026-02-09T00:00:00Z'))).toBe(42.5 * hour);
  });

  test('end an amount that is used up at closing time there, not at the next opening', () => {
    expect(office.add(at('2026-02-02T16:30:00Z'), hour)).toBe(at('2026-02-02T17:30:00Z'));
    expect(office.add(at('2026-02-02T16:30:00Z'), hour + 1)).toBe(at('2026-02-03T09:00:00.001Z'));
  });

  test('end an amount of nothing where it starts, open or not', () => {
    expect(office.add(at('2026-02-07T03:00:00Z'), 0)).toBe(at('2026-02-07T03:00:00Z'));
    expect(office.add(at('2026-02-02T17:30:00Z'), 0)).toBe(at('2026-02-02T17:30:00Z'));
  });

  test('include the opening and exclude the closing instant, to the millisecond', () => {
    const readings = ['08:59:59.999', '09:00:00.000', '17:29:59.999', '17:30:00.000'];
    expect(readings.map((time) => office.isOpen(at(`2026-02-02T${time}Z`)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(office.between(at('2026-02-02T17:29:59.999Z'), at('2026-02-03T09:00:00.001Z'))).toBe(2);
  });

  test('have nothing in a span that ends where it begins, or before', () => {
    expect(office.between(at('2026-02-02T12:00:00Z'), at('2026-02-02T12:00:00Z'))).toBe(0);
    expect(office.between(at('2026-02-02T12:00:00Z'), at('2026-02-02T11:00:00Z'))).toBe(0);
  });

  test('follow the wall clock into summer', () => {
    // Friday 27 March is the last day of winter time; on Monday the office opens at 08:00Z.
    expectSpan(office, '2026-03-27T17:00:00Z', '2026-03-30T08:30:00Z', hour);
  });

  test('follow the wall clock into winter', () => {
    expectSpan(office, '2026-10-23T16:00:00Z', '2026-10-26T09:30:00Z', hour);
  });

  test('are closed on holidays, and an amount carries on behind them', () => {
    const withHoliday = officeHours(['2026-05-04']);
    expectSpan(withHoliday, '2026-05-01T16:00:00Z', '2026-05-05T08:30:00Z', hour);
    expect(withHoliday.isOpen(at('2026-05-04T10:00:00Z'))).toBe(false);
  });

  test('answer the same whatever was asked before', () => {
    const asked = officeHours();
    const question = (calendar: Calendar) =>
      calendar.between(at('2026-02-02T10:00:00Z'), at('2026-06-02T10:00:00Z'));
    for (const year of [2027, 2020, 2050, 1990]) asked.isOpen(at(`${year}-01-01T00:00:00Z`));
    expect(question(asked)).toBe(question(officeHours()));
  });

  test.each([
    -1, 1,
  ])('answer the same however far the next question lies from the first (%i)', (direction) => {
    const monday = at('2026-02-02T00:00:00Z');
    const alone = officeHours();
    for (let days = 362; days <= 369; days++) {
      const asked = officeHours();
      asked.isOpen(monday);
      const midnight = monday + direction * days * 24 * hour;
      const isWeekday = ![0, 6].includes(new Date(midnight).getUTCDay());
      expect(asked.between(midnight, midnight + 24 * hour)).toBe(isWeekday ? 8.5 * hour : 0);
      const [first, last] = direction < 0 ? [midnight, monday] : [monday, midnight];
      expect(asked.between(first, last)).toBe(alone.between(first, last));
    }
  });
});

describe('split shifts', () => {
  const split = calendarOf('Europe/London', onDays(mondayToFriday, ['08:00', '12:00'], ['13:00', '17:00']));

  test('leave the break out', () => {
    expectSpan(split, '2026-02-02T11:00:00Z', '2026-02-02T14:00:00Z', 2 * hour);
    expect(split.isOpen(at('2026-02-02T12:30:00Z'))).toBe(false);
  });

  test('end an amount at the beginning of the break', () => {
    expect(split.add(at('2026-02-02T09:00:00Z'), 3 * hour)).toBe(at('2026-02-02T12:00:00Z'));
  });

  test('that touch or overlap count once', () => {
    const overlapping = calendarOf('UTC', {
      mon: [
        ['09:00', '12:00'],
        ['11:00', '14:00'],
        ['14:00', '15:00'],
      ],
    });
    expect(overlapping.between(at('2026-02-02T00:00:00Z'), at('2026-02-03T00:00:00Z'))).toBe(6 * hour);
  });

  test('may be given in any order', () => {
    const disordered = calendarOf('UTC', {
      mon: [
        ['13:00', '17:00'],
        ['08:00', '12:00'],
      ],
    });
    expectSpan(disordered, '2026-02-02T11:00:00Z', '2026-02-02T14:00:00Z', 2 * hour);
  });
});

describe('overnight shifts', () => {
  const nights = calendarOf('Europe/London', onDays(['mon', 'fri'], ['22:00', '06:00']));

  test('go on after midnight, on the date on which they end', () => {
    expectSpan(nights, '2026-02-02T21:00:00Z', '2026-02-03T06:00:00Z', 8 * hour);
    expect(nights.isOpen(at('2026-02-07T05:59:59.999Z'))).toBe(true);
    expect(nights.isOpen(at('2026-02-07T22:00:00Z'))).toBe(false);
  });

  test('lose their beginning when the first date is a holiday, their tail when the second is', () => {
    const first = calendarOf('Europe/London', onDays(['mon'], ['22:00', '06:00']), ['2026-02-02']);
    const second = calendarOf('Europe/London', onDays(['mon'], ['22:00', '06:00']), ['2026-02-03']);
    expectSpan(first, '2026-02-02T12:00:00Z', '2026-02-03T06:00:00Z', 6 * hour);
    expectSpan(second, '2026-02-02T12:00:00Z', '2026-02-03T00:00:00Z', 2 * hour);
  });

  test('are an hour shorter in the night in which the clocks go forward', () => {
    const saturday = calendarOf('Europe/London', onDays(['sat'], ['22:00', '06:00']));
    expectSpan(saturday, '2026-03-28T20:00:00Z', '2026-03-29T05:00:00Z', 7 * hour);
  });

  test('are an hour longer in the night in which they go back', () => {
    const saturday = calendarOf('Europe/London', onDays(['sat'], ['22:00', '06:00']));
    expectSpan(saturday, '2026-10-24T20:00:00Z', '2026-10-25T06:00:00Z', 9 * hour);
  });

  test('that close at midnight end the day', () => {
    const late = calendarOf('UTC', onDays(['mon'], ['18:00', '00:00']));
    const same = calendarOf('UTC', onDays(['mon'], ['18:00', '24:00']));
    for (const calendar of [late, same])
      expectSpan(calendar, '2026-02-02T12:00:00Z', '2026-02-03T00:00:00Z', 6 * hour);
  });
});

describe('hours inside the hour that a clock change skips or repeats', () => {
  const small = calendarOf('Europe/London', onDays(['sun'], ['01:00', '02:00']));

  test('do not exist when it is skipped', () => {
    expect(small.between(at('2026-03-29T00:00:00Z'), at('2026-03-30T00:00:00Z'))).toBe(0);
  });

  test('count twice when it is repeated', () => {
    expectSpan(small, '2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z', 2 * hour);
  });

  test('that begin in the skipped hour begin after it', () => {
    const half = calendarOf('Europe/London', onDays(['sun'], ['01:30', '03:00']));
    expectSpan(half, '2026-03-29T00:00:00Z', '2026-03-29T02:00:00Z', hour);
  });
});

describe('time zones', () => {
  test('may be half an hour off', () => {
    const kolkata = calendarOf('Asia/Kolkata', onDays(mondayToFriday, ['09:30', '18:00']));
    expectSpan(kolkata, '2026-02-02T00:00:00Z', '2026-02-02T12:30:00Z', 8.5 * hour);
  });

  test('may be three quarters of an hour off', () => {
    const nepal = calendarOf('Asia/Kathmandu', onDays(['sun'], ['10:00', '11:00']));
    expect(nepal.isOpen(at('2026-02-01T04:15:00Z'))).toBe(true);
    expect(nepal.isOpen(at('2026-02-01T04:14:59.999Z'))).toBe(false);
  });

  test('may change their clocks by half an hour', () => {
    // Lord Howe Island: from +11:00 to +10:30 on 5 April 2026 at 02:00, so 01:30 to 02:00 is there twice.
    const lordHowe = calendarOf('Australia/Lord_Howe', onDays(['sun'], ['00:00', '04:00']));
    expectSpan(lordHowe, '2026-04-04T13:00:00Z', '2026-04-04T17:30:00Z', 4.5 * hour);
  });

  test('may leave out a whole day', () => {
    // Samoa went from 29 to 31 December 2011 across the date line: there was no Friday.
    const samoa = calendarOf('Pacific/Apia', onDays(mondayToFriday, ['09:00', '17:00']));
    expect(samoa.between(at('2011-12-29T10:00:00Z'), at('2012-01-01T10:00:00Z'))).toBe(8 * hour);
  });

  test('reach across the date line in both directions', () => {
    const farEast = calendarOf('Pacific/Kiritimati', onDays(['mon'], ['00:00', '01:00']));
    const farWest = calendarOf('Pacific/Pago_Pago', onDays(['mon'], ['23:00', '24:00']));
    expectSpan(farEast, '2026-02-01T00:00:00Z', '2026-02-01T11:00:00Z', hour);
    expectSpan(farWest, '2026-02-02T12:00:00Z', '2026-02-03T11:00:00Z', hour);
  });
});

describe('a calendar that is open around the clock', () => {
  const always = calendarOf('Europe/London', onDays(weekdayNames, ['00:00', '24:00']));
  const inTwoShifts = calendarOf(
    'Europe/London',
    onDays(weekdayNames, ['00:00', '12:00'], ['12:00', '24:00']),
  );

  test.each([
    ['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z'],
    ['2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'],
    ['2026-12-31T23:59:59.999Z', '2027-01-01T23:59:59.999Z'],
  ])('counts plain elapsed time from %s, whether the clocks change or not', (from, to) => {
    expectSpan(always, from, to, 24 * hour);
    expectSpan(inTwoShifts, from, to, 24 * hour);
  });

  test('is always open, and has nothing in a span that runs backwards', () => {
    expect(always.isOpen(at('2026-03-29T01:30:00Z'))).toBe(true);
    expect(always.between(at('2026-03-29T01:30:00Z'), at('2026-03-28T01:30:00Z'))).toBe(0);
  });

  test('knows no last year where it has no holidays to know', () => {
    const weekly = WeeklyHoursText.parse(onDays(weekdayNames, ['00:00', '24:00']));
    const plain = createCalendar({ timezone: 'Europe/London', weekly, holidaysOf: noHolidays });
    expectSpan(plain, '2299-12-31T23:00:00Z', '2300-01-01T01:00:00Z', 2 * hour);
    expect(plain.between(at('2300-01-01T01:00:00Z'), at('2300-01-01T00:00:00Z'))).toBe(0);
    expect(plain.isOpen(at('2300-01-01T00:00:00Z'))).toBe(true);
  });

  test('still closes on its holidays, if it has any', () => {
    const closing = calendarOf('Europe/London', onDays(weekdayNames, ['00:00', '24:00']), ['2026-12-25']);
    expectSpan(closing, '2026-12-24T12:00:00Z', '2026-12-26T12:00:00Z', 24 * hour);
  });
});

describe('what no calendar can answer', () => {
  test('is refused where the calendar never opens', () => {
    const make = () =>
      createCalendar({ timezone: 'UTC', weekly: WeeklyHoursText.parse({}), holidaysOf: noHolidays });
    const message = 'The calendar has no opening hours on any weekday; give it some.';
    expect(make).toThrow(expect.objectContaining({ code: 'calendar-never-open', message }));
  });

  test('is refused where every opening day is a holiday', () => {
    const holidaysOf = () => ({ has: () => true }) as unknown as ReadonlyMap<string, string>;
    const weekly = WeeklyHoursText.parse(onDays(['mon'], ['09:00', '17:00']));
    const closed = createCalendar({ timezone: 'UTC', weekly, holidaysOf });
    expect(closed.between(at('2026-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'))).toBe(0);
    expect(() => closed.add(at('2026-01-01T00:00:00Z'), 1)).toThrow(
      expect.objectContaining({ code: 'calendar-out-of-range' }),
    );
  });

  test.each([
    ['1850-01-01T00:00:00Z'],
    ['1900-01-01T12:00:00Z'],
    ['2299-12-31T12:00:00Z'],
    ['2500-01-01T00:00:00Z'],
  ])('is refused outside the years it covers: %s', (instant) => {
    const refused = expect.objectContaining({ code: 'calendar-out-of-range' });
    expect(() => officeHours().isOpen(at(instant))).toThrow(refused);
    const warm = officeHours();
    warm.isOpen(at('2026-02-02T10:00:00Z'));
    expect(() => warm.isOpen(at(instant))).toThrow(refused);
  });

  test('is refused for an amount that no year up to 2299 can hold', () => {
    expect(() => officeHours().add(at('2026-02-02T10:00:00Z'), 1_000_000 * hour)).toThrow(
      expect.objectContaining({
        code: 'calendar-out-of-range',
        message:
          'Calendars cover the years 1900 to 2299; this lies outside. Check the instant or the length of the target.',
      }),
    );
  });

  test('begins and ends with those years, less two days in which it may be another year elsewhere', () => {
    const first = at('1900-01-03T00:00:00Z');
    const end = at('2299-12-30T00:00:00Z');
    const refused = expect.objectContaining({ code: 'calendar-out-of-range' });
    expect(officeHours().between(first, first + 24 * hour)).toBe(8.5 * hour);
    expect(() => officeHours().between(first - 1, first)).toThrow(refused);
    expect(officeHours().between(end - 24 * hour, end - 1)).toBe(8.5 * hour);
    expect(() => officeHours().between(end - 1, end)).toThrow(refused);
    // Nothing lies between an instant and itself, in any year.
    expect(officeHours().between(end, end)).toBe(0);

    const late = officeHours();
    expect(late.add(end - 48 * hour, 17 * hour)).toBe(end - 6.5 * hour);
    expect(() => late.add(end - 48 * hour, 17 * hour + 1)).toThrow(refused);
    expect(() => late.between(end - 1, end)).toThrow(refused);
  });

  test('does not spoil later answers', () => {
    const calendar = officeHours();
    expect(() => calendar.isOpen(Number.NaN)).toThrow();
    expect(() => calendar.add(at('2026-02-02T10:00:00Z'), Number.POSITIVE_INFINITY)).toThrow();
    expect(() => calendar.add(at('2026-02-02T10:00:00Z'), Number.NaN)).toThrow();
    expectSpan(calendar, '2026-02-02T10:00:00Z', '2026-02-02T12:00:00Z', 2 * hour);
  });
});

test('a target of ten years ends to the minute', () => {
  // A week of 42.5 h, whatever the zone does: 520 weeks later at the same reading, in UTC where nothing changes.
  const utc = calendarOf('UTC', onDays(mondayToFriday, ['09:00', '17:30']));
  expect(utc.add(at('2026-02-02T10:00:00Z'), 520 * 42.5 * hour)).toBe(at('2036-01-21T10:00:00Z'));
});
