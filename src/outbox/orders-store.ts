import type { Tx } from '../store/database.ts';
import type { MessageState } from '../vocabulary.ts';
import { type EnqueueParts, jobOf } from './enqueue-store.ts';
import { changeMessage, lockMessage, requeueMessage } from './outbox-store.ts';

/** An order that was carried out, or why it cannot be. */
export type MessageOrderResult<Done extends string> =
  | { readonly kind: Done }
  | { readonly kind: 'not-possible'; readonly why: string };

/** States from which a message can be sent again. */
export const retriable: readonly MessageState[] = ['dead', 'held', 'dropped'];
/** States in which a message can still be given up. */
export const discardable: readonly MessageState[] = ['pending', 'dead', 'held'];

/** Sends a message again that was held, dropped or given up; its attempts are counted anew. */
export async function retryMessage(
  parts: EnqueueParts,
  tx: Tx,
  id: string,
): Promise<MessageOrderResult<'queued'>> {
  const message = await lockMessage(tx, id);
  if (message === null) return { kind: 'not-possible', why: 'There is no such message.' };
  if (!retriable.includes(message.state)) {
    return {
      kind: 'not-possible',
      why: `The message is ${message.state}; only dead, held or dropped ones are sent again.`,
    };
  }
  const why = whyNothingIsSent(parts);
  if (why !== null) return { kind: 'not-possible', why };
  await requeueMessage(tx, id);
  await parts.putJobs(tx, [jobOf(message)]);
  return { kind: 'queued' };
}

/** Gives a message up that was not delivered. */
export async function discardMessage(tx: Tx, id: string): Promise<MessageOrderResult<'discarded'>> {
  const message = await lockMessage(tx, id);
  if (message === null) return { kind: 'not-possible', why: 'There is no such message.' };
  if (!discardable.includes(message.state)) {
    return { kind: 'not-possible', why: `The message is ${message.state}; it cannot be discarded any more.` };
  }
  await changeMessage(tx, id, { state: 'dropped', reason: 'discarded' });
  return { kind: 'discarded' };
}

/** Why nothing could be sent now, whatever is put into the queue; null where it could. */
export function whyNothingIsSent({ mode }: Pick<EnqueueParts, 'mode'>): string | null {
  return mode === 'on' ? null : `WRITE_BACK is ${mode}, so nothing is sent; set it to on first.`;
}
