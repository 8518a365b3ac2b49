import { sql } from 'kysely';
import type { OpenDatabase } from './database.ts';

/**
 * What a PostgreSQL server does by itself in the background. The embedded engine has no background: unless it is told
 * to, it never gives space back, never learns how large its tables are, and lets its write-ahead log grow for ever.
 */

/** A table is vacuumed once this share of its rows is dead or changed, as a server's autovacuum would. */
const CHANGED_SHARE = 0.2;
const CHANGED_ROWS = 500;

/** Vacuums the tables of the embedded engine that need it, each by itself; returns their names. Nothing on a server. */
export async function vacuumTables({ db, engine }: OpenDatabase): Promise<string[]> {
  if (engine !== 'pglite') return [];
  const { rows } = await sql<{ table: string }>`
    select format('%I.%I', schemaname, relname) as table from pg_stat_user_tables
    where greatest(n_dead_tup, n_mod_since_analyze) > ${CHANGED_ROWS}::int + ${CHANGED_SHARE}::float8 * n_live_tup
    order by 1`.execute(db);
  for (const { table } of rows) await sql`vacuum (analyze) ${sql.raw(table)}`.execute(db);
  return rows.map(({ table }) => table);
}

/** Beyond this the log is worth cutting; a checkpoint takes a tenth of a second. */
const LONG_LOG_BYTES = 32 * 1024 * 1024;

/** Cuts the write-ahead log of the embedded engine where it has grown long; says whether it did. Nothing on a server. */
export async function cutLog({ db, engine }: OpenDatabase): Promise<boolean> {
  if (engine !== 'pglite') return false;
  const { rows } = await sql<{ bytes: number }>`
    select (pg_current_wal_insert_lsn() - redo_lsn)::bigint as bytes from pg_control_checkpoint()`.execute(
    db,
  );
  if (rows[0]!.bytes < LONG_LOG_BYTES) return false;
  await sql`checkpoint`.execute(db);
  return true;
}
