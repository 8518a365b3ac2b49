import { HOUR_MS, type Instant, MINUTE_MS } from '../time/instant.ts';
import { type ClockKind, clockKinds, type Priority, priorities } from '../vocabulary.ts';

export const forecastWindows = ['15m', '1h', '4h', 'business-day'] as const;
export type ForecastWindow = (typeof forecastWindows)[number];

/** Up to when is looked ahead. */
export interface Horizon {
  readonly window: ForecastWindow;
  readonly until: Instant;
}

/** How many clocks of one sort will breach up to each horizon, in the order of the horizons. */
export interface ForecastGroup {
  readonly kind: ClockKind;
  readonly priority: Priority | null;
  readonly account: string | null;
  readonly counts: readonly number[];
}

/** The clocks that will breach up to a horizon if nothing happens. */
export interface Forecast extends Horizon {
  readonly total: number;
  readonly byClock: Readonly<Record<ClockKind, number>>;
  readonly byPriority: Readonly<Record<Priority, number>>;
  /** Those with the most first; null is tickets without an account. */
  readonly byAccount: readonly { readonly account: string | null; readonly count: number }[];
}

/** The horizons at `now`; without a business day where there is no such calendar. */
export function forecastHorizons(now: Instant, businessDayEndsAt: Instant | null): Horizon[] {
  const horizons: Horizon[] = [
    { window: '15m', until: now + 15 * MINUTE_MS },
    { window: '1h', until: now + HOUR_MS },
    { window: '4h', until: now + 4 * HOUR_MS },
  ];
  return businessDayEndsAt === null
    ? horizons
    : [...horizons, { window: 'business-day', until: businessDayEndsAt }];
}

/** Adds up for each horizon what was counted by clock, priority and account. */
export function summariseForecast(
  horizons: readonly Horizon[],
  groups: readonly ForecastGroup[],
): Forecast[] {
  return horizons.map((horizon, index) => {
    const sum = (chosen: (group: ForecastGroup) => boolean): number =>
      groups.filter(chosen).reduce((total, group) => total + group.counts[index]!, 0);
    return {
      ...horizon,
      total: sum(() => true),
      byClock: countEach(clockKinds, (kind) => sum((group) => group.kind === kind)),
      byPriority: countEach(priorities, (priority) => sum((group) => group.priority === priority)),
      byAccount: countAccounts(groups, index),
    };
  });
}

function countEach<Word extends string>(
  words: readonly Word[],
  count: (word: Word) => number,
): Record<Word, number> {
  return Object.fromEntries(words.map((word) => [word, count(word)])) as Record<Word, number>;
}

function countAccounts(groups: readonly ForecastGroup[], index: number): Forecast['byAccount'] {
  const counts = new Map<string | null, number>();
  for (const { account, counts: each } of groups)
    counts.set(account, (counts.get(account) ?? 0) + each[index]!);
  return [...counts]
    .map(([account, count]) => ({ account, count }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count || (one.account ?? '').localeCompare(other.account ?? ''));
}
