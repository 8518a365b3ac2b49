import { sql } from 'kysely';
import type { OpenDatabase } from './database.ts';

/**
 * Runs `work` unless another process is at the thing of this name; says whether it ran. The lock belongs to a database
 * session, so it ends with the process however that ends. The embedded engine serves one process only.
 */
export async function runExclusively(
  database: OpenDatabase,
  name: string,
  work: () => Promise<void>,
): Promise<boolean> {
  if (database.engine === 'pglite') {
    await work();
    return true;
  }
  return database.db.connection().execute(async (session) => {
    const key = sql`hashtextextended(${`sla-bridge:${name}`}, 0)`;
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(${key}) as taken`.execute(
      session,
    );
    if (rows[0]?.taken !== true) return false;
    try {
      await work();
      return true;
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(session);
    }
  });
}
