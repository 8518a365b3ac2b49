import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';

/** How far the instance's clock was ahead of ours when it was last measured; 0 before that. */
export async function readStoredSkew(db: Db): Promise<number> {
  const row = await db.selectFrom('instance_clock').select('skew_ms').executeTakeFirstOrThrow();
  return row.skew_ms;
}

export async function storeSkew(db: Db, skewMs: number, measuredAt: Instant): Promise<void> {
  await db
    .updateTable('instance_clock')
    .set({ skew_ms: Math.round(skewMs), measured_at: new Date(measuredAt) })
    .execute();
}
