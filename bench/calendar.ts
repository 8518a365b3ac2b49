/**
 * How fast calendar arithmetic is, beside the same done with luxon day by day: node bench/calendar.ts
 * The answers of both are compared first; a difference ends the program.
 */
import path from 'node:path';
import { loadCalendars } from '../src/policy/load-policy.ts';
import { DAY_MS, HOUR_MS } from '../src/time/instant.ts';
import { type LuxonHours, luxonAdd, luxonBetween } from './luxon-loop.ts';
import { perSecond, rate, repeatable } from './measure.ts';

const { calendars, holidays } = loadCalendars(path.resolve(import.meta.dirname, '../config/calendars.yaml'));
const business = calendars.get('business')!;
const years = [2024, 2025, 2026, 2027];
const hours: LuxonHours = {
  zone: 'Europe/London',
  weekdays: [1, 2, 3, 4, 5],
  open: { hour: 9, minute: 0 },
  close: { hour: 17, minute: 30 },
  holidays: new Set(years.flatMap((year) => [...holidays.holidaysOf(year).keys()])),
};

const random = repeatable(42);
const starts = Array.from({ length: 200_000 }, () =>
  Math.floor(Date.UTC(2024, 0, 2) + random() * 3 * 365 * DAY_MS),
);
/** The slow one is not asked as often. */
const few = starts.slice(0, 500);
const spans = [
  { name: '8 h', openMs: 8 * HOUR_MS, elapsedMs: 2 * DAY_MS },
  { name: '48 h', openMs: 48 * HOUR_MS, elapsedMs: 9 * DAY_MS },
  { name: '60 days', openMs: 357 * HOUR_MS, elapsedMs: 60 * DAY_MS },
];

let sink = 0;
console.log('question          ours            luxon, day by day    ratio');
for (const { name, openMs, elapsedMs } of spans) {
  for (const at of few) {
    compare(business.add(at, openMs), luxonAdd(hours, at, openMs), at);
    compare(business.between(at, at + elapsedMs), luxonBetween(hours, at, at + elapsedMs), at);
  }
  const add = measure((at) => business.add(at, openMs));
  const between = measure((at) => business.between(at, at + elapsedMs));
  print(
    `add ${name}`,
    add,
    measureSlow((at) => luxonAdd(hours, at, openMs)),
  );
  print(
    `between ${name}`,
    between,
    measureSlow((at) => luxonBetween(hours, at, at + elapsedMs)),
  );
}
if (Number.isNaN(sink)) console.log('an answer was no number');

function measure(ask: (at: number) => number): number {
  return perSecond(() => {
    for (let index = 0; index < starts.length; index++) sink += ask(starts[index]!);
  }, starts.length);
}

function measureSlow(ask: (at: number) => number): number {
  return perSecond(
    () => {
      for (const at of few) sink += ask(at);
    },
    few.length,
    2,
  );
}

function print(name: string, ours: number, theirs: number): void {
  console.log(
    `${name.padEnd(16)}  ${rate(ours).padEnd(14)}  ${rate(theirs).padEnd(19)}  ${Math.round(ours / theirs)}×`,
  );
}

function compare(ours: number, theirs: number, at: number): void {
  if (ours !== theirs)
    throw new Error(`The answers differ for ${new Date(at).toISOString()}: ${ours} and ${theirs}.`);
}
