/**
 * How fast calendar arithmetic is, beside what others on npm offer, in one process: npm run bench:calendar
 *
 * Everybody has to give right answers first: to questions worked out by hand, and to random ones on which our calendar
 * and a plain loop over luxon dates agree. Peers without a time zone of their own run in that of the process, London.
 */
process.env['TZ'] = 'Europe/London';

import path from 'node:path';
import { loadCalendars } from '../src/policy/load-policy.ts';
import { DAY_MS, formatInstant, HOUR_MS, MINUTE_MS } from '../src/time/instant.ts';
import { type CalendarCase, finerCases, minuteCases } from './calendar-cases.ts';
import { checkPeer } from './check-peer.ts';
import { machine, perSecond, rate, repeatable } from './measure.ts';
import { allPeers } from './peers/all-peers.ts';
import { luxonLoop } from './peers/luxon-loop.ts';
import type { Peer } from './peers/peer.ts';

const { calendars, holidays } = loadCalendars(path.resolve(import.meta.dirname, '../config/calendars.yaml'));
const business = calendars.get('business')!;
const ours: Peer = {
  name: 'sla-bridge',
  setUp: 'the shipped calendar `business`',
  add: (fromAt, openMs) => business.add(fromAt, openMs),
  between: (fromAt, toAt) => business.between(fromAt, toAt),
};
const years = [2024, 2025, 2026, 2027];
const hours = { holidays: years.flatMap((year) => [...holidays.holidaysOf(year).keys()]) };
const peers = allPeers(hours);
const spans = [
  { name: '8 h', openMs: 8 * HOUR_MS, elapsedMs: 2 * DAY_MS },
  { name: '48 h', openMs: 48 * HOUR_MS, elapsedMs: 9 * DAY_MS },
  { name: '60 days', openMs: 357 * HOUR_MS, elapsedMs: 60 * DAY_MS },
];
/** Random questions of each span and fineness. */
const RANDOM_CASES = 100;
/** So often each of our own questions is measured; the best counts, for others work on the same machine. */
const ROUNDS = 25;
/** As long a peer answers in one of its rounds. */
const PEER_ROUND_MS = 120;

const random = repeatable(42);
const starts = Array.from({ length: 200_000 }, () => randomStart(MINUTE_MS));
let sink = 0;

console.log(`${machine()}\n`);
const rightPeers = checkAnswers();
const slowest = Math.min(...spans.flatMap(compareSpeed));
console.log(`\nThe slowest of ours: ${rate(slowest)}.`);
if (Number.isNaN(sink)) console.log('An answer was no number.');

/** Prints how many answers of each peer are wrong, and returns those peers that answer whole minutes rightly. */
function checkAnswers(): Peer[] {
  const minutes = [...minuteCases, ...randomCases(MINUTE_MS)];
  const finer = [...finerCases, ...randomCases(1)];
  console.log(`${column('answers')}  in whole minutes    to the millisecond  set up with`);
  return [ours, ...peers].filter((peer) => {
    const checked = [checkPeer(peer, minutes), checkPeer(peer, finer)];
    const told = checked.map(({ wrong, asked }) => `${wrong} of ${asked} wrong`.padEnd(18));
    console.log(`${column(peer.name)}  ${told.join('  ')}  ${peer.setUp}`);
    for (const { example } of checked) if (example !== null) console.log(`  ${example}`);
    if (peer === ours && checked.some(({ wrong }) => wrong > 0))
      throw new Error('Our own answers are wrong.');
    return peer !== ours && checked[0]!.wrong === 0;
  });
}

/** Questions as tickets ask them, answered by our calendar; the loop over luxon dates has to agree. */
function randomCases(stepMs: number): CalendarCase[] {
  const loop = luxonLoop(hours);
  return spans.flatMap(({ name, openMs, elapsedMs }) =>
    Array.from({ length: RANDOM_CASES }, (_, index): CalendarCase => {
      const fromAt = randomStart(stepMs);
      const isAdded = index % 2 === 0;
      const toAt = isAdded ? business.add(fromAt, openMs) : fromAt + elapsedMs;
      const agreedMs = business.between(fromAt, toAt);
      const agrees =
        loop.between(fromAt, toAt) === agreedMs && (!isAdded || loop.add!(fromAt, openMs) === toAt);
      if (!agrees) throw new Error(`luxon answers otherwise for ${name} from ${formatInstant(fromAt)}.`);
      return { name, from: formatInstant(fromAt), to: formatInstant(toAt), openMs: agreedMs, isAdded };
    }),
  );
}

function randomStart(stepMs: number): number {
  const at = Date.UTC(2024, 0, 2) + random() * 3 * 365 * DAY_MS;
  return Math.floor(at / stepMs) * stepMs;
}

/** Prints how fast everybody answers, wrong peers too, and returns our own rates. */
function compareSpeed({ name, openMs, elapsedMs }: (typeof spans)[number]): number[] {
  const add = (peer: Peer) => (at: number) => peer.add!(at, openMs);
  const between = (peer: Peer) => (at: number) => peer.between(at, at + elapsedMs);
  return [
    printRates(`add ${name}`, (peer) => (peer.add === null ? null : add(peer))),
    printRates(`between ${name}`, between),
  ];
}

function printRates(question: string, askOf: (peer: Peer) => ((at: number) => number) | null): number {
  const oursPerSecond = perSecond(() => askAll(askOf(ours)!, starts), starts.length, ROUNDS);
  console.log(`\n${column(question)}  ${rate(oursPerSecond)}`);
  let best: { peer: Peer; perSecond: number } | null = null;
  for (const peer of peers) {
    const ask = askOf(peer);
    if (ask === null) continue;
    const theirs = measureSlow(ask);
    const isRight = rightPeers.includes(peer);
    if (isRight && theirs > (best?.perSecond ?? 0)) best = { peer, perSecond: theirs };
    console.log(`${column(`  ${peer.name}`)}  ${rate(theirs)}${isRight ? '' : ' (wrong answers)'}`);
  }
  console.log(
    `  ${Math.round(oursPerSecond / best!.perSecond)} times the fastest right one (${best!.peer.name})`,
  );
  return oursPerSecond;
}

function askAll(ask: (at: number) => number, about: readonly number[]): void {
  for (let index = 0; index < about.length; index++) sink += ask(about[index]!);
}

/** Some are ten thousand times slower than others: each is asked as often as fits into a round. */
function measureSlow(ask: (at: number) => number): number {
  const few = starts.slice(0, 20);
  const onceMs = (1000 / perSecond(() => askAll(ask, few), few.length, 2)) * few.length;
  const times = Math.max(1, Math.round(PEER_ROUND_MS / onceMs));
  const about = starts.slice(0, few.length * times);
  return perSecond(() => askAll(ask, about), about.length, 3);
}

function column(text: string): string {
  return text.padEnd(38);
}
