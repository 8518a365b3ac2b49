/**
 * How many whole tickets, three clocks and the ladder, are judged in a second on one core, and how many bytes each
 * leaves to the garbage collector: npm run bench:ticket
 */
import path from 'node:path';
import { evaluate } from '../src/evaluate/evaluate.ts';
import { readHistory } from '../src/evaluate/history.ts';
import { loadPolicy } from '../src/policy/load-policy.ts';
import type { Timeline } from '../src/tickets/timeline.ts';
import { madeUpHistories } from './made-up-histories.ts';
import { machine, perSecond, rate } from './measure.ts';

const config = path.resolve(import.meta.dirname, '../config');
const { policies } = loadPolicy(path.join(config, 'policy.yaml'), path.join(config, 'calendars.yaml'));
const policy = policies[0]!;
const asOf = Date.UTC(2027, 0, 1);
const ROUNDS = 25;
/** Few enough that no collection comes between the two readings of the heap. */
const WEIGHED = 2000;

const lines = madeUpHistories(50_000);
const timelines = lines.map((line) => readHistory(line).versions);
let escalations = 0;

console.log(machine());
measure(
  'five versions each, the median of real logs',
  timelines.filter((versions) => versions.length === 5),
);
const versions = timelines.reduce((sum, timeline) => sum + timeline.length, 0);
measure(`${(versions / timelines.length).toFixed(1)} versions each on average`, timelines);
const read = perSecond(() => lines.forEach(readHistory), lines.length);
console.log(`read from JSON: ${rate(read)}`);
if (escalations === 0) throw new Error('Nothing was ever late: these histories measure nothing.');

function measure(what: string, judged: readonly Timeline[]): void {
  const judgedPerSecond = perSecond(() => judgeAll(judged), judged.length, ROUNDS);
  console.log(`judged, ${what}: ${rate(judgedPerSecond)}, ${weigh(judged.slice(0, WEIGHED))}`);
}

function judgeAll(judged: readonly Timeline[]): void {
  for (const timeline of judged) escalations += evaluate(timeline, policy, asOf).escalations.length;
}

/** How much memory judging one ticket takes, its verdict included: the least of several readings. */
function weigh(judged: readonly Timeline[]): string {
  if (globalThis.gc === undefined) return 'bytes are known with --expose-gc only';
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    judgeAll(judged);
    const bytes = process.memoryUsage().heapUsed - before;
    if (bytes > 0) least = Math.min(least, bytes);
  }
  return `${Math.round(least / judged.length).toLocaleString('en-GB')} bytes allocated per ticket`;
}
