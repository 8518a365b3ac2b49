import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../store/database.ts';
import { fromDate, toDate } from '../store/dates.ts';
import type { OutboxMessageTable } from '../store/schema.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { Instant } from '../time/instant.ts';
import type { MessageState } from '../vocabulary.ts';
import type { Message } from './message.ts';

/** A message as it is stored. */
export interface StoredMessage extends Message {
  readonly ticketId: number;
  readonly table: string;
  readonly sysId: string;
  readonly ticketNumber: string;
  readonly state: MessageState;
  /** How often it was handed to the network in earnest. */
  readonly attempts: number;
  readonly reason: string | null;
  readonly lastError: string | null;
  readonly lastErrorCode: string | null;
  /** An earlier life of this database may have sent it: the journal is asked before the first attempt too. */
  readonly mayExist: boolean;
  readonly createdAt: Instant;
  readonly handedAt: Instant | null;
  readonly deliveredAt: Instant | null;
}

/** A message to be stored: for which ticket, and whether it waits for somebody's word. */
export interface NewMessage {
  readonly ticket: Ticket;
  readonly message: Message;
  readonly mayExist: boolean;
  /** Why it is held instead of sent; null to send it. */
  readonly heldFor: string | null;
}

/** Stores messages; one that exists already is left alone. Returns those that are new, in order. */
export async function insertMessages(
  tx: Tx,
  messages: readonly NewMessage[],
  now: Instant,
): Promise<NewMessage[]> {
  if (messages.length === 0) return [];
  const inserted = await tx
    .insertInto('outbox_message')
    .values(
      messages.map(({ ticket, message, mayExist, heldFor }) => ({
        id: message.id,
        ticket_id: ticket.id,
        table_name: ticket.table,
        sys_id: ticket.sysId,
        ticket_number: ticket.number,
        kind: message.kind,
        level: message.level,
        state: heldFor === null ? ('pending' as const) : ('held' as const),
        attempts: 0,
        reason: heldFor,
        fields: JSON.stringify(message.fields),
        may_exist: mayExist,
        created_at: new Date(now),
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  const ids = new Set(inserted.map((row) => row.id));
  return messages.filter(({ message }) => ids.has(message.id));
}

export async function findMessage(db: Db | Tx, id: string): Promise<StoredMessage | null> {
  const row = await db.selectFrom('outbox_message').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : messageFromRow(row);
}

/** The message to be sent next for each ticket: the oldest that is neither sent, dropped, held nor given up. */
export async function findNextMessages(
  db: Db | Tx,
  ticketIds: readonly number[],
): Promise<Map<number, StoredMessage>> {
  const rows = await db
    .selectFrom('outbox_message')
    .distinctOn('ticket_id')
    .selectAll()
    .where('ticket_id', '=', sql<number>`any(${[...ticketIds]}::integer[])`)
    .where('state', 'in', ['pending', 'in-flight'])
    .orderBy('ticket_id')
    .orderBy('seq')
    .execute();
  return new Map(rows.map((row) => [row.ticket_id, messageFromRow(row)]));
}

/** What changes about a message when an attempt begins or ends, or a person decides. */
export interface MessageChange {
  readonly state: MessageState;
  readonly reason?: string | null;
  readonly lastError?: string | null;
  readonly lastErrorCode?: string | null;
  readonly attempts?: number;
  /** Null once it is certain that nothing of it is under way any more. */
  readonly handedAt?: Instant | null;
  readonly deliveredAt?: Instant;
}

export async function changeMessage(db: Db | Tx, id: string, change: MessageChange): Promise<void> {
  await db
    .updateTable('outbox_message')
    .set({
      state: change.state,
      ...(change.reason === undefined ? {} : { reason: change.reason }),
      ...(change.lastError === undefined ? {} : { last_error: change.lastError }),
      ...(change.lastErrorCode === undefined ? {} : { last_error_code: change.lastErrorCode }),
      ...(change.attempts === undefined ? {} : { attempts: change.attempts }),
      ...(change.handedAt === undefined ? {} : { handed_at: toDate(change.handedAt) }),
      ...(change.deliveredAt === undefined ? {} : { delivered_at: new Date(change.deliveredAt) }),
    })
    .where('id', '=', id)
    .execute();
}

/** Drops what is still to be sent for a ticket; returns the ids. */
export async function dropOpenMessages(tx: Tx, ticketId: number, reason: string): Promise<string[]> {
  const rows = await tx
    .updateTable('outbox_message')
    .set({ state: 'dropped', reason })
    .where('ticket_id', '=', ticketId)
    .where('state', 'in', ['pending', 'held'])
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Puts a message back to be sent, its attempts counted anew. */
export async function requeueMessage(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('outbox_message')
    .set({ state: 'pending', reason: null, attempts: 0 })
    .where('id', '=', id)
    .execute();
}

/** Finds and locks a message. */
export async function lockMessage(tx: Tx, id: string): Promise<StoredMessage | null> {
  const row = await tx
    .selectFrom('outbox_message')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : messageFromRow(row);
}

/** How many messages were given up and wait for a person. */
export async function countDeadMessages(db: Db): Promise<number> {
  const row = await db
    .selectFrom('outbox_message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'dead')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Lets messages go that are held for `reason`; returns them, oldest first. */
export async function releaseHeldMessages(tx: Tx, reason: string): Promise<StoredMessage[]> {
  const rows = await tx
    .updateTable('outbox_message')
    .set({ state: 'pending', reason: null })
    .where('state', '=', 'held')
    .where('reason', '=', reason)
    .returningAll()
    .execute();
  return rows.sort((one, other) => one.seq - other.seq).map(messageFromRow);
}

/** Remembers that a version of a record is our own write, so that its echo causes nothing. */
export async function rememberOwnWrite(
  tx: Tx,
  write: { table: string; sysId: string; sysModCount: number; at: Instant },
): Promise<void> {
  await tx
    .insertInto('own_write')
    .values({
      table_name: write.table,
      sys_id: write.sysId,
      sys_mod_count: write.sysModCount,
      at: new Date(write.at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether this version of a record is our own write. */
export async function isOwnWrite(
  db: Db,
  table: string,
  sysId: string,
  sysModCount: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('own_write')
    .select('sys_id')
    .where('table_name', '=', table)
    .where('sys_id', '=', sysId)
    .where('sys_mod_count', '=', sysModCount)
    .executeTakeFirst();
  return row !== undefined;
}

/** The versions of records that are our own writes, by sys_id. */
export async function listOwnVersions(
  db: Db,
  table: string,
  sysIds: readonly string[],
): Promise<Map<string, Set<number>>> {
  const rows = await db
    .selectFrom('own_write')
    .select(['sys_id', 'sys_mod_count'])
    .where('table_name', '=', table)
    .where('sys_id', 'in', [...sysIds])
    .execute();
  const versions = Map.groupBy(rows, (row) => row.sys_id);
  return new Map([...versions].map(([sysId, own]) => [sysId, new Set(own.map((row) => row.sys_mod_count))]));
}

export function messageFromRow(row: Selectable<OutboxMessageTable>): StoredMessage {
  return {
    id: row.id,
    kind: row.kind,
    level: row.level,
    fields: row.fields,
    ticketId: row.ticket_id,
    table: row.table_name,
    sysId: row.sys_id,
    ticketNumber: row.ticket_number,
    state: row.state,
    attempts: row.attempts,
    reason: row.reason,
    lastError: row.last_error,
    lastErrorCode: row.last_error_code,
    mayExist: row.may_exist,
    createdAt: row.created_at.getTime(),
    handedAt: fromDate(row.handed_at),
    deliveredAt: fromDate(row.delivered_at),
  };
}
