import fc from 'fast-check';
import { referenceEvaluate } from './reference-evaluate.ts';
import type { HistoryLine, HistoryLineVersion } from './reference-history.ts';
import { bankHolidays } from './reference-policy.ts';

/** A history that says itself up to when it is to be judged. */
export interface DatedHistory extends HistoryLine {
  readonly asOf: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Histories made to hurt: few instants used again and again, so that things coincide; instants exactly on due times,
 * on steps of the ladder and on opening and closing, or a millisecond beside them; weekends on which the clocks
 * change, bank holidays, and every field going back and forth, unknown values and late milestones included.
 * Every one can be judged: its earliest version has a known priority.
 */
export function arbitraryHistory(): fc.Arbitrary<DatedHistory> {
  return fc
    .record({
      openedAt: openings(),
      first: changes(),
      priority: fc.constantFrom(...priorities),
      later: fc.array(fc.record({ afterMs: gaps(), change: changes() }), { maxLength: 7 }),
      aimed: fc.array(fc.record({ target: fc.nat(), besideMs: beside(), change: changes() }), {
        maxLength: 4,
      }),
      detours: fc.array(detours(), { maxLength: 2 }),
      asOf: fc.record({ target: fc.nat(), besideMs: beside(), isFar: fc.boolean() }),
      isShuffled: mostly(false),
      shuffle: fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
    })
    .map((plan) => {
      const versions = laidOut(plan.openedAt, { ...plan.first, priority: plan.priority }, plan.later);
      for (const { target, besideMs, change } of plan.aimed) {
        const at = pick(instantsOf(versions), target) + besideMs;
        versions.push(versionAt(Math.max(at, plan.openedAt), plan.openedAt, change));
      }
      for (const { target, besideMs, there, lastsMs, back } of plan.detours) {
        const at = Math.max(pick(instantsOf(versions), target) + besideMs, plan.openedAt);
        versions.push({ at: iso(at), ...there }, { at: iso(at + lastsMs), ...back });
      }
      const instants = instantsOf(versions);
      const last = Math.max(...instants);
      const asOf = plan.asOf.isFar ? last + 5 * DAY : pick(instants, plan.asOf.target) + plan.asOf.besideMs;
      const ordered = plan.isShuffled ? shuffled(versions, plan.shuffle) : versions;
      return { number: 'CS1', versions: withPriority(ordered, plan.priority), asOf: iso(asOf) };
    });
}

interface Change {
  readonly state: unknown;
  readonly priority: unknown;
  readonly tier: unknown;
  readonly covered: unknown;
  /** Milliseconds from the version, or, if `isFromOpening`, from the opening. */
  readonly diagnosed: Milestone | undefined;
  readonly responded: Milestone | undefined;
  readonly notation: Notation;
}

interface Milestone {
  readonly offsetMs: number;
  readonly isFromOpening: boolean;
}

type Notation = 'utc' | 'offset' | 'microseconds';

const states = ['new', 'open', 'waiting', 'resolved', 'closed', 'cancelled'];
const priorities = ['critical', 'high', 'normal', 'low'];

function changes(): fc.Arbitrary<Change> {
  return fc.record({
    state: sometimes(
      70,
      [...states, 'open', 'waiting', 'waiting', 'resolved'],
      ['on-hold', 'Open', '', null],
    ),
    priority: sometimes(30, priorities, ['urgent', 'HIGH', 1, null]),
    tier: sometimes(8, [1, 2, 3, 4], [0, 5, 1.5, '2', null]),
    covered: sometimes(10, [true, false], ['false', 0, null]),
    diagnosed: milestone(12),
    responded: milestone(6),
    notation: fc.constantFrom<Notation[]>('utc', 'utc', 'offset', 'microseconds'),
  });
}

interface Detour {
  readonly target: number;
  readonly besideMs: number;
  readonly there: Omit<HistoryLineVersion, 'at'>;
  readonly lastsMs: number;
  readonly back: Omit<HistoryLineVersion, 'at'>;
}

/** Something that is done and undone: a wait, a resolution, a cancellation, a gap in the cover, another priority. */
function detours(): fc.Arbitrary<Detour> {
  const ways = [
    { there: { state: 'waiting' }, back: { state: 'open' } },
    { there: { state: 'waiting' }, back: { state: 'new' } },
    { there: { state: 'resolved' }, back: { state: 'open' } },
    { there: { state: 'resolved' }, back: { state: 'waiting' } },
    { there: { state: 'cancelled' }, back: { state: 'open' } },
    { there: { covered: false }, back: { covered: true } },
    { there: { state: 'cancelled' }, back: { priority: 'normal' } },
    { there: { covered: false }, back: { priority: 'critical' } },
    { there: { priority: 'low' }, back: { priority: 'critical' } },
    { there: { priority: 'critical' }, back: { priority: 'normal' } },
  ];
  return fc
    .record({ target: fc.nat(), besideMs: beside(), way: fc.constantFrom(...ways), lastsMs: gaps() })
    .map(({ way, ...rest }) => ({ ...rest, ...way }));
}

/** A known value in so many of a hundred cases, an unknown one now and then, else none at all. */
function sometimes(percent: number, known: unknown[], unknown: unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: fc.constantFrom(...unknown) },
  );
}

