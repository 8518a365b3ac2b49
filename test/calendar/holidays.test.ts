import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  BankHolidays,
  holidayDivisions,
  holidaysFromDates,
  noHolidays,
  openHolidayBook,
} from '../../src/calendar/holidays.ts';

const file = path.resolve(import.meta.dirname, '../../config/uk-bank-holidays.json');
const published = BankHolidays.parse(JSON.parse(readFileSync(file, 'utf8')));
const english = openHolidayBook(published, 'england-and-wales');

/** Days by proclamation, which no rule can know. */
const oneOff = ['2020-05-08', '2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08', '2026-06-15'];

describe('bank holidays', () => {
  test('are shipped for 2015 to 2028', () => {
    expect([english.firstYear, english.lastYear]).toEqual([2015, 2028]);
  });

  test('of a published year are those that were published', () => {
    expect([...english.holidaysOf(2026)]).toEqual([
      ['2026-01-01', 'New Year’s Day'],
      ['2026-04-03', 'Good Friday'],
      ['2026-04-06', 'Easter Monday'],
      ['2026-05-04', 'Early May bank holiday'],
      ['2026-05-25', 'Spring bank holiday'],
      ['2026-08-31', 'Summer bank holiday'],
      ['2026-12-25', 'Christmas Day'],
      ['2026-12-28', 'Boxing Day'],
    ]);
  });

  test('differ by division', () => {
    const scottish = openHolidayBook(published, 'scotland').holidaysOf(2026);
    const northern = openHolidayBook(published, 'northern-ireland').holidaysOf(2026);
    expect(scottish.has('2026-04-06')).toBe(false);
    expect(scottish.has('2026-11-30')).toBe(true);
    expect(northern.has('2026-07-13')).toBe(true);
  });

  test('after the last published year are worked out: 2030 by hand', () => {
    // Easter Sunday is 21 April 2030. Christmas Day is a Wednesday.
    expect([...english.holidaysOf(2030).keys()].sort()).toEqual([
      '2030-01-01',
      '2030-04-19',
      '2030-04-22',
      '2030-05-06',
      '2030-05-27',
      '2030-08-26',
      '2030-12-25',
      '2030-12-26',
    ]);
  });

  test('before the first published year are worked out: 2010 by hand, with two substitute days', () => {
    // Easter Sunday was 4 April 2010. Christmas Day was a Saturday, Boxing Day a Sunday.
    expect([...english.holidaysOf(2010).keys()].sort()).toEqual([
      '2010-01-01',
      '2010-04-02',
      '2010-04-05',
      '2010-05-03',
      '2010-05-31',
      '2010-08-30',
      '2010-12-27',
      '2010-12-28',
    ]);
  });

  test('are worked out once a year', () => {
    expect(english.holidaysOf(2031)).toBe(english.holidaysOf(2031));
  });
});

test.each(holidayDivisions)('the rules come to the published dates of %s, one-off days aside', (division) => {
  const byRule = openHolidayBook({ ...published, [division]: { events: [] } }, division);
  const ofDivision = published[division].events.map((event) => event.date);
  const years = [...new Set(ofDivision.map((date) => Number(date.slice(0, 4))))];
  const worked = years.flatMap((year) => [...byRule.holidaysOf(year).keys()]);
  const regular = (dates: readonly string[]): string[] =>
    dates.filter((date) => !oneOff.includes(date)).sort();
  expect(regular(worked)).toEqual(regular(ofDivision));
});

test('holidays given as dates are found by their year', () => {
  const holidaysOf = holidaysFromDates(['2026-12-25', '2027-01-01', '2026-05-04']);
  expect([...holidaysOf(2026)]).toEqual([
    ['2026-12-25', 'holiday'],
    ['2026-05-04', 'holiday'],
  ]);
  expect(holidaysOf(2028).size).toBe(0);
  expect(noHolidays(2026).size).toBe(0);
});
