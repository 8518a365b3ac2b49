import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatWireDate, parseWireDate } from '../../src/servicenow/wire-date.ts';

describe('a date on the wire', () => {
  it('is UTC', () => {
    expect(parseWireDate('2024-02-29 23:59:59')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59));
  });

  it.each([
    '',
    '2023-02-29 00:00:00',
    '2024-01-01',
    '01/02/2024 10:00:00',
    '2024-01-01T10:00:00Z',
    '2024-01-01 24:00:00',
    '2024-13-01 00:00:00',
    ' 2024-01-01 00:00:00',
  ])('is not "%s"', (text) => {
    expect(parseWireDate(text)).toBeNull();
  });

  it('comes back as it was written, to the second', () => {
    const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 999 }), (second, milliseconds) => {
        expect(parseWireDate(formatWireDate(second * 1000 + milliseconds))).toBe(second * 1000);
      }),
    );
  });
});