function milestone(percent: number): fc.Arbitrary<Milestone | undefined> {
  const offsetMs = fc.tuple(gaps(), fc.constantFrom(-1, 0, 1, 1)).map(([gap, sign]) => sign * gap);
  return fc.oneof(
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary: fc.record({ offsetMs, isFromOpening: fc.boolean() }) },
  );
}

function mostly(value: boolean): fc.Arbitrary<boolean> {
  return fc.constantFrom(value, value, value, !value);
}

/** Days on which London's clocks change, bank holidays and the days before them, and any day between. */
function openings(): fc.Arbitrary<number> {
  const changeDays = ['2024-03-31', '2024-10-27', '2025-03-30', '2025-10-26', '2026-03-29', '2026-10-25'];
  const holidays = bankHolidays().filter((date) => date >= '2024' && date < '2027');
  const day = fc.oneof(
    fc.constantFrom(...changeDays, ...holidays).map((date) => Date.parse(date)),
    fc.integer({ min: 0, max: 1000 }).map((days) => Date.parse('2024-01-02') + days * DAY),
  );
  // Opening and closing of both calendars as seen in UTC, winter and summer, and the hour in which clocks change.
  const edges = [0, 0.5, 1, 1.5, 8, 8.5, 9, 9.5, 12, 16, 16.5, 17, 17.5, 23].map((hours) => hours * HOUR);
  const time = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: DAY - 1 }));
  return fc
    .tuple(day, fc.integer({ min: -3, max: 1 }), time, beside())
    .map(([date, days, timeMs, besideMs]) => date + days * DAY + timeMs + besideMs);
}

/** Gaps between versions: targets, minimum times and their parts, so that sums of them meet; and a few odd ones. */
function gaps(): fc.Arbitrary<number> {
  const round = [0, 0, 0.25, 0.5, 0.5, 1, 1, 2, 4, 4, 5, 8, 8.5, 10, 16, 24, 48, 63.5, 120].map(
    (hours) => hours * HOUR,
  );
  return fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...round) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 * DAY }) },
    { weight: 1, arbitrary: fc.constantFrom(1, MINUTE - 1, MINUTE, 30 * MINUTE + 1, HOUR - 1) },
  );
}

function beside(): fc.Arbitrary<number> {
  return fc.constantFrom(0, 0, 0, 0, 1, -1);
}

function laidOut(
  openedAt: number,
  first: Change,
  later: readonly { afterMs: number; change: Change }[],
): HistoryLineVersion[] {
  let at = openedAt;
  const versions = [versionAt(openedAt, openedAt, first)];
  for (const { afterMs, change } of later) {
    at += afterMs;
    versions.push(versionAt(at, openedAt, change));
  }
  return versions;
}

function versionAt(at: number, openedAt: number, change: Change): HistoryLineVersion {
  const { state, priority, tier, covered, diagnosed, responded, notation } = change;
  const instantOf = (milestone: Milestone): string =>
    written((milestone.isFromOpening ? openedAt : at) + milestone.offsetMs, notation);
  const fields = {
    at: written(at, notation),
    state,
    priority,
    tier,
    covered,
    diagnosedAt: diagnosed && instantOf(diagnosed),
    respondedAt: responded && instantOf(responded),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as HistoryLineVersion;
}

/** Every instant that means something in the history as far as it goes: to aim the next version at. */
function instantsOf(versions: readonly HistoryLineVersion[]): number[] {
  const given = versions.flatMap(({ at, diagnosedAt, respondedAt }) => [at, diagnosedAt, respondedAt]);
  const asOf = iso(Math.max(...versions.map(({ at }) => Date.parse(at))) + DAY);
  const result = referenceEvaluate({ number: 'CS1', versions }, undefined, asOf);
  const found =
    'error' in result
      ? []
      : [
          ...result.clocks.flatMap(({ dueAt, breachedAt, stoppedAt }) => [dueAt, breachedAt, stoppedAt]),
          ...result.escalations.map(({ at }) => at),
        ];
  const instants = [...given, ...found].filter((at) => at != null).map((at) => Date.parse(at));
  const steps = 'error' in result ? [] : result.escalations.map(({ at }) => Date.parse(at) + 4 * HOUR);
  return [...instants, ...steps];
}

function pick(instants: readonly number[], index: number): number {
  return instants[index % instants.length] ?? 0;
}

function shuffled<Item>(items: readonly Item[], keys: readonly number[]): Item[] {
  return items
    .map((item, index) => ({ item, key: keys[index] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** The earliest version (of several at one instant the first given) must have a known priority. */
function withPriority(versions: readonly HistoryLineVersion[], priority: string): HistoryLineVersion[] {
  const opening = Math.min(...versions.map(({ at }) => Date.parse(at)));
  const first = versions.findIndex(({ at }) => Date.parse(at) === opening);
  return versions.map((version, index) =>
    index !== first || priorities.includes(String(version.priority)) ? version : { ...version, priority },
  );
}

function written(at: number, notation: Notation): string {
  if (notation === 'utc') return iso(at);
  if (notation === 'microseconds') return iso(at).replace('Z', '999Z');
  return iso(at + 5.5 * HOUR).replace('Z', '+05:30');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
