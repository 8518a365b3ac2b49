import { countEscalationsSince } from '../escalations/escalation-store.ts';
import type { Tx } from '../store/database.ts';
import type { Job } from '../store/queue.ts';
import { type Instant, MINUTE_MS } from '../time/instant.ts';
import { insertMessages, type NewMessage, releaseHeldMessages, type StoredMessage } from './outbox-store.ts';
import { holdStorm, readStormGuard, releaseStorm } from './storm-guard-store.ts';

/** `on` sends; `dry-run` decides and shows everything and sends nothing; `off` puts nothing into the outbox. */
export type WriteBackMode = 'on' | 'dry-run' | 'off';

export interface EnqueueParts {
  readonly mode: WriteBackMode;
  /** So many escalations in five minutes are still a bad day; more are a storm, and a person looks first. */
  readonly stormLimit: number;
  putJobs(tx: Tx, jobs: readonly Job[]): Promise<void>;
}

const STORM_WINDOW_MS = 5 * MINUTE_MS;

/**
 * Stores messages and puts the jobs that send them into the queue, in the transaction that decided on them. Held ones
 * (dry run, storm) get no job until they are released. Returns those that are new.
 */
export async function enqueueMessages(
  parts: EnqueueParts,
  tx: Tx,
  messages: readonly NewMessage[],
  now: Instant,
): Promise<NewMessage[]> {
  if (parts.mode === 'off' || messages.length === 0) return [];
  const raises = messages.some(({ message }) => message.kind === 'escalation');
  const isStorm = await checkStorm(parts, tx, raises, now);
  const heldFor = parts.mode === 'dry-run' ? 'dry-run' : isStorm ? 'storm-guard' : null;
  const inserted = await insertMessages(
    tx,
    messages.map((message) => ({ ...message, heldFor })),
    now,
  );
  if (heldFor === null) {
    await parts.putJobs(
      tx,
      inserted.map(({ ticket }) => jobFor(ticket.id)),
    );
  }
  return inserted;
}

/** Lets held messages go, and their storm with them. Returns how many. */
export async function releaseStormHold(
  parts: EnqueueParts,
  tx: Tx,
  now: Instant,
  who: string,
): Promise<number> {
  await releaseStorm(tx, now, who);
  const released = await releaseHeldMessages(tx, 'storm-guard');
  await parts.putJobs(tx, released.map(jobOf));
  return released.length;
}

export function jobOf(message: Pick<StoredMessage, 'ticketId'>): Job {
  return jobFor(message.ticketId);
}

/** The ticket is the key: its messages are sent one at a time, each job sending the oldest that is open. */
function jobFor(ticketId: number): Job {
  return { key: String(ticketId), data: { ticketId } };
}

async function checkStorm(parts: EnqueueParts, tx: Tx, raises: boolean, now: Instant): Promise<boolean> {
  const guard = await readStormGuard(tx);
  if (guard.heldSince !== null || !raises) return guard.heldSince !== null;
  const since = Math.max(now - STORM_WINDOW_MS, guard.releasedAt ?? 0);
  if ((await countEscalationsSince(tx, since)) <= parts.stormLimit) return false;
  await holdStorm(tx, now);
  return true;
}
