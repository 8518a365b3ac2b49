import { z } from 'zod';
import { reconcileOutcomes } from '../intake/reconcile.ts';
import { instantText } from '../time/instant-text.ts';
import { clockKinds, clockStates, messageKinds, priorities, ticketStates } from '../vocabulary.ts';
import { shown } from './text-schema.ts';
import { raisedShape } from './ticket-json.ts';

const TicketEvent = z
  .object({
    number: shown('CS0001042'),
    table: shown('sn_customerservice_case'),
    state: z.enum(ticketStates),
    priority: z.enum(priorities),
    clocks: z.array(
      z.object({ kind: z.enum(clockKinds), state: z.enum(clockStates), dueAt: instantText.nullable() }),
    ),
    nextJudgementAt: instantText.nullable(),
  })
  .meta({ id: 'TicketEvent', description: 'A ticket was judged anew.' });

const EscalationEvent = raisedShape
  .extend({ number: shown('CS0001042') })
  .meta({ id: 'EscalationEvent', description: 'A step of the ladder was raised.' });

const OutboxEvent = z
  .object({
    id: shown('xY3kQ0bTn8aZ2mVw7LpR5cJd'),
    ticket: shown('CS0001042'),
    kind: z.enum(messageKinds),
    state: z
      .enum(['pending', 'held', 'delivered', 'dropped', 'retried', 'dead'])
      .describe('Where the write-back stands now; `retried`: an attempt failed, and another follows.'),
  })
  .meta({ id: 'OutboxEvent', description: 'A write-back was decided, or an attempt at it ended.' });

const SyncEvent = z
  .object({
    table: shown('sn_customerservice_case'),
    runId: shown('0198c5f2-8e0b-4c1d-9a57-3f6f0d2b7a11'),
    outcome: z.enum(reconcileOutcomes),
    scanned: z.int(),
    inserted: z.int(),
    updated: z.int(),
    deleted: z.int(),
    finishedAt: instantText,
  })
  .meta({ id: 'SyncEvent', description: 'The mirror was compared with a whole table.' });

/** What the stream tells, by the name of the event. */
export const streamEvents = {
  ticket: TicketEvent,
  escalation: EscalationEvent,
  outbox: OutboxEvent,
  sync: SyncEvent,
};

export type StreamEventName = keyof typeof streamEvents;
export type StreamData<Name extends StreamEventName> = z.infer<(typeof streamEvents)[Name]>;
