import { loadCases } from './case-store.ts';
import { type Escalation, insertEscalations } from './escalations/escalation-store.ts';
import { type JudgedBatch, type JudgingParts, judgeTickets, type NewTicket } from './judge-tickets.ts';
import type { Case } from './judgement.ts';
import { dropOpenMessages, type NewMessage } from './outbox/outbox-store.ts';
import type { Observation } from './servicenow/observation.ts';
import type { Db, Tx } from './store/database.ts';
import type { FillGaps } from './tickets/examine-client.ts';
import { type ExaminedTicket, mergeExamined } from './tickets/merge-examined.ts';
import { type CompletedGap, type Merge, mergeObservation } from './tickets/merge-observation.ts';
import {
  lockTickets,
  lockTicketsBySysId,
  MirroredMeanwhile,
  markDeleted,
  reserveTicketIds,
} from './tickets/ticket-store.ts';
import { saveHistories } from './tickets/unexamined-store.ts';
import { insertVersions } from './tickets/version-store.ts';
import type { Instant } from './time/instant.ts';

/** How a change came to us. */
export type ChangeSource = 'poll' | 'webhook' | 'reconcile' | 'resync' | 'write-back';

/** What one transaction did, told once it is committed. */
export interface Committed extends JudgedBatch {
  readonly at: Instant;
  readonly source: ChangeSource | 'deadline' | 'command' | 'history';
  readonly table: string | null;
  /** How many observations came to what. */
  readonly results: Readonly<Partial<Record<Merge['result'] | 'deleted', number>>>;
}

/** What an order came to, beside its result: steps raised on request, and what is to be written back for them. */
export interface OrderEffects {
  readonly raised: Escalation[];
  readonly messages: NewMessage[];
}

export interface PipelineParts extends JudgingParts {
  readonly db: Db;
  /** On which rows of the ticket-details checklist depend. */
  readonly watchedWords: readonly string[];
  /**
   * The instance's clock. It is read once the tickets are locked: whoever had to wait for them judges after whoever held
   * them, never at an earlier instant.
   */
  now(): Instant;
  /** What became of mirrored records between the version known and the one that was read; by sys_id. */
  readonly fillGaps: FillGaps;
  onCommitted(committed: Committed): void;
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
  /** Completes histories by versions that nobody observed. Safe to repeat. */
  applyHistories(examined: readonly ExaminedTicket[]): Promise<void>;
  /** Judges tickets whose time has come although nothing changed. */
  judgeAgain(ticketIds: readonly number[]): Promise<void>;
  /** Judges the tickets that `take` names, in the transaction in which it takes them; returns how many it took. */
  judgeTaken(take: TakeTickets): Promise<number>;
  /** Lets `order` decide on a locked ticket and judges it afterwards, in one transaction. */
  command<Result>(ticketId: number, order: Order<Result>): Promise<Result>;
}

