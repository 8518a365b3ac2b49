import type { Db } from '../store/database.ts';

/** Whether there is a live ticket of this record. */
export async function isMirrored(db: Db, table: string, sysId: string): Promise<boolean> {
  const row = await db
    .selectFrom('ticket')
    .select('id')
    .where('table_name', '=', table)
    .where('sys_id', '=', sysId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
