import { describe, expect, test } from 'vitest';
import {
  coversWholeWeek,
  IsoDate,
  isNeverOpen,
  TimezoneName,
  WeeklyHoursText,
} from '../../src/calendar/calendar-definition.ts';
import { onDays, weekdayNames } from '../support/calendars.ts';

describe('opening hours as they are written', () => {
  test('become minutes after midnight, a close on the next day counted on', () => {
    const { mon, tue } = WeeklyHoursText.parse({ mon: [['09:00', '17:30']], tue: [['22:00', '06:00']] });
    expect(mon).toEqual([{ openMinute: 540, closeMinute: 1050 }]);
    expect(tue).toEqual([{ openMinute: 1320, closeMinute: 1800 }]);
  });

  test('leave a day closed that is not mentioned', () => {
    expect(WeeklyHoursText.parse({ mon: [['09:00', '17:30']] }).sun).toEqual([]);
  });

  test.each([
    ['9:00', '17:30'],
    ['09:00', '25:00'],
    ['09:00', '24:01'],
    ['09:60', '17:00'],
    ['', '17:00'],
    ['09:00', '09:00'],
    ['24:00', '06:00'],
  ])('are refused as %s to %s', (open, close) => {
    expect(WeeklyHoursText.safeParse({ mon: [[open, close]] }).success).toBe(false);
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
    expect([none, all, almost].map(isNeverOpen)).toEqual([true, false, false]);
    expect([none, all, almost].map(coversWholeWeek)).toEqual([false, true, false]);
  });
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
