import type { Migration, MigrationProvider } from 'kysely/migration';
import { Migrator } from 'kysely/migration';
import type { Db } from './database.ts';
import * as firstTables from './migrations/0001-first-tables.ts';
import * as clockDrift from './migrations/0002-clock-drift.ts';
import * as openWork from './migrations/0003-open-work.ts';
import * as rules from './migrations/0004-rules.ts';
import * as rejudging from './migrations/0005-rejudging.ts';
import * as ticketDetails from './migrations/0006-ticket-details.ts';
import * as ticketHistory from './migrations/0007-ticket-history.ts';

/** Forward only, in the order of their names; a released migration is never edited. */
const migrations: Record<string, Migration> = {
  '0001-first-tables': firstTables,
  '0002-clock-drift': clockDrift,
  '0003-open-work': openWork,
  '0004-rules': rules,
  '0005-rejudging': rejudging,
  '0006-ticket-details': ticketDetails,
  '0007-ticket-history': ticketHistory,
};

const provider: MigrationProvider = { getMigrations: async () => migrations };

/**
 * Brings the schema up to date; several replicas may do so at once (Kysely takes an advisory lock).
 * Returns the names of the migrations that ran. Throws what the failing one threw; it is rolled back.
 */
export async function migrate(db: Db): Promise<string[]> {
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
  return results.map((result) => result.migrationName);
}
