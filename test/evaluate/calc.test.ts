import { describe, expect, test } from 'vitest';
import { createCalculator } from '../../src/evaluate/calc.ts';
import { shipped } from '../support/story.ts';

const calculate = createCalculator(shipped.calendars);
const ask = (question: unknown) => calculate(JSON.stringify(question));
const monday = '2026-02-02T10:00:00Z';
const office = { timezone: 'Europe/London', weekly: { mon: [['09:00', '17:30']] }, holidays: ['2026-02-09'] };

describe('calc', () => {
  test('adds minutes and answers with an instant', () => {
    expect(ask({ calendar: 'business', op: 'add', start: monday, minutes: 48 * 60 })).toEqual({
      result: '2026-02-09T15:30:00.000Z',
    });
  });

  test('counts the minutes between two instants', () => {
    expect(ask({ calendar: 'business', op: 'between', start: monday, end: '2026-02-03T10:00:00Z' })).toEqual({
      result: 8.5 * 60,
    });
    expect(ask({ calendar: 'business', op: 'between', start: monday, end: monday })).toEqual({ result: 0 });
  });

  test('takes and gives parts of minutes', () => {
    expect(ask({ calendar: 'always', op: 'add', start: monday, minutes: 0.5 })).toEqual({
      result: '2026-02-02T10:00:30.000Z',
    });
    expect(ask({ calendar: 'always', op: 'between', start: monday, end: '2026-02-02T10:00:45Z' })).toEqual({
      result: 0.75,
    });
  });

  test('takes a calendar that is given in the line', () => {
    expect(ask({ calendar: office, op: 'add', start: '2026-02-02T17:00:00Z', minutes: 60 })).toEqual({
      result: '2026-02-16T09:30:00.000Z',
    });
  });

  test('keeps apart calendars that differ in their holidays alone', () => {
    const always = { ...office, holidays: [] };
    const question = { op: 'add', start: '2026-02-02T17:00:00Z', minutes: 60 };
    expect([ask({ ...question, calendar: office }), ask({ ...question, calendar: always })]).toEqual([
      { result: '2026-02-16T09:30:00.000Z' },
      { result: '2026-02-09T09:30:00.000Z' },
    ]);
  });

  test('gives right answers however many calendars it is given', () => {
    const asked = createCalculator(new Map());
    const closings = Array.from({ length: 110 }, (_, index) => 10 * 60 + index);
    const answers = [...closings, ...closings].map((closing) => {
      const close = `${Math.floor(closing / 60)}:${String(closing % 60).padStart(2, '0')}`;
      const calendar = { timezone: 'UTC', weekly: { mon: [['09:00', close]] } };
      const span = { start: '2026-02-02T00:00:00Z', end: '2026-02-03T00:00:00Z' };
      return asked(JSON.stringify({ calendar, op: 'between', ...span }));
    });
    expect(answers).toEqual([...closings, ...closings].map((closing) => ({ result: closing - 9 * 60 })));
  });

  test('ignores fields it does not know', () => {
    expect(ask({ id: 7, calendar: 'always', op: 'add', start: monday, minutes: 0, note: 'x' })).toEqual({
      result: '2026-02-02T10:00:00.000Z',
    });
  });

  test.each([
    ['nonsense', 'this line is not JSON'],
    ['[]', 'must be'],
    ['{}', 'op: must be add or between'],
    [{ calendar: 'business', op: 'subtract', start: monday }, 'op: must be add or between'],
    [{ op: 'add', start: monday, minutes: 1 }, 'calendar: must be the name of a calendar'],
    [{ calendar: 'buisness', op: 'add', start: monday, minutes: 1 }, 'calendar: is none of always, business'],
    [{ calendar: 7, op: 'add', start: monday, minutes: 1 }, 'calendar: must be the name of a calendar'],
    [{ calendar: 'business', op: 'add', start: monday }, 'minutes: is missing'],
    [{ calendar: 'business', op: 'add', start: monday, minutes: '5' }, 'minutes: must be a number'],
    [{ calendar: 'business', op: 'add', start: monday, minutes: -1 }, 'minutes: must not be less than 0'],
    [
      { calendar: 'business', op: 'add', start: '2026-02-02T10:00:00', minutes: 1 },
      'start: must be an ISO 8601',
    ],
    [{ calendar: 'business', op: 'between', start: monday }, 'end: is missing'],
    [{ calendar: 'always', op: 'add', start: monday, minutes: 1e300 }, 'minutes: are so many'],
    [{ calendar: 'business', op: 'add', start: monday, minutes: 1e300 }, 'Calendars cover the years'],
    [
      { calendar: { ...office, timezone: 'Mars' }, op: 'add', start: monday, minutes: 1 },
      'calendar.timezone: ',
    ],
    [{ calendar: { ...office, weekly: {} }, op: 'add', start: monday, minutes: 1 }, 'no opening hours'],
    [
      { calendar: { ...office, weekly: { mon: [['9', '17:00']] } }, op: 'add', start: monday, minutes: 1 },
      'calendar.weekly.mon[0][0]: ',
    ],
    [
      { calendar: { ...office, holidays: ['25.12.'] }, op: 'add', start: monday, minutes: 1 },
      'calendar.holidays[0]: ',
    ],
  ])('answers %j with an error', (question, error) => {
    const answer = calculate(typeof question === 'string' ? question : JSON.stringify(question));
    expect(answer).toEqual({ error: expect.stringContaining(error) });
  });
});
