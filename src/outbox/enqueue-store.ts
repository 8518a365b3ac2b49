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
  /** How many escalations were raised after an instant. */
  countEscalationsSince(tx: Tx, since: Instant): Promise<number>;
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
  const passing = await countPassing(parts, tx, messages, now);
  const heldFor = (index: number): string | null => {
    if (parts.mode === 'dry-run') return 'dry-run';
    return index < passing ? null : 'storm-guard';
  };
  const decided = messages.map((message, index) => ({ ...message, heldFor: heldFor(index) }));
  const inserted = await insertMessages(tx, decided, now);
  const sent = inserted.filter((one) => one.heldFor === null);
  await parts.putJobs(
    tx,
    sent.map(({ ticket }) => jobFor(ticket.id)),
  );
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

/**
 * How many of these messages still pass the storm guard. Many tickets may breach at one instant and be judged together:
 * those within the limit go, the first one beyond it begins the hold.
 */
async function countPassing(
  parts: EnqueueParts,
  tx: Tx,
  messages: readonly NewMessage[],
  now: Instant,
): Promise<number> {
  const guard = await readStormGuard(tx);
  if (guard.heldSince !== null) return 0;
  const raised = messages.flatMap(({ message }, index) => (message.kind === 'escalation' ? [index] : []));
  if (raised.length === 0) return messages.length;
  const since = Math.max(now - STORM_WINDOW_MS, guard.releasedAt ?? 0);
  // The steps of these messages are counted already: they were stored just before, in the same transaction.
  const excess = (await parts.countEscalationsSince(tx, since)) - parts.stormLimit;
  if (excess <= 0) return messages.length;
  await holdStorm(tx, now);
  return raised[Math.max(0, raised.length - excess)]!;
}
