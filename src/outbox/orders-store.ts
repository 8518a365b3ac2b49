import type { Tx } from '../store/database.ts';
import { type EnqueueParts, jobOf } from './enqueue-store.ts';
import { changeMessage, lockMessage, requeueMessage } from './outbox-store.ts';

/** An order that was carried out, or why it cannot be. */
export type MessageOrderResult<Done extends string> =
  | { readonly kind: Done }
  | { readonly kind: 'not-possible'; readonly why: string };

/** Sends a message again that was held, dropped or given up; its attempts are counted anew. */
export async function retryMessage(
  parts: EnqueueParts,
  tx: Tx,
  id: string,
): Promise<MessageOrderResult<'queued'>> {
  const message = await lockMessage(tx, id);
  if (message === null) return { kind: 'not-possible', why: 'There is no such message.' };
  if (message.state !== 'dead' && message.state !== 'held' && message.state !== 'dropped') {
    return {
      kind: 'not-possible',
      why: `The message is ${message.state}; only dead, held or dropped ones are sent again.`,
    };
  }
  if (parts.mode !== 'on') {
    return {
      kind: 'not-possible',
      why: `WRITE_BACK is ${parts.mode}, so nothing is sent; set it to on first.`,
    };
  }
  await requeueMessage(tx, id);
  await parts.putJobs(tx, [jobOf(message)]);
  return { kind: 'queued' };
}

/** Gives a message up that was not delivered. */
export async function discardMessage(tx: Tx, id: string): Promise<MessageOrderResult<'discarded'>> {
  const message = await lockMessage(tx, id);
  if (message === null) return { kind: 'not-possible', why: 'There is no such message.' };
  if (message.state === 'delivered' || message.state === 'in-flight' || message.state === 'dropped') {
    return { kind: 'not-possible', why: `The message is ${message.state}; it cannot be discarded any more.` };
  }
  await changeMessage(tx, id, { state: 'dropped', reason: 'discarded' });
  return { kind: 'discarded' };
}
