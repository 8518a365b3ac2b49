import { createHash, randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openQueue } from '../../src/store/queue.ts';
import { type Engine, newDatabaseLocation } from './test-database.ts';

/** A new, empty place for a service to live in, as the environment names it. */
export interface JourneyPlace {
  readonly environment: Readonly<Record<string, string>>;
  remove(): void;
}

/**
 * Making an embedded database takes seconds, copying one a moment: an empty one is kept between test runs, under a
 * name that changes with everything it depends on.
 */
export async function newJourneyPlace(engine: Engine): Promise<JourneyPlace> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sla-bridge-journey-'));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  if (engine === 'postgres') {
    const location = await newDatabaseLocation('postgres');
    const url = location.kind === 'postgres' ? location.url : '';
    return { environment: { DATABASE_URL: url, DATA_DIR: dataDir }, remove };
  }
  cpSync(await emptyDatabase(), path.join(dataDir, 'pglite'), { recursive: true });
  return { environment: { DATA_DIR: dataDir }, remove };
}

const root = path.resolve(import.meta.dirname, '../..');

async function emptyDatabase(): Promise<string> {
  const cache = path.join(root, 'node_modules/.cache/sla-bridge');
  const kept = path.join(cache, `empty-database-${fingerprint()}`);
  if (existsSync(kept)) return kept;
  mkdirSync(cache, { recursive: true });
  const made = path.join(cache, `making-${randomUUID()}`);
  const database = await openDatabase({ kind: 'pglite', dataDir: made });
  await migrate(database.db);
  const settings = {
    name: 'write-back',
    retryDelaySeconds: 1,
    longestRetryDelaySeconds: 60,
    onError: () => {},
  };
  const queue = await openQueue(database, settings);
  await queue.stop(1000);
  await database.close();
  for (const outdated of readdirSync(cache).filter((name) => name.startsWith('empty-database-'))) {
    rmSync(path.join(cache, outdated), { recursive: true, force: true });
  }
  try {
    renameSync(made, kept);
  } catch {
    // Another worker was faster; its database is as good.
    rmSync(made, { recursive: true, force: true });
  }
  return kept;
}

function fingerprint(): string {
  const store = path.join(root, 'src/store');
  const migrations = path.join(store, 'migrations');
  const files = [
    path.join(root, 'package-lock.json'),
    ...readdirSync(migrations).map((name) => path.join(migrations, name)),
    path.join(store, 'queue.ts'),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
