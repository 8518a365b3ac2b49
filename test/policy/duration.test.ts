import { expect, test } from 'vitest';
import { Duration } from '../../src/policy/duration.ts';
import { formatDuration } from '../../src/time/format-duration.ts';

test.each([
  ['30 s', 30_000],
  ['30 min', 1_800_000],
  ['5 h', 18_000_000],
  ['1.5 h', 5_400_000],
  ['48h', 172_800_000],
  [' 0 min ', 0],
  ['0.0005 s', 1],
])('%j is %i ms', (text, durationMs) => {
  expect(Duration.parse(text)).toBe(durationMs);
});

test.each([
  '',
  '5',
  'h',
  '5 hours',
  '-5 h',
  '1 h 30 min',
  '5 d',
  '1,5 h',
  '1e3 s',
])('%j is no amount of time', (text) => {
  expect(Duration.safeParse(text).error?.issues[0]?.message).toMatch(/must be an amount of time like/);
});

test.each([
  [0, '0 s'],
  [999, '0 s'],
  [45_000, '45 s'],
  [60_000, '1 min'],
  [5_400_000, '1 h 30 min'],
  [18_000_000, '5 h'],
  [172_800_000, '48 h'],
  [3_661_000, '1 h 1 min'],
])('%i ms are said as %s', (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});
