import { z } from 'zod';
import { messageFromRow, type StoredMessage } from '../outbox/outbox-store.ts';
import type { Db } from '../store/database.ts';
import type { MessageKind, MessageState } from '../vocabulary.ts';
import { cutPage, instantPlace, readCursor } from './list-query.ts';
import { line } from './text-schema.ts';

export interface MessageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly state?: readonly MessageState[] | undefined;
  readonly kind?: readonly MessageKind[] | undefined;
  /** A ticket's number. */
  readonly ticket?: string | undefined;
}

const Place = z.tuple([instantPlace, line(120)]);

/** Write-backs, the newest first. */
export async function listMessages(
  db: Db,
  query: MessageQuery,
): Promise<{ messages: StoredMessage[]; nextCursor: string | null }> {
  let select = db.selectFrom('outbox_message').selectAll();
  if (query.state !== undefined) select = select.where('state', 'in', [...query.state]);
  if (query.kind !== undefined) select = select.where('kind', 'in', [...query.kind]);
  if (query.ticket !== undefined) select = select.where('ticket_number', '=', query.ticket);
  if (query.cursor !== undefined) {
    const [at, id] = readCursor(query.cursor, Place);
    select = select.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(at, id)));
  }
  const found = await select
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => [row.created_at.getTime(), row.id]);
  return { messages: rows.map(messageFromRow), nextCursor };
}
