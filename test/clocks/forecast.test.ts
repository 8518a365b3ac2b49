import { describe, expect, test } from 'vitest';
import { type ForecastGroup, forecastHorizons, summariseForecast } from '../../src/clocks/forecast.ts';
import { endOfBusinessDay } from '../../src/wiring/forecast.ts';
import { at } from '../support/calendars.ts';
import { hour, minute, shipped, t } from '../support/story.ts';

describe('the end of the business day', () => {
  const end = (text: string) => new Date(endOfBusinessDay(shipped, at(text))!).toISOString();

  test.each([
    ['in the morning', '2026-02-02T10:00:00Z', '2026-02-02T17:30:00.000Z'],
    ['before it opens', '2026-02-02T03:00:00Z', '2026-02-02T17:30:00.000Z'],
    ['a millisecond before closing', '2026-02-02T17:29:59.999Z', '2026-02-02T17:30:00.000Z'],
    ['at closing time is that of the next day', '2026-02-02T17:30:00Z', '2026-02-03T17:30:00.000Z'],
    ['in summer', '2026-07-01T10:00:00Z', '2026-07-01T16:30:00.000Z'],
    ['on the eve of a long weekend', '2026-04-02T17:00:00Z', '2026-04-07T16:30:00.000Z'],
  ])('%s', (_, now, expected) => {
    expect(end(now)).toBe(expected);
  });
});

describe('the forecast', () => {
  const horizons = forecastHorizons(t('15:00'), t('17:30'));
  const group = (given: Partial<ForecastGroup>): ForecastGroup => ({
    kind: 'fix',
    priority: 'high',
    account: 'Boxeo',
    counts: [0, 0, 0, 0],
    ...given,
  });

  test('looks ahead 15 minutes, 1 and 4 hours and to the end of the business day', () => {
    expect(horizons.map(({ window, until }) => [window, until - t('15:00')])).toEqual([
      ['15m', 15 * minute],
      ['1h', hour],
      ['4h', 4 * hour],
      ['business-day', 2.5 * hour],
    ]);
    expect(forecastHorizons(t('15:00'), null)).toHaveLength(3);
  });

  test('adds up by clock, priority and account for each horizon', () => {
    const [soon, , later, day] = summariseForecast(horizons, [
      group({ counts: [1, 1, 5, 3] }),
      group({ kind: 'response', priority: 'critical', account: null, counts: [0, 2, 2, 2] }),
      group({ priority: 'low', account: 'Abc', counts: [0, 0, 2, 0] }),
    ]);

    expect(soon).toMatchObject({ window: '15m', total: 1, byAccount: [{ account: 'Boxeo', count: 1 }] });
    expect(later).toMatchObject({
      total: 9,
      byClock: { response: 2, troubleshoot: 0, fix: 7 },
      byPriority: { critical: 2, high: 5, normal: 0, low: 2 },
      byAccount: [
        { account: 'Boxeo', count: 5 },
        { account: null, count: 2 },
        { account: 'Abc', count: 2 },
      ],
    });
    expect(day).toMatchObject({ window: 'business-day', total: 5 });
  });

  test('names accounts with as many clocks in the order of the alphabet, tickets without one first', () => {
    const one = { counts: [1, 1, 1, 1] };
    for (const order of [
      ['Cox', null, 'Abc'],
      [null, 'Abc', 'Cox'],
      ['Abc', 'Cox', null],
    ]) {
      const [soon] = summariseForecast(horizons, [
        group({ account: 'Most', counts: [2, 2, 2, 2] }),
        ...order.map((account) => group({ ...one, account })),
      ]);
      expect(soon?.byAccount.map(({ account }) => account)).toEqual(['Most', null, 'Abc', 'Cox']);
    }
  });

  test('counts an account once, whatever its clocks', () => {
    const [soon] = summariseForecast(horizons, [
      group({ counts: [1, 1, 1, 1] }),
      group({ kind: 'response', priority: null, counts: [2, 2, 2, 2] }),
    ]);
    expect(soon).toMatchObject({
      total: 3,
      byPriority: { critical: 0, high: 1, normal: 0, low: 0 },
      byAccount: [{ account: 'Boxeo', count: 3 }],
    });
  });
});
