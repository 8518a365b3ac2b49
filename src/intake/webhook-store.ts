import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { Instant } from '../time/instant.ts';
import type { Hint } from './webhook-payload.ts';

/** A webhook as it was accepted. */
export interface Delivery extends Hint {
  /** The sender's `webhook-id`. */
  readonly id: string;
  readonly receivedAt: Instant;
}

/** Remembers a delivery durably, to be followed up. False if one of this id is remembered already. */
export async function rememberDelivery(db: Db, delivery: Delivery): Promise<boolean> {
  const stored = await db
    .insertInto('webhook_delivery')
    .values({
      id: delivery.id,
      table_name: delivery.table,
      sys_id: delivery.sysId,
      operation: delivery.operation,
      sys_mod_count: delivery.sysModCount,
      received_at: new Date(delivery.receivedAt),
      state: 'accepted',
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return stored !== undefined;
}

/** So many rows are removed by one statement: whoever waits for the database waits no longer than for that. */
const REMOVED_AT_ONCE = 5000;

/** Forgets deliveries older than `before`, followed up or not; returns how many. */
export async function forgetDeliveries(db: Db, before: Instant): Promise<number> {
  let forgotten = 0;
  let removed: number;
  do {
    const oldest = db
      .selectFrom('webhook_delivery')
      .select('id')
      .where('received_at', '<', new Date(before))
      .limit(REMOVED_AT_ONCE);
    const [result] = await db.deleteFrom('webhook_delivery').where('id', 'in', oldest).execute();
    removed = Number(result?.numDeletedRows ?? 0);
    forgotten += removed;
  } while (removed === REMOVED_AT_ONCE);
  return forgotten;
}

/** How webhooks and the changes that they should announce compare. */
export interface WebhookFigures {
  readonly lastReceivedAt: Instant | null;
  /** Changes in the mirror that are younger than the last webhook; counted up to `most`. */
  readonly unannounced: number;
  /** Accepted and not followed up yet; counted up to `most`. */
  readonly open: number;
}

/** Reads the figures. Changes from before `since` count as announced: nobody was there to be told. */
export async function readWebhookFigures(db: Db, since: Instant, most: number): Promise<WebhookFigures> {
  const last = await db
    .selectFrom('webhook_delivery')
    .select('received_at')
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const lastReceivedAt = fromDate(last?.received_at ?? null);
  const { rows } = await sql<{ unannounced: number; open: number }>`
    select
      (select count(*)::int from (
        select 1 from ticket where deleted_at is null
          and sys_updated_at > ${new Date(Math.max(since, lastReceivedAt ?? since))} limit ${most}
      ) as changed) as unannounced,
      (select count(*)::int from (
        select 1 from webhook_delivery where state = 'accepted' limit ${most}
      ) as waiting) as open`.execute(db);
  return { lastReceivedAt, unannounced: rows[0]!.unannounced, open: rows[0]!.open };
}
