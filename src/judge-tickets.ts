import { loadCases } from './case-store.ts';
import { saveClocks } from './clocks/clock-store.ts';
import { nextDueAt } from './clocks/next-due.ts';
import { type Escalation, insertEscalations } from './escalations/escalation-store.ts';
import { type Case, type Judgement, judge } from './judgement.ts';
import { messagesFor, type WriteBackRules } from './judgement-messages.ts';
import type { NewMessage } from './outbox/outbox-store.ts';
import { choosePolicy, type Policy } from './policy/policy.ts';
import type { Tx } from './store/database.ts';
import type { ObservedVersion } from './tickets/build-timeline.ts';
import type { Ticket } from './tickets/ticket.ts';
import { saveJudgements } from './tickets/ticket-store.ts';
import type { Instant } from './time/instant.ts';

/** What judging needs of the rules and of the rest of the product. */
export interface JudgingParts {
  readonly policies: readonly Policy[];
  readonly writeBack: WriteBackRules;
  readonly holdsBackExisting: boolean;
  /** Stores messages and puts their jobs into the queue; returns those that are new. */
  enqueue(tx: Tx, messages: readonly NewMessage[], now: Instant): Promise<NewMessage[]>;
  /** Tells whoever alerts about single tickets, in the same transaction. */
  announce(tx: Tx, judged: readonly JudgedCase[]): Promise<void>;
  /** Has one batch of tickets judged and stored, and measures it. */
  timeJudging<Result>(judging: () => Promise<Result>): Promise<Result>;
}

/** What judging a batch of tickets came to. */
export interface JudgedBatch {
  readonly judgements: readonly Judgement[];
  /** Steps raised, by themselves or on request. */
  readonly raised: readonly { readonly ticket: Ticket; readonly escalation: Escalation }[];
  readonly messages: readonly NewMessage[];
}

/** A ticket as it was just judged, beside what was known before. */
export interface JudgedCase extends Pick<Judgement, 'ticket' | 'clocks' | 'newBreaches'> {
  readonly clocksBefore: Case['clocksBefore'];
  readonly raised: readonly Escalation[];
  readonly isHeldBack: boolean;
}

/** Tickets to be judged together. */
export interface Batch {
  readonly tickets: readonly Ticket[];
  /** Of tickets that are new; these versions are all that there is. */
  readonly freshVersions?: ReadonlyMap<number, ObservedVersion[]>;
  /** Steps that were just raised on request. */
  readonly ordered?: readonly Escalation[];
}

/**
 * Judges locked tickets, stores what comes of it, and puts what is to be written back into the outbox, all in the
 * transaction of whoever calls.
 */
export async function judgeTickets(
  parts: JudgingParts,
  tx: Tx,
  batch: Batch,
  now: Instant,
): Promise<JudgedBatch> {
  if (batch.tickets.length === 0) return { judgements: [], raised: [], messages: [] };
  return parts.timeJudging(() => judgeBatch(parts, tx, batch, now));
}

async function judgeBatch(
  parts: JudgingParts,
  tx: Tx,
  { tickets, freshVersions, ordered = [] }: Batch,
  now: Instant,
): Promise<JudgedBatch> {
  const cases = await loadCases(tx, tickets, freshVersions);
  const judgements = cases.map((given) => {
    const policy = choosePolicy(parts.policies, given.ticket.serviceLine);
    return judge(given, { policy, holdsBackExisting: parts.holdsBackExisting, raises: true }, now);
  });
  await storeJudgements(tx, judgements, now);
  const wanted = judgements.flatMap((judgement, index) =>
    messagesFor(judgement, cases[index]!, parts.writeBack, now),
  );
  const raised = judgements.flatMap(({ ticket, raise }) =>
    raise === null ? [] : [{ ticket, escalation: raise }],
  );
  const messages = await parts.enqueue(tx, wanted, now);
  await parts.announce(
    tx,
    judgements.map((judgement, index) => judgedCase(judgement, cases[index]!, ordered)),
  );
  return { judgements, raised, messages };
}

function judgedCase(judgement: Judgement, given: Case, ordered: readonly Escalation[]): JudgedCase {
  const { ticket, clocks, newBreaches, raise, ladder } = judgement;
  const raised = raise === null ? ordered : [...ordered, raise];
  const isHeldBack = ladder.episode?.heldBack === true;
  return { ticket, clocks, newBreaches, clocksBefore: given.clocksBefore, raised, isHeldBack };
}

async function storeJudgements(tx: Tx, judgements: readonly Judgement[], now: Instant): Promise<void> {
  await saveClocks(
    tx,
    judgements.flatMap(({ ticket, clocks }) => clocks.map((clock) => ({ ticketId: ticket.id, clock }))),
    now,
  );
  await saveJudgements(
    tx,
    judgements.map(({ ticket, milestones, clocks, ladder, nextJudgementAt }) => ({
      ticketId: ticket.id,
      milestones,
      heldBackSince: ladder.episode?.heldBack === true ? ladder.episode.beganAt : null,
      nextJudgementAt,
      nextDueAt: nextDueAt(clocks),
    })),
  );
  await insertEscalations(
    tx,
    judgements.flatMap(({ ticket, raise }) =>
      raise === null ? [] : [{ ticketId: ticket.id, escalation: raise }],
    ),
  );
}
