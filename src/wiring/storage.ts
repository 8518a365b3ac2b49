import type { DatabaseSetting } from '../config/environment.ts';
import { lockDataDir } from '../store/data-dir-lock.ts';
import { type OpenDatabase, openDatabase } from '../store/database.ts';

/**
 * Opens the configured database: PostgreSQL, or the embedded engine in a folder that is this process's alone from here
 * on. Throws `data-dir-in-use` where another process has it.
 */
export async function openStorage(setting: DatabaseSetting): Promise<OpenDatabase> {
  if (setting.kind === 'postgres') {
    return openDatabase({ kind: 'postgres', url: setting.url.reveal(), poolSize: setting.poolSize });
  }
  const unlock = await lockDataDir(setting.dataDir);
  try {
    const database = await openDatabase({ kind: 'pglite', dataDir: `${setting.dataDir}/pglite` });
    return {
      ...database,
      async close() {
        await database.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
