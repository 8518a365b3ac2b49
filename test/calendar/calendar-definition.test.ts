import { describe, expect, test } from 'vitest';
import { type ZodType, z } from 'zod';
import {
  coversWholeWeek,
  IsoDate,
  isNeverOpen,
  TimezoneName,
  WeeklyHoursText,
} from '../../src/calendar/calendar-definition.ts';
import { onDays, weekdayNames } from '../support/calendars.ts';

/** What a file is told that gives this value. */
function faults(schema: ZodType, value: unknown): string[] {
  return schema.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
}

describe('opening hours as they are written', () => {
  test('become minutes after midnight, a close on the next day counted on', () => {
    const { mon, tue } = WeeklyHoursText.parse({ mon: [['09:00', '17:30']], tue: [['22:00', '06:00']] });
    expect(mon).toEqual([{ openMinute: 540, closeMinute: 1050 }]);
    expect(tue).toEqual([{ openMinute: 1320, closeMinute: 1800 }]);
  });

  test('leave a day closed that is not mentioned', () => {
    expect(WeeklyHoursText.parse({ mon: [['09:00', '17:30']] }).sun).toEqual([]);
  });

  const time = 'must be a time of day from "00:00" to "24:00", like "09:30"';
  test.each([
    ['9:00', '17:30', time],
    ['109:00', '17:30', time],
    ['09:00', '25:00', time],
    ['09:00', '24:01', time],
    ['09:60', '17:00', time],
    ['', '17:00', time],
    ['09:00:00', '17:00', time],
    ['09:00', '124:00', time],
    ['09:00', '24:00:00', time],
    ['09:00', '09:00', 'must have two different ends; the whole day is ["00:00", "24:00"]'],
    ['24:00', '06:00', 'cannot open at 24:00; that is 00:00 of the next day'],
  ])('are refused as %s to %s, with what is right', (open, close, answer) => {
    expect(faults(WeeklyHoursText, { mon: [[open, close]] })).toEqual([answer]);
  });

  test('are refused for a day that does not exist', () => {
    expect(WeeklyHoursText.safeParse({ monday: [] }).success).toBe(false);
  });

  test('never open, or cover the whole week', () => {
    const none = WeeklyHoursText.parse({});
    const all = WeeklyHoursText.parse(onDays(weekdayNames, ['00:00', '24:00']));
    const almost = WeeklyHoursText.parse({
      ...onDays(weekdayNames, ['00:00', '24:00']),
      sun: [['00:00', '23:59']],
    });
    const late = WeeklyHoursText.parse({
      ...onDays(weekdayNames, ['00:00', '24:00']),
      sun: [['00:01', '24:00']],
    });
    const twice = WeeklyHoursText.parse(onDays(weekdayNames, ['09:00', '17:30'], ['00:00', '24:00']));
    expect([none, all, almost, late, twice].map(isNeverOpen)).toEqual([true, false, false, false, false]);
    expect([none, all, almost, late, twice].map(coversWholeWeek)).toEqual([false, true, false, false, true]);
  });
});

test('a zone or date that is none is answered with one that is', () => {
  expect(faults(TimezoneName, 'Europe/Londn')).toEqual(['must be an IANA time zone, like "Europe/London"']);
  expect(faults(IsoDate, '25.12.2026')).toEqual(['must be a date like "2026-12-25"']);
});

test('a zone is told by example where its kind is documented', () => {
  expect(z.toJSONSchema(TimezoneName)).toMatchObject({ type: 'string', examples: ['Europe/London'] });
});

test.each(['Europe/London', 'Asia/Kathmandu', 'UTC'])('%s is a time zone', (name) => {
  expect(TimezoneName.safeParse(name).success).toBe(true);
});

test.each(['Europe/Londn', '', 'GMT+25'])("'%s' is none", (name) => {
  expect(TimezoneName.safeParse(name).success).toBe(false);
});

test('a date is a day that exists', () => {
  const dates = ['2026-12-25', '2028-02-29', '2026-02-29', '25.12.2026'];
  expect(dates.map((date) => IsoDate.safeParse(date).success)).toEqual([true, true, false, false]);
});
