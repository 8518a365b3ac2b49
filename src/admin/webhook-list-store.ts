import { z } from 'zod';
import type { Db } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { Instant } from '../time/instant.ts';
import { cutPage, instantPlace, readCursor } from './list-query.ts';
import { line } from './text-schema.ts';

/** One webhook that was accepted, and what became of it. */
export interface WebhookDelivery {
  readonly id: string;
  readonly table: string;
  readonly sysId: string;
  readonly operation: string;
  readonly sysModCount: number | null;
  readonly receivedAt: Instant;
  readonly state: string;
  readonly doneAt: Instant | null;
}

export interface WebhookQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly state?: string | undefined;
  readonly table?: string | undefined;
}

const Place = z.tuple([instantPlace, line(120)]);

/** The newest first; they are remembered for 24 h. */
export async function listWebhooks(
  db: Db,
  query: WebhookQuery,
): Promise<{ deliveries: WebhookDelivery[]; nextCursor: string | null }> {
  let select = db.selectFrom('webhook_delivery').selectAll();
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (query.table !== undefined) select = select.where('table_name', '=', query.table);
  if (query.cursor !== undefined) {
    const [at, id] = readCursor(query.cursor, Place);
    select = select.where((eb) => eb(eb.refTuple('received_at', 'id'), '<', eb.tuple(at, id)));
  }
  const found = await select
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => [row.received_at.getTime(), row.id]);
  const deliveries = rows.map((row) => ({
    id: row.id,
    table: row.table_name,
    sysId: row.sys_id,
    operation: row.operation,
    sysModCount: row.sys_mod_count,
    receivedAt: row.received_at.getTime(),
    state: row.state,
    doneAt: fromDate(row.done_at),
  }));
  return { deliveries, nextCursor };
}
