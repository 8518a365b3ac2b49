/** How many whole tickets, three clocks and the ladder, are judged in a second on one core: node bench/ticket.ts */
import path from 'node:path';
import { evaluate } from '../src/evaluate/evaluate.ts';
import { readHistory } from '../src/evaluate/history.ts';
import { loadPolicy } from '../src/policy/load-policy.ts';
import { madeUpHistories } from './made-up-histories.ts';
import { perSecond, rate } from './measure.ts';

const config = path.resolve(import.meta.dirname, '../config');
const { policies } = loadPolicy(path.join(config, 'policy.yaml'), path.join(config, 'calendars.yaml'));
const policy = policies[0]!;
const asOf = Date.UTC(2027, 0, 1);
const lines = madeUpHistories(50_000);
const timelines = lines.map((line) => readHistory(line).versions);
const versions = timelines.reduce((sum, timeline) => sum + timeline.length, 0);

let escalations = 0;
const judged = perSecond(() => {
  for (const timeline of timelines) escalations += evaluate(timeline, policy, asOf).escalations.length;
}, timelines.length);
const read = perSecond(() => {
  for (const line of lines) readHistory(line);
}, lines.length);
console.log(`${timelines.length} tickets, ${(versions / timelines.length).toFixed(1)} versions each`);
console.log(`judged  ${rate(judged)}`);
console.log(`read    ${rate(read)}`);
if (escalations === 0) console.log('nothing was ever late');