/** Says which tickets are to be judged, and takes them off wherever they are listed. */
export type TakeTickets = (tx: Tx) => Promise<readonly number[]>;

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
        const gaps = await parts.fillGaps(table, batch);
        const merges = await applyBatch(parts, table, batch, gaps, source);
        for (const { ticket, result } of merges) results.set(ticket.sysId, result);
      }
      return results;
    },
    applyHistories: (examined) => applyHistories(parts, examined),
    applyDeletion: (table, sysId, source) => applyDeletion(parts, table, sysId, source),
    async judgeAgain(ticketIds) {
      await judgeTaken(parts, async () => ticketIds);
    },
    judgeTaken: (take) => judgeTaken(parts, take),
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
  gaps: ReadonlyMap<string, CompletedGap>,
  source: ChangeSource,
): Promise<Merge[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { committed, merges } = await parts.db
        .transaction()
        .execute((tx) => mergeAndJudge(parts, tx, table, observations, gaps, source));
      parts.onCommitted(committed);
      return merges;
    } catch (error) {
      if (!(error instanceof MirroredMeanwhile) || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}

/** Whoever is beaten to a record finds it at the next attempt, unless it is deleted again in between. */
const MOST_ATTEMPTS = 3;

async function mergeAndJudge(
  parts: PipelineParts,
  tx: Tx,
  table: string,
  observations: readonly Observation[],
  gaps: ReadonlyMap<string, CompletedGap>,
  source: ChangeSource,
): Promise<{ readonly committed: Committed; readonly merges: Merge[] }> {
  const known = await lockTicketsBySysId(
    tx,
    table,
    observations.map((seen) => seen.sysId),
  );
  const now = parts.now();
  const merges = observations.map((seen) =>
    mergeObservation(known.get(seen.sysId) ?? null, seen, now, parts.watchedWords, gaps.get(seen.sysId)),
  );
  const added = await numberTickets(tx, merges, source);
  const ofKnown = merges.filter(({ result, version }) => version !== null && result !== 'inserted');
  await insertVersions(
    tx,
    ofKnown.flatMap(({ ticket, version, between }) => [
      ...between.map((told) => ({ ticketId: ticket.id, version: told, source: 'audit' })),
      { ticketId: ticket.id, version: version!, source },
    ]),
  );
  const ticketsOf = (result: Merge['result']) =>
    ofKnown.filter((merge) => merge.result === result).map((merge) => merge.ticket);
  const batch = { tickets: ticketsOf('stale'), changed: ticketsOf('updated'), added };
  const judged = await judgeTickets(parts, tx, batch, now);
  return { merges, committed: { at: now, source, table, results: countResults(merges), ...judged } };
}

/** Gives new tickets their ids before they are judged, so that each is stored once, with what judging it came to. */
async function numberTickets(tx: Tx, merges: readonly Merge[], source: ChangeSource): Promise<NewTicket[]> {
  const added = merges.filter((merge) => merge.result === 'inserted');
  const ids = await reserveTicketIds(tx, added.length);
  return added.map(({ ticket, version }, index) => ({
    ticket: { ...ticket, id: ids[index]! },
    version: version!,
    source,
  }));
}

async function applyHistories(parts: PipelineParts, examined: readonly ExaminedTicket[]): Promise<void> {
  const committed = await parts.db.transaction().execute(async (tx) => {
    const known = await lockTickets(
      tx,
      examined.map(({ id }) => id),
    );
    const now = parts.now();
    const merges = known.map((ticket) => mergeExamined(ticket, examined.find(({ id }) => id === ticket.id)!));
    await saveHistories(
      tx,
      merges.map(({ ticket }) => ticket),
    );
    const told = merges.filter(({ versions }) => versions.length > 0);
    await insertVersions(
      tx,
      told.flatMap(({ ticket, versions }) =>
        versions.map((version) => ({ ticketId: ticket.id, version, source: 'audit' })),
      ),
    );
    const judged = await judgeTickets(parts, tx, { tickets: told.map(({ ticket }) => ticket) }, now);
    return { at: now, source: 'history' as const, table: null, results: {}, ...judged };
  });
  parts.onCommitted(committed);
}

async function applyDeletion(
  parts: PipelineParts,
  table: string,
  sysId: string,
  source: ChangeSource,
): Promise<boolean> {
  const committed = await parts.db.transaction().execute(async (tx) => {
    const known = await lockTicketsBySysId(tx, table, [sysId]);
    const now = parts.now();
    const ticket = known.size === 0 ? null : await markDeleted(tx, table, sysId, now);
    if (ticket === null) return null;
    await dropOpenMessages(tx, ticket.id, 'not-found');
    const judged = await judgeTickets(parts, tx, { tickets: [ticket] }, now);
    return { at: now, source, table, results: { deleted: 1 }, ...judged };
  });
  if (committed !== null) parts.onCommitted(committed);
  return committed !== null;
}

async function judgeTaken(parts: PipelineParts, take: TakeTickets): Promise<number> {
  const { taken, committed } = await parts.db.transaction().execute(async (tx) => {
    const ids = await take(tx);
    const tickets = ids.length === 0 ? [] : await lockTickets(tx, ids);
    const now = parts.now();
    const judged = await judgeTickets(parts, tx, { tickets }, now);
    const committed = { at: now, source: 'deadline' as const, table: null, results: {}, ...judged };
    return { taken: ids.length, committed };
  });
  if (taken > 0) parts.onCommitted(committed);
  return taken;
}

async function command<Result>(
  parts: PipelineParts,
  ticketId: number,
  order: Order<Result>,
): Promise<Result> {
  const { committed, result } = await parts.db.transaction().execute(async (tx) => {
    const tickets = await lockTickets(tx, [ticketId]);
    const now = parts.now();
    const [given] = await loadCases(tx, tickets);
    const effects: OrderEffects = { raised: [], messages: [] };
    const result = await order(tx, given!, now, effects);
    const ordered = effects.raised.map((escalation) => ({ ticket: given!.ticket, escalation }));
    await insertEscalations(
      tx,
      ordered.map(({ ticket, escalation }) => ({ ticketId: ticket.id, escalation })),
    );
    const sent = await parts.enqueue(tx, effects.messages, now);
    const judged = await judgeTickets(parts, tx, { tickets, ordered: effects.raised }, now);
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

function countResults(merges: readonly Merge[]): Partial<Record<Merge['result'], number>> {
  const counts: Partial<Record<Merge['result'], number>> = {};
  for (const { result } of merges) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}
