/**
 * Memory while a table of a million records is walked through: node bench/first-load-memory.ts [--records 1000000]
 * [--engine pglite|postgres]. A made-up instance in a process of its own makes each page when it is
 * asked for; the service is what it always is. Every tenth of the way: resident memory and JavaScript heap of the
 * service, and at the end how much each grows with a further 100,000 records, by least squares over the second half.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startScript } from './support/child-process.ts';
import { type Engine, openDatabases } from './support/databases.ts';
import { startService } from './support/service.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    engine: { type: 'string', default: 'postgres' },
  },
});
const records = Number(values.records);

interface Sample {
  /** Share of the table that has been read. */
  readonly share: number;
  readonly residentMegabytes: number;
  readonly heapMegabytes: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'sla-bridge-bench-'));
const memoryFile = path.join(folder, 'memory.json');
/** Loaded into the service before it starts: it writes its memory down twice a second. */
const probe = `import{renameSync,writeFileSync}from"node:fs";const write=()=>{writeFileSync("${memoryFile}.new",JSON.stringify(process.memoryUsage()));renameSync("${memoryFile}.new","${memoryFile}")};write();setInterval(write,500).unref()`;

const databases = await openDatabases(values.engine as Engine);
const instance = startScript('bench/support/made-up-instance.ts', [values.records]);
const [, url] = await instance.says(/instance at (http:\S+)/);
const environment = {
  SERVICENOW_URL: url!,
  SERVICENOW_AUTH: 'basic',
  SERVICENOW_USERNAME: 'bench',
  SERVICENOW_PASSWORD: 'bench',
  WRITE_BACK: 'off',
  ...(await databases.create()),
};
const service = await startService(environment, ['--import', `data:text/javascript,${probe}`]);
try {
  const samples = await watch();
  const later = samples.filter(({ share }) => share > 0.5);
  const slope = (of: (sample: Sample) => number): string =>
    `${((slopeOf(later, of) * 100_000) / records).toFixed(1)} MB`;
  console.log(
    `each further 100,000 records: resident ${slope((one) => one.residentMegabytes)}, heap ${slope((one) => one.heapMegabytes)}`,
  );
} finally {
  await service.stop();
  await instance.stop();
  await databases.close();
  rmSync(folder, { recursive: true });
}

/** Looks every second until everything is loaded. */
async function watch(): Promise<Sample[]> {
  const beganAt = performance.now();
  const samples: Sample[] = [];
  let shown = -1;
  type Sync = { tables: { firstLoad: { isDone: boolean; progress: number } }[] };
  for (;;) {
    const { isDone, progress } = (await service.ask<Sync>('/admin/sync')).tables[0]!.firstLoad;
    const sample = { share: progress, ...memoryNow() };
    samples.push(sample);
    if (isDone || Math.floor(progress * 10) > shown) {
      shown = Math.floor(progress * 10);
      const read = Math.round(progress * records).toLocaleString('en-GB');
      const seconds = ((performance.now() - beganAt) / 1000).toFixed(0);
      console.log(
        `${read.padStart(9)} records, ${seconds.padStart(5)} s: resident ${sample.residentMegabytes.toFixed(0)} MB, heap ${sample.heapMegabytes.toFixed(0)} MB`,
      );
    }
    if (isDone) return samples;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** What the service wrote down last about itself. */
function memoryNow(): Pick<Sample, 'residentMegabytes' | 'heapMegabytes'> {
  const { rss, heapUsed } = JSON.parse(readFileSync(memoryFile, 'utf8')) as NodeJS.MemoryUsage;
  return { residentMegabytes: rss / 2 ** 20, heapMegabytes: heapUsed / 2 ** 20 };
}

/** By least squares, in units of the value per whole table. */
function slopeOf(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const meanShare = mean(samples.map(({ share }) => share));
  const meanValue = mean(samples.map(of));
  const covariance = mean(samples.map((one) => (one.share - meanShare) * (of(one) - meanValue)));
  return covariance / mean(samples.map(({ share }) => (share - meanShare) ** 2));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
