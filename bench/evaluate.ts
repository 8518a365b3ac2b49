/**
 * How long `sla-bridge evaluate` takes, start-up and parsing included, and how much memory:
 * npm run bench:evaluate [-- incident_event_log.zip]
 *
 * The archive is the UCI incident log (docs/uci-event-log.md); it is imported first, which is measured too. Without one
 * as many made-up tickets are judged.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { madeUpHistories } from './made-up-histories.ts';
import { machine } from './measure.ts';

const ROUNDS = 5;
const TICKETS = 24_918;
const bin = path.resolve(import.meta.dirname, '../bin/sla-bridge.js');
const shippedPolicy = path.resolve(import.meta.dirname, '../config/policy.yaml');
/** Beside the project it is looked for, too. */
const archive =
  process.argv[2] ?? path.resolve(import.meta.dirname, '../../shared/data/incident_event_log.zip');
/** Tells on the fourth stream, as it ends, how much memory the process ever held and how long it was computing. */
const probe = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs';
  process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));
`)}`;

interface Run {
  readonly seconds: number;
  /** Of all threads together: what other work on the machine hardly changes. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
const histories = path.join(folder, 'histories.jsonl');
try {
  console.log(machine());
  if (existsSync(archive)) {
    await measure('import-event-log', ['import-event-log', '--from', 'uci', archive, '--out', histories], 2);
    console.log('evaluate over the UCI incident log:');
  } else {
    writeFileSync(histories, `${madeUpHistories(TICKETS).join('\n')}\n`);
    console.log(`SKIPPED: there is no UCI incident log; evaluate over ${TICKETS} made-up tickets:`);
  }
  const judge = ['evaluate', '--as-of', '2017-03-01T00:00:00Z', histories];
  await measure('one line per ticket', [...judge, '--format', 'jsonl'], ROUNDS);
  await measure('summary', [...judge, '--format', 'summary'], ROUNDS);
  await measure('--compare', [...judge, '--format', 'summary', '--compare', otherPolicy()], ROUNDS);
} finally {
  rmSync(folder, { recursive: true });
}

/** The shipped policy with less time for the fix of normal and low tickets. */
function otherPolicy(): string {
  const file = path.join(folder, 'policy.yaml');
  writeFileSync(file, readFileSync(shippedPolicy, 'utf8').replaceAll('target: 48 h', 'target: 40 h'));
  return file;
}

/** Prints the best of several runs, because noise only ever slows down, and the most memory of any. */
async function measure(what: string, args: readonly string[], rounds: number): Promise<void> {
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) runs.push(await runOnce(args));
  const seconds = runs.map((run) => run.seconds).sort((one, other) => one - other);
  const median = seconds[Math.floor(rounds / 2)]!;
  const cpuSeconds = Math.min(...runs.map((run) => run.cpuSeconds));
  const megabytes = Math.max(...runs.map((run) => run.megabytes));
  const figures = [
    `best ${inSeconds(seconds[0]!)}`,
    `median ${inSeconds(median)}`,
    `computing ${inSeconds(cpuSeconds)}`,
  ];
  console.log(`${what.padEnd(20)}  ${figures.join(', ')}, at most ${Math.round(megabytes)} MB`);
}

function inSeconds(amount: number): string {
  return `${amount.toFixed(2)} s`;
}

function runOnce(args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const beganAt = performance.now();
    const child = spawn(process.execPath, ['--import', probe, bin, ...args], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    });
    let told = '';
    child.stdout!.resume();
    child.stdio[3]!.on('data', (piece: Buffer) => {
      told += piece.toString();
    });
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${args[0]} ended with ${code}.`));
      const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(told) as NodeJS.ResourceUsage;
      resolve({
        seconds: (performance.now() - beganAt) / 1000,
        cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
        megabytes: maxRSS / 1024,
      });
    });
  });
}
