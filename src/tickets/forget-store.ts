import type { Db } from '../store/database.ts';
import { removeInBatches } from '../store/remove-in-batches.ts';
import type { Instant } from '../time/instant.ts';

/** Forgets tickets that were deleted in ServiceNow before `before`, with everything about them; returns how many. */
export function forgetTombstones(db: Db, before: Instant): Promise<number> {
  return removeInBatches((limit) =>
    db
      .deleteFrom('ticket')
      .where('id', 'in', (eb) =>
        eb.selectFrom('ticket').select('id').where('deleted_at', '<', new Date(before)).limit(limit),
      )
      .executeTakeFirstOrThrow(),
  );
}
