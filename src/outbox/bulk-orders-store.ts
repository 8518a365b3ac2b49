import type { Tx } from '../store/database.ts';
import type { MessageKind, MessageState } from '../vocabulary.ts';
import { type EnqueueParts, jobOf } from './enqueue-store.ts';
import { discardable, retriable, whyNothingIsSent } from './orders-store.ts';
import { messageFromRow, type StoredMessage } from './outbox-store.ts';

/** Which messages an order on many is for; those that the order does not fit are left alone. */
export interface MessageSelection {
  readonly ids?: readonly string[] | undefined;
  readonly state?: readonly MessageState[] | undefined;
  readonly kind?: readonly MessageKind[] | undefined;
  /** A ticket's number. */
  readonly ticket?: string | undefined;
  readonly reason?: string | undefined;
}

/** An order on many; `dryRun` says for which ones it would be carried out, and changes nothing. */
export interface ManyOrder {
  readonly selection: MessageSelection;
  readonly dryRun: boolean;
}

/** The messages for which it was, or would be, carried out, or why it cannot be. */
export type ManyResult =
  | { readonly kind: 'fitting'; readonly ids: readonly string[] }
  | { readonly kind: 'not-possible'; readonly why: string };

/** Sends messages again that were held, dropped or given up; their attempts are counted anew. */
export async function retryMessages(
  parts: EnqueueParts,
  tx: Tx,
  { selection, dryRun }: ManyOrder,
): Promise<ManyResult> {
  const why = whyNothingIsSent(parts);
  if (why !== null) return { kind: 'not-possible', why };
  const messages = await lockMessages(tx, selection, retriable);
  if (!dryRun) {
    await changeMessages(tx, messages, { state: 'pending', reason: null, attempts: 0 });
    await parts.putJobs(tx, messages.map(jobOf));
  }
  return { kind: 'fitting', ids: messages.map(({ id }) => id) };
}

/** Gives messages up that were not delivered. */
export async function discardMessages(tx: Tx, { selection, dryRun }: ManyOrder): Promise<ManyResult> {
  const messages = await lockMessages(tx, selection, discardable);
  if (!dryRun) await changeMessages(tx, messages, { state: 'dropped', reason: 'discarded' });
  return { kind: 'fitting', ids: messages.map(({ id }) => id) };
}

/** In the order in which they are sent. */
async function lockMessages(
  tx: Tx,
  { ids, state, kind, ticket, reason }: MessageSelection,
  fitting: readonly MessageState[],
): Promise<StoredMessage[]> {
  let select = tx
    .selectFrom('outbox_message')
    .selectAll()
    .where('state', 'in', [...fitting]);
  if (ids !== undefined) select = select.where('id', 'in', [...ids]);
  if (state !== undefined) select = select.where('state', 'in', [...state]);
  if (kind !== undefined) select = select.where('kind', 'in', [...kind]);
  if (ticket !== undefined) select = select.where('ticket_number', '=', ticket);
  if (reason !== undefined) select = select.where('reason', '=', reason);
  const rows = await select.orderBy('seq').forUpdate().execute();
  return rows.map(messageFromRow);
}

async function changeMessages(
  tx: Tx,
  messages: readonly StoredMessage[],
  change: { state: MessageState; reason: string | null; attempts?: number },
): Promise<void> {
  const ids = messages.map(({ id }) => id);
  await tx
    .updateTable('outbox_message')
    .set(change)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
}
