import { loadCases } from './case-store.ts';
import { saveClocks } from './clocks/clock-store.ts';
import { nextDueAt } from './clocks/next-due.ts';
import { type Escalation, insertEscalations } from './escalations/escalation-store.ts';
import { type Case, type Judgement, judge } from './judgement.ts';
import { messagesFor, type WriteBackRules } from './judgement-messages.ts';
import type { NewMessage } from './outbox/outbox-store.ts';
import { choosePolicy, type Policy } from './policy/policy.ts';
import type { Observation } from './servicenow/observation.ts';
import type { Db, Tx } from './store/database.ts';
import type { ObservedVersion } from './tickets/build-timeline.ts';
import { type Merge, mergeObservation } from './tickets/merge-observation.ts';
import type { Ticket } from './tickets/ticket.ts';
import {
  insertVersions,
  lockTickets,
  lockTicketsBySysId,
  markDeleted,
  saveJudgements,
  saveTickets,
} from './tickets/ticket-store.ts';
import type { Instant } from './time/instant.ts';

/** How a change came to us. */
export type ChangeSource = 'poll' | 'webhook' | 'reconcile' | 'resync' | 'write-back';

/** What one transaction did, told once it is committed. */
export interface Committed {
  readonly at: Instant;
  readonly source: ChangeSource | 'deadline' | 'command';
  readonly table: string | null;
  /** How many observations came to what. */
  readonly results: Readonly<Partial<Record<Merge['result'] | 'deleted', number>>>;
  readonly judgements: readonly Judgement[];
  /** Steps raised, by themselves or on request. */
  readonly raised: readonly { readonly ticket: Ticket; readonly escalation: Escalation }[];
  readonly messages: readonly NewMessage[];
}

/** What an order came to, beside its result: steps raised on request, and what is to be written back for them. */
export interface OrderEffects {
  readonly raised: Escalation[];
  readonly messages: NewMessage[];
}

export interface PipelineParts {
  readonly db: Db;
  readonly policies: readonly Policy[];
  readonly writeBack: WriteBackRules;
  readonly holdsBackExisting: boolean;
  /** The instance's clock. */
  now(): Instant;
  /** Stores messages and puts their jobs into the queue; returns those that are new. */
  enqueue(tx: Tx, messages: readonly NewMessage[], now: Instant): Promise<NewMessage[]>;
  /** Tells whoever alerts about single tickets, in the same transaction. */
  announce(tx: Tx, judged: readonly JudgedCase[]): Promise<void>;
  onCommitted(committed: Committed): void;
}

/** A ticket as it was just judged, beside what was known before. */
export interface JudgedCase extends Pick<Judgement, 'ticket' | 'clocks' | 'newBreaches'> {
  readonly clocksBefore: Case['clocksBefore'];
  readonly raised: readonly Escalation[];
  readonly isHeldBack: boolean;
}

/** The one way of a change: mirror, clocks, ladder, outbox, all in one transaction. */
export interface Pipeline {
  /**
   * Applies what was read of one table, and says by sys_id what each record came to. Safe to repeat: the same content
   * again is a no-op.
   */
  applyObservations(
    table: string,
    observations: readonly Observation[],
    source: ChangeSource,
  ): Promise<ReadonlyMap<string, Merge['result']>>;
  /** A record is gone from ServiceNow. */
  applyDeletion(table: string, sysId: string, source: ChangeSource): Promise<boolean>;
  /** Judges tickets whose time has come although nothing changed. */
  judgeAgain(ticketIds: readonly number[]): Promise<void>;
  /** Lets `order` decide on a locked ticket and judges it afterwards, in one transaction. */
  command<Result>(ticketId: number, order: Order<Result>): Promise<Result>;
}

/** Decides on a locked ticket; what it raises and wants written back it puts into `effects`. */
export type Order<Result> = (tx: Tx, given: Case, now: Instant, effects: OrderEffects) => Promise<Result>;

/** So many records go through one transaction: enough to be fast, few enough to keep locks short. */
const BATCH = 500;

export function createPipeline(parts: PipelineParts): Pipeline {
  return {
    async applyObservations(table, observations, source) {
      const results = new Map<string, Merge['result']>();
      for (let start = 0; start < observations.length; start += BATCH) {
        const batch = latestOfEach(observations.slice(start, start + BATCH));
        const merges = await applyBatch(parts, table, batch, source);
        for (const { ticket, result } of merges) results.set(ticket.sysId, result);
      }
      return results;
    },
    applyDeletion: (table, sysId, source) => applyDeletion(parts, table, sysId, source),
    judgeAgain: (ticketIds) => judgeAgain(parts, ticketIds),
    command: (ticketId, order) => command(parts, ticketId, order),
  };
}

/** One page may name a record twice; a statement may touch a row once. */
function latestOfEach(observations: readonly Observation[]): Observation[] {
  return [...new Map(observations.map((seen) => [seen.sysId, seen])).values()];
}

