import type { EventFeed } from '../admin/event-feed.ts';
import type { StoredMessage } from '../outbox/outbox-store.ts';
import type { DeliveryOutcome } from '../outbox/write-back-job.ts';
import type { Committed } from '../pipeline.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';

/** Tells whoever watches the stream what one committed transaction did. */
export function publishCommit(feed: EventFeed, committed: Committed): void {
  for (const { ticket, clocks, nextJudgementAt } of committed.judgements) {
    feed.publish('ticket', {
      number: ticket.number,
      table: ticket.table,
      state: ticket.state,
      priority: ticket.priority,
      clocks: clocks.map(({ kind, state, dueAt }) => ({ kind, state, dueAt: formatOptionalInstant(dueAt) })),
      nextJudgementAt: formatOptionalInstant(nextJudgementAt),
    });
  }
  for (const { ticket, escalation } of committed.raised) {
    const { at, level, route, trigger, messageId } = escalation;
    feed.publish('escalation', {
      number: ticket.number,
      at: formatInstant(at),
      level,
      route,
      trigger,
      messageId,
    });
  }
  for (const { ticket, message, heldFor } of committed.messages) {
    const state = heldFor === null ? 'pending' : 'held';
    feed.publish('outbox', { id: message.id, ticket: ticket.number, kind: message.kind, state });
  }
}

/** Tells how one attempt to write back ended. */
export function publishOutcome(feed: EventFeed, message: StoredMessage, outcome: DeliveryOutcome): void {
  feed.publish('outbox', {
    id: message.id,
    ticket: message.ticketNumber,
    kind: message.kind,
    state: outcome,
  });
}
