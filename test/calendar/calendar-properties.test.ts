import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, calendarOf, mondayToFriday, officeHours, onDays, weekdayNames } from '../support/calendars.ts';

const holidays = ['2026-04-03', '2026-04-06', '2026-12-25', '2026-12-28', '2027-01-01'];
const calendars = {
  office: officeHours(holidays),
  nights: calendarOf('Europe/London', onDays(weekdayNames, ['21:30', '06:15']), holidays),
  'split in New York': calendarOf(
    'America/New_York',
    onDays(['mon', 'wed', 'sun'], ['00:00', '02:30'], ['13:00', '24:00']),
  ),
  'small hours on Lord Howe': calendarOf('Australia/Lord_Howe', onDays(weekdayNames, ['01:30', '02:15'])),
  'Kolkata without a pause': calendarOf('Asia/Kolkata', onDays(weekdayNames, ['00:00', '24:00']), [
    '2026-08-15',
  ]),
  'one minute a week': calendarOf('Europe/London', { sun: [['01:15', '01:16']] }),
  'weekdays in Samoa': calendarOf('Pacific/Apia', onDays(mondayToFriday, ['08:00', '16:00'])),
};

const day = 24 * 60 * 60_000;
/** Instants of two years, often beside a clock change, an opening or a closing. */
const instants = fc.oneof(
  fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-29T01:00:00Z',
        '2026-10-25T01:00:00Z',
        '2026-02-02T09:00:00Z',
        '2026-04-02T16:30:00Z',
      ),
      fc.integer({ min: -3, max: 3 }),
      fc.constantFrom(0, 1, -1, 60_000, 30 * 60_000),
    )
    .map(([iso, days, beside]) => at(iso) + days * day + beside),
);
const amounts = fc.oneof(
  fc.integer({ min: 0, max: 40 * 60 * 60_000 }),
  fc.constantFrom(0, 1, 60_000, 8.5 * 60 * 60_000),
);

describe.each(Object.entries(calendars))('%s', (_name, calendar) => {
  test('has as much open time before an end as was added to come to it, and not a millisecond earlier', () => {
    fc.assert(
      fc.property(instants, amounts, (from, amountMs) => {
        const end = calendar.add(from, amountMs);
        expect(calendar.between(from, end)).toBe(amountMs);
        if (amountMs > 0) expect(calendar.between(from, end - 1)).toBe(amountMs - 1);
      }),
      { numRuns: 300 },
    );
  });

  test('has in a span what its parts have', () => {
    fc.assert(
      fc.property(fc.tuple(instants, instants, instants), (three) => {
        const [first, middle, last] = three.sort((one, other) => one - other) as [number, number, number];
        expect(calendar.between(first, middle) + calendar.between(middle, last)).toBe(
          calendar.between(first, last),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('ends a sum of amounts where its parts end one after the other', () => {
    fc.assert(
      fc.property(instants, amounts, amounts, (from, one, other) => {
        expect(calendar.add(calendar.add(from, one), other)).toBe(calendar.add(from, one + other));
      }),
      { numRuns: 300 },
    );
  });

  test('never ends a later start or a larger amount earlier', () => {
    fc.assert(
      fc.property(instants, amounts, fc.nat(day), (from, amountMs, more) => {
        const end = calendar.add(from, amountMs);
        expect(calendar.add(from + more, amountMs)).toBeGreaterThanOrEqual(end);
        expect(calendar.add(from, amountMs + more)).toBeGreaterThanOrEqual(end);
      }),
      { numRuns: 300 },
    );
  });

  test('is open in a millisecond exactly if that millisecond counts', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(calendar.between(instant, instant + 1)).toBe(calendar.isOpen(instant) ? 1 : 0);
      }),
      { numRuns: 300 },
    );
  });
});

test('without holidays and clock changes, whole weeks change nothing', () => {
  const calendar = calendarOf(
    'Africa/Nairobi',
    onDays(mondayToFriday, ['08:00', '12:00'], ['13:00', '17:45']),
  );
  fc.assert(
    fc.property(instants, amounts, fc.integer({ min: -100, max: 100 }), (from, amountMs, weeks) => {
      const shiftMs = weeks * 7 * day;
      expect(calendar.add(from + shiftMs, amountMs)).toBe(calendar.add(from, amountMs) + shiftMs);
    }),
  );
});