async function applyBatch(
  parts: PipelineParts,
  table: string,
  observations: readonly Observation[],
  source: ChangeSource,
): Promise<Merge[]> {
  const now = parts.now();
  const { committed, merges } = await parts.db.transaction().execute(async (tx) => {
    const known = await lockTicketsBySysId(
      tx,
      table,
      observations.map((seen) => seen.sysId),
    );
    const merges = observations.map((seen) => mergeObservation(known.get(seen.sysId) ?? null, seen, now));
    const changed = await storeMerges(tx, merges, source);
    const fresh = new Map(
      changed.filter((one) => one.merge.result === 'inserted').map((one) => [one.ticket.id, [one.version]]),
    );
    const judged = await judgeAll(
      parts,
      tx,
      changed.map((one) => one.ticket),
      fresh,
      now,
    );
    return { merges, committed: { at: now, source, table, results: countResults(merges), ...judged } };
  });
  parts.onCommitted(committed);
  return merges;
}

interface StoredMerge {
  readonly merge: Merge;
  readonly ticket: Ticket;
  readonly version: ObservedVersion;
}

async function storeMerges(tx: Tx, merges: readonly Merge[], source: ChangeSource): Promise<StoredMerge[]> {
  const changing = merges.filter((merge) => merge.result === 'inserted' || merge.result === 'updated');
  const saved = await saveTickets(
    tx,
    changing.map((merge) => merge.ticket),
  );
  const stale = merges.filter((merge) => merge.result === 'stale');
  const stored = [
    ...changing.map((merge, index) => ({ merge, ticket: saved[index]!, version: merge.version! })),
    ...stale.map((merge) => ({ merge, ticket: merge.ticket, version: merge.version! })),
  ];
  await insertVersions(
    tx,
    stored.map(({ ticket, version }) => ({ ticketId: ticket.id, version, source })),
  );
  return stored;
}

async function applyDeletion(
  parts: PipelineParts,
  table: string,
  sysId: string,
  source: ChangeSource,
): Promise<boolean> {
  const now = parts.now();
  const committed = await parts.db.transaction().execute(async (tx) => {
    const ticket = await markDeleted(tx, table, sysId, now);
    if (ticket === null) return null;
    const judged = await judgeAll(parts, tx, [ticket], new Map(), now);
    return { at: now, source, table, results: { deleted: 1 }, ...judged };
  });
  if (committed !== null) parts.onCommitted(committed);
  return committed !== null;
}

async function judgeAgain(parts: PipelineParts, ticketIds: readonly number[]): Promise<void> {
  if (ticketIds.length === 0) return;
  const now = parts.now();
  const committed = await parts.db.transaction().execute(async (tx) => {
    const tickets = await lockTickets(tx, ticketIds);
    const judged = await judgeAll(parts, tx, tickets, new Map(), now);
    return { at: now, source: 'deadline' as const, table: null, results: {}, ...judged };
  });
  parts.onCommitted(committed);
}

async function command<Result>(
  parts: PipelineParts,
  ticketId: number,
  order: Order<Result>,
): Promise<Result> {
  const now = parts.now();
  const { committed, result } = await parts.db.transaction().execute(async (tx) => {
    const tickets = await lockTickets(tx, [ticketId]);
    const [given] = await loadCases(tx, tickets);
    const effects: OrderEffects = { raised: [], messages: [] };
    const result = await order(tx, given!, now, effects);
    const ordered = effects.raised.map((escalation) => ({ ticket: given!.ticket, escalation }));
    await insertEscalations(
      tx,
      ordered.map(({ ticket, escalation }) => ({ ticketId: ticket.id, escalation })),
    );
    const sent = await parts.enqueue(tx, effects.messages, now);
    const judged = await judgeAll(parts, tx, tickets, new Map(), now, effects.raised);
    const raised = [...ordered, ...judged.raised];
    const messages = [...sent, ...judged.messages];
    const { judgements } = judged;
    return {
      committed: {
        at: now,
        source: 'command' as const,
        table: null,
        results: {},
        judgements,
        raised,
        messages,
      },
      result,
    };
  });
  parts.onCommitted(committed);
  return result;
}

/** Judges tickets, stores what comes of it, and puts what is to be written back into the outbox. */
async function judgeAll(
  parts: PipelineParts,
  tx: Tx,
  tickets: readonly Ticket[],
  freshVersions: ReadonlyMap<number, ObservedVersion[]>,
  now: Instant,
  ordered: readonly Escalation[] = [],
): Promise<Pick<Committed, 'judgements' | 'raised' | 'messages'>> {
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

function countResults(merges: readonly Merge[]): Partial<Record<Merge['result'], number>> {
  const counts: Partial<Record<Merge['result'], number>> = {};
  for (const { result } of merges) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}
