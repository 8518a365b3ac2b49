import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatInstant, formatOptionalInstant, parseInstant } from '../../src/time/instant.ts';

describe('an instant is read', () => {
  test.each([
    ['2026-02-02T10:00:00Z', '2026-02-02T10:00:00.000Z'],
    ['2026-02-02T10:00Z', '2026-02-02T10:00:00.000Z'],
    ['2026-02-02T10:00:00.5Z', '2026-02-02T10:00:00.500Z'],
    ['2026-02-02T10:00:00,25Z', '2026-02-02T10:00:00.250Z'],
    ['2026-02-02T10:00:00.123999999999Z', '2026-02-02T10:00:00.123Z'],
    ['2026-02-02T10:00:00+01:00', '2026-02-02T09:00:00.000Z'],
    ['2026-02-02T10:00:00-0530', '2026-02-02T15:30:00.000Z'],
    ['2026-02-02T00:30:00+05:45', '2026-02-01T18:45:00.000Z'],
    ['2024-02-29T10:00:00Z', '2024-02-29T10:00:00.000Z'],
    ['1066-10-14T09:00:00Z', '1066-10-14T09:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['2000-02-29T23:59:59.999-23:59', '2000-03-01T23:58:59.999Z'],
    ['2026-02-02T10:00+0100', '2026-02-02T09:00:00.000Z'],
  ])('from %s', (text, expected) => {
    expect(formatInstant(parseInstant(text)!)).toBe(expected);
  });

  test.each([
    '',
    'now',
    '1770026400000',
    '2026-02-02',
    '2026-02-02T10:00:00',
    '2026-02-02 10:00:00Z',
    '2026-02-02T10:00:00z',
    '2026-02-02T10:00:00Europe/London',
    '2026-2-2T10:00:00Z',
    '2026-00-02T10:00:00Z',
    '2026-13-02T10:00:00Z',
    '2026-02-00T10:00:00Z',
    '2026-02-29T10:00:00Z',
    '1900-02-29T10:00:00Z',
    '2026-01-32T10:00:00Z',
    '2026-04-31T10:00:00Z',
    '2026-02-02T24:00:00Z',
    '2026-02-02T10:60:00Z',
    '2026-02-02T10:00:60Z',
    '2026-02-02T10:00:00.Z',
    '2026-02-02T10:00:00+1:00',
    '2026-02-02T10:00:00+24:00',
    '2026-02-02T10:00:00+00:60',
    ' 2026-02-02T10:00:00Z',
    '2026-02-02T10:00:00Z\n',
  ])('never from %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  test('whatever it is followed by: no digit of a fraction is taken for something else', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{1,12}$/),
        fc.integer({ min: -1439, max: 1439 }),
        (digits, offset) => {
          const size = Math.abs(offset);
          const zone = [Math.floor(size / 60), size % 60]
            .map((part) => String(part).padStart(2, '0'))
            .join(':');
          const text = `2026-02-02T10:00:00.${digits}${offset < 0 ? '-' : '+'}${zone}`;
          const milliseconds = Number(digits.padEnd(3, '0').slice(0, 3));
          expect(parseInstant(text)).toBe(
            Date.parse('2026-02-02T10:00:00Z') + milliseconds - offset * 60_000,
          );
        },
      ),
    );
  });

  test('as it was written', () => {
    const instants = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => {
        expect(parseInstant(formatInstant(date.getTime()))).toBe(date.getTime());
      }),
    );
  });
});

test('an instant that is not there stays away', () => {
  expect([formatOptionalInstant(null), formatOptionalInstant(0)]).toEqual([null, '1970-01-01T00:00:00.000Z']);
});
