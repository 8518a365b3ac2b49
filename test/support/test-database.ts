import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type DatabaseLocation, type OpenDatabase, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';

export type Engine = 'pglite' | 'postgres';

/** The engines on which every store must behave the same. A run that starts no PostgreSQL (mutants) has one. */
export const engines: readonly Engine[] =
  inject('postgresUrl') === undefined ? ['pglite'] : ['pglite', 'postgres'];

/** A new, empty place for a database of one test file. */
export async function newDatabaseLocation(engine: Engine): Promise<DatabaseLocation> {
  if (engine === 'pglite') return { kind: 'pglite', dataDir: null };
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: `${inject('postgresUrl')}/postgres` });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  return { kind: 'postgres', url: `${inject('postgresUrl')}/${name}` };
}

/** Opens a new database with the newest schema. */
export async function openTestDatabase(engine: Engine): Promise<OpenDatabase> {
  const database = await openDatabase(await newDatabaseLocation(engine));
  await migrate(database.db);
  return database;
}
