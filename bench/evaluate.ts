/**
 * How long `sla-bridge evaluate` takes, start-up and parsing included, and how much memory: node bench/evaluate.ts [FILE]
 * FILE holds histories, as `import-event-log` writes them; without it 24,918 made-up tickets are judged.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { madeUpHistories } from './made-up-histories.ts';

const bin = path.resolve(import.meta.dirname, '../bin/sla-bridge.js');
/** Tells on the fourth stream, as it ends, how much memory the process ever held, in kilobytes. */
const probe =
  'data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))';

const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
try {
  const file = process.argv[2] ?? madeUpFile(folder);
  for (const format of ['jsonl', 'summary']) {
    const runs = [];
    for (let run = 0; run < 5; run++) runs.push(await evaluateOnce(file, format));
    const seconds = runs.map((run) => run.seconds).sort((one, other) => one - other);
    const megabytes = Math.max(...runs.map((run) => run.megabytes));
    console.log(
      `${format.padEnd(8)}  best ${seconds[0]!.toFixed(2)} s, median ${seconds[2]!.toFixed(2)} s, at most ${Math.round(megabytes)} MB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

function madeUpFile(folder: string): string {
  const file = path.join(folder, 'histories.jsonl');
  writeFileSync(file, `${madeUpHistories(24_918).join('\n')}\n`);
  return file;
}

function evaluateOnce(file: string, format: string): Promise<{ seconds: number; megabytes: number }> {
  return new Promise((resolve, reject) => {
    const beganAt = performance.now();
    const args = ['--import', probe, bin, 'evaluate', '--format', format, file];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
    let memory = '';
    child.stdout!.resume();
    child.stdio[3]!.on('data', (piece: Buffer) => {
      memory += piece.toString();
    });
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`evaluate ended with ${code}.`));
      else resolve({ seconds: (performance.now() - beganAt) / 1000, megabytes: Number(memory) / 1024 });
    });
  });
}
