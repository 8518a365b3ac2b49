// node deploy/grafana/build/write.ts: writes dashboards and Grafana's alert rules anew.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildFiles } from './files.ts';

const deploy = path.resolve(import.meta.dirname, '../..');

for (const [file, text] of buildFiles()) {
  const target = path.join(deploy, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  process.stdout.write(`${file}\n`);
}
