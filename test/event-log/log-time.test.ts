import { expect, test } from 'vitest';
import { compileTimeReader } from '../../src/event-log/log-time.ts';

test.each([
  ['D/M/YYYY HH:mm', '5/3/2016 09:07', Date.UTC(2016, 2, 5, 9, 7)],
  ['D/M/YYYY HH:mm', '29/12/2016 23:59', Date.UTC(2016, 11, 29, 23, 59)],
  ['YYYY-MM-DD HH:mm:ss', '2024-02-29 00:00:01', Date.UTC(2024, 1, 29, 0, 0, 1)],
  ['YYYY.MM.DD', '2024.02.29', Date.UTC(2024, 1, 29)],
  ['iso', '2024-03-04T10:00:00.5+02:00', Date.UTC(2024, 2, 4, 8, 0, 0, 500)],
])('%s reads %s', (times, text, expected) => {
  expect(compileTimeReader(times, 'UTC')(text)).toBe(expected);
});

test.each([
  ['D/M/YYYY HH:mm', '30/2/2016 10:00'],
  ['D/M/YYYY HH:mm', '1/13/2016 10:00'],
  ['D/M/YYYY HH:mm', '1/3/2016 24:00'],
  ['D/M/YYYY HH:mm', '1/3/2016 10:00:00'],
  ['YYYY.MM.DD', '2024-02-29'],
  ['iso', '2024-03-04T10:00:00'],
])('%s does not guess at %s', (times, text) => {
  expect(compileTimeReader(times, 'UTC')(text)).toBeNull();
});

test.each([
  ['winter', '4/3/2024 10:00', '2024-03-04T10:00:00.000Z'],
  ['summer', '4/7/2024 10:00', '2024-07-04T09:00:00.000Z'],
  ['just before the clocks go forward', '31/3/2024 00:59', '2024-03-31T00:59:00.000Z'],
  ['in the hour that is skipped: that much later', '31/3/2024 01:30', '2024-03-31T01:30:00.000Z'],
  ['just after', '31/3/2024 02:00', '2024-03-31T01:00:00.000Z'],
  ['in the hour that is repeated: the first', '27/10/2024 01:30', '2024-10-27T00:30:00.000Z'],
  ['after it', '27/10/2024 02:00', '2024-10-27T02:00:00.000Z'],
])('London time in %s', (_when, text, expected) => {
  const instant = compileTimeReader('D/M/YYYY HH:mm', 'Europe/London')(text);
  expect(new Date(instant ?? Number.NaN).toISOString()).toBe(expected);
});

test('a zone or a pattern that cannot be is refused at once', () => {
  expect(() => compileTimeReader('iso', 'Europe/Nowhere')).toThrow(RangeError);
  expect(() => compileTimeReader('HH:mm', 'UTC')).toThrow('names no Y');
});
