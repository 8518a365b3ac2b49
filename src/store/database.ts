import { mkdirSync } from 'node:fs';
import { PGlite, types as pgliteTypes } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { fromPglite, type ConstructorOptions as QueueOptions } from 'pg-boss';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;
/** Handed down by whoever decides; what is written through it is one unit. */
export type Tx = Transaction<Database>;

/** Where the state lives: a PostgreSQL server, a folder with the embedded engine, or memory (tests). */
export type DatabaseLocation =
  | { readonly kind: 'postgres'; readonly url: string; readonly poolSize?: number }
  | { readonly kind: 'pglite'; readonly dataDir: string | null };

/** One open database, and what the queue needs to share it. */
export interface OpenDatabase {
  readonly db: Db;
  readonly engine: 'postgres' | 'pglite';
  /** How pg-boss reaches the same database. */
  readonly queueConnection: QueueOptions;
  close(): Promise<void>;
}

/** Opens the database; it is empty until {@link migrate} has run. */
export async function openDatabase(location: DatabaseLocation): Promise<OpenDatabase> {
  return location.kind === 'postgres'
    ? openPostgres(location.url, location.poolSize ?? 10)
    : openPglite(location.dataDir);
}

/** int8 is read as a number: every bigint of the schema is an amount of milliseconds or a count. */
function readInteger(text: string): number {
  return Number(text);
}

/** What the server writes, the engine reads three times as fast as the driver's own reader; that one knows the rest. */
function readTimestamp(text: string): Date {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? readAnyTimestamp(text) : date;
}

const readAnyTimestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text');

/** By default a gigabyte of write-ahead log is kept, for a server that many write to at once. */
const startParams = [...PGlite.defaultStartParams, '-c', 'max_wal_size=128MB'];

async function openPglite(dataDir: string | null): Promise<OpenDatabase> {
  if (dataDir !== null) mkdirSync(dataDir, { recursive: true });
  const parsers = { [pgliteTypes.INT8]: readInteger };
  const pglite = await PGlite.create({ ...(dataDir === null ? {} : { dataDir }), parsers, startParams });
  const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
  return {
    db,
    engine: 'pglite',
    queueConnection: { db: fromPglite(pglite), backend: 'pglite' },
    close: () => pglite.close(),
  };
}

async function openPostgres(url: string, poolSize: number): Promise<OpenDatabase> {
  const readers: Readonly<Record<number, (text: string) => unknown>> = {
    [pg.types.builtins.INT8]: readInteger,
    [pg.types.builtins.TIMESTAMPTZ]: readTimestamp,
  };
  const types = {
    getTypeParser: ((oid: number, format: 'text') =>
      readers[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({ connectionString: url, max: poolSize, types, connectionTimeoutMillis: 10_000 });
  // A connection that dies while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    engine: 'postgres',
    queueConnection: { connectionString: url, max: 4 },
    close: () => db.destroy(),
  };
}
