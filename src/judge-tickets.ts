import { loadCases } from './case-store.ts';
import { type StoredClock, saveClocks } from './clocks/clock-store.ts';
import { nextDueAt } from './clocks/next-due.ts';
import { type Escalation, insertEscalations } from './escalations/escalation-store.ts';
import { type Case, type Judgement, judge } from './judgement.ts';
import { messagesFor, type WriteBackRules } from './judgement-messages.ts';
import type { NewMessage } from './outbox/outbox-store.ts';
import { choosePolicy, type Policy } from './policy/policy.ts';
import type { Tx } from './store/database.ts';
import type { ObservedVersion } from './tickets/build-timeline.ts';
import type { Ticket } from './tickets/ticket.ts';
import { insertTickets, type JudgedTicket, saveJudgements, updateTickets } from './tickets/ticket-store.ts';
import { insertVersions } from './tickets/version-store.ts';
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

/** Tickets to be judged together, each once. */
export interface Batch {
  /** Locked, and as they were. */
  readonly tickets?: readonly Ticket[];
  /** Locked, with what their records say now; they are stored whole, their new versions are stored already. */
  readonly changed?: readonly Ticket[];
  /** Not stored yet, under reserved ids. */
  readonly added?: readonly NewTicket[];
  /** Steps that were just raised on request. */
  readonly ordered?: readonly Escalation[];
}

/** A ticket that is mirrored for the first time, and the one version that was seen of it. */
export interface NewTicket {
  readonly ticket: Ticket;
  readonly version: ObservedVersion;
  /** How it came to us. */
  readonly source: string;
}

/**
 * Judges tickets, stores what comes of it, and puts what is to be written back into the outbox, all in the
 * transaction of whoever calls.
 */
export async function judgeTickets(
  parts: JudgingParts,
  tx: Tx,
  batch: Batch,
  now: Instant,
): Promise<JudgedBatch> {
  const { tickets = [], changed = [], added = [] } = batch;
  if (tickets.length + changed.length + added.length === 0)
    return { judgements: [], raised: [], messages: [] };
  return parts.timeJudging(() =>
    judgeBatch(parts, tx, { tickets, changed, added, ordered: [], ...batch }, now),
  );
}

async function judgeBatch(
  parts: JudgingParts,
  tx: Tx,
  batch: Required<Batch>,
  now: Instant,
): Promise<JudgedBatch> {
  const known = await loadCases(tx, [...batch.tickets, ...batch.changed]);
  const cases = [...known, ...batch.added.map(caseOfNew)];
  const judgements = cases.map((given) => {
    const policy = choosePolicy(parts.policies, given.ticket.serviceLine);
    return judge(given, { policy, holdsBackExisting: parts.holdsBackExisting, raises: true }, now);
  });
  await storeJudgements(tx, batch, cases, judgements, now);
  const wanted = judgements.flatMap((judgement, index) =>
    messagesFor(judgement, cases[index]!, parts.writeBack, now),
  );
  const raised = judgements.flatMap(({ ticket, raise }) =>
    raise === null ? [] : [{ ticket, escalation: raise }],
  );
  const messages = await parts.enqueue(tx, wanted, now);
  await parts.announce(
    tx,
    judgements.map((judgement, index) => judgedCase(judgement, cases[index]!, batch.ordered)),
  );
  return { judgements, raised, messages };
}

function judgedCase(judgement: Judgement, given: Case, ordered: readonly Escalation[]): JudgedCase {
  const { ticket, clocks, newBreaches, raise, ladder } = judgement;
  const raised = raise === null ? ordered : [...ordered, raise];
  const isHeldBack = ladder.episode?.heldBack === true;
  return { ticket, clocks, newBreaches, clocksBefore: given.clocksBefore, raised, isHeldBack };
}

function caseOfNew({ ticket, version }: NewTicket): Case {
  return { ticket, versions: [version], clocksBefore: [], escalations: [], commands: [] };
}

/** The judgements stand in the order of the batch: tickets, changed, added. */
async function storeJudgements(
  tx: Tx,
  { tickets, changed, added }: Required<Batch>,
  cases: readonly Case[],
  judgements: readonly Judgement[],
  now: Instant,
): Promise<void> {
  const judged = judgements.map(standingOf);
  await saveJudgements(tx, judged.slice(0, tickets.length));
  await updateTickets(tx, judged.slice(tickets.length, tickets.length + changed.length));
  await insertTickets(tx, judged.slice(tickets.length + changed.length));
  await insertVersions(
    tx,
    added.map(({ ticket, version, source }) => ({ ticketId: ticket.id, version, source })),
  );
  await saveClocks(tx, changedClocks(cases, judgements), now);
  await insertEscalations(
    tx,
    judgements.flatMap(({ ticket, raise }) =>
      raise === null ? [] : [{ ticketId: ticket.id, escalation: raise }],
    ),
  );
}

/** Most clocks of a ticket have finished long ago: writing them again would cost as much as all the rest. */
function changedClocks(cases: readonly Case[], judgements: readonly Judgement[]) {
  return judgements.flatMap(({ ticket, clocks }, index) => {
    const { clocksBefore } = cases[index]!;
    const changed = clocks.filter((clock) => !clocksBefore.some((before) => isSame(before, clock)));
    return changed.map((clock) => ({ ticketId: ticket.id, clock }));
  });
}

function isSame(one: StoredClock, other: StoredClock): boolean {
  const names = Object.keys(other) as (keyof StoredClock)[];
  return names.every((name) =>
    name === 'superseded' ? String(one.superseded) === String(other.superseded) : one[name] === other[name],
  );
}

function standingOf({ ticket, milestones, clocks, ladder, nextJudgementAt }: Judgement): JudgedTicket {
  const heldBackSince = ladder.episode?.heldBack === true ? ladder.episode.beganAt : null;
  return { ticket, standing: { milestones, heldBackSince, nextJudgementAt, nextDueAt: nextDueAt(clocks) } };
}
