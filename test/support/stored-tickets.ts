import { type StoredClock, saveClocks } from '../../src/clocks/clock-store.ts';
import type { Observation } from '../../src/servicenow/observation.ts';
import type { Db } from '../../src/store/database.ts';
import { mergeObservation } from '../../src/tickets/merge-observation.ts';
import { insertTickets, reserveTicketIds } from '../../src/tickets/ticket-store.ts';
import { observation } from './observations.ts';

/** A clock as it was judged and stored: a critical response, running, unless told otherwise. */
export function storedClock(given: Partial<StoredClock> = {}): StoredClock {
  return {
    kind: 'response',
    state: 'running',
    reason: null,
    priority: 'critical',
    startedAt: null,
    dueAt: null,
    stoppedAt: null,
    breachedAt: null,
    superseded: [],
    paused: false,
    elapsedMs: 0,
    targetMs: 30 * 60_000,
    warnedPercent: 0,
    ...given,
  };
}

/** Stores a ticket as it was seen at its opening, with its clocks as they are given; returns its id. */
export async function storeTicket(
  db: Db,
  openedAt: number,
  given: Partial<Observation> & { readonly deletedAt?: number },
  clocks: readonly StoredClock[] = [],
): Promise<number> {
  const { deletedAt = null, ...seen } = given;
  const milestones = { respondedAt: null, diagnosedAt: null, resolvedAt: null };
  const standing = { milestones, heldBackSince: null, nextJudgementAt: null, nextDueAt: null };
  return db.transaction().execute(async (tx) => {
    const [id] = await reserveTicketIds(tx, 1);
    const ticketId = id!;
    const { ticket } = mergeObservation(null, observation(openedAt, seen), openedAt);
    await insertTickets(tx, [{ ticket: { ...ticket, id: ticketId, deletedAt }, standing }]);
    await saveClocks(
      tx,
      clocks.map((clock) => ({ ticketId, clock })),
      openedAt,
    );
    return ticketId;
  });
}
