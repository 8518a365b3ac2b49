import type { ShownClock } from '../clocks/clock-json.ts';
import type { Fault } from '../config/faults.ts';
import type { EscalationContact } from '../escalations/route.ts';
import type { ClockChange } from '../evaluate/comparison.ts';
import type { ComparisonFigures } from '../evaluate/comparison-figures.ts';
import type { TableSyncStatus } from '../intake/sync-status.ts';
import type { ManyOrder, ManyResult } from '../outbox/bulk-orders-store.ts';
import type { Tx } from '../store/database.ts';
import type { Ticket } from '../tickets/ticket.ts';
import type { DetailsReport } from '../tickets/ticket-details.ts';
import type { Instant } from '../time/instant.ts';
import type { BreachReasonCode, ClockKind, EscalationLevel, Priority, Route } from '../vocabulary.ts';
import type { ExplanationJson } from './explanation-json.ts';

/**
 * What the admin API needs from the rest of the product, handed over by the composition root. Plain reading of tables
 * is done here, in the `-store` files; what takes judgement or acts is asked for.
 */

/** A clock as it stands now. The priority is null where none was ever known. */
export interface CurrentClock extends ShownClock {
  readonly priority: Priority | null;
}

/** How a ticket stands at this instant, judged from what is stored; nothing is changed by asking. */
export interface CurrentTicket {
  readonly clocks: readonly CurrentClock[];
  /** Oldest first, each version with what held from then on. */
  readonly timeline: readonly CurrentVersion[];
}

export interface CurrentVersion {
  readonly at: Instant;
  readonly state: Ticket['state'];
  readonly priority: Priority | null;
  readonly tier: Ticket['tier'];
  readonly sysModCount: number;
  /** Nobody observed it: it follows from the first version that was. */
  readonly estimated: boolean;
}

/** May this ticket be escalated now, to which level, and whom does one call? */
export interface EscalationAdvice {
  readonly isPermitted: boolean;
  /** The level that a request would raise; null where there is nothing to escalate (the ticket is done). */
  readonly nextLevel: EscalationLevel | null;
  /** When a request is permitted at the earliest; null where it never is. */
  readonly earliestAt: Instant | null;
  /** Whom to call now. */
  readonly contact: EscalationContact;
  /** The level reached, 0 before the first. */
  readonly level: EscalationLevel | 0;
  readonly lastRaisedAt: Instant | null;
  readonly episodeBeganAt: Instant | null;
  readonly acknowledgedUntil: Instant | null;
  /** It was overdue when first mirrored and raises nothing until somebody adopts it. */
  readonly isHeldBack: boolean;
}

/** An order that cannot be carried out as things stand, and why, as a sentence. */
export interface NotPossible {
  readonly kind: 'not-possible';
  readonly why: string;
}

export type EscalateResult =
  | {
      readonly kind: 'raised';
      readonly level: EscalationLevel;
      readonly at: Instant;
      readonly route: Route;
      readonly messageId: string;
    }
  | { readonly kind: 'too-early'; readonly earliestAt: Instant; readonly contact: EscalationContact }
  | NotPossible;

export type AcknowledgeResult = { readonly kind: 'acknowledged'; readonly until: Instant } | NotPossible;
export type StandDownResult = { readonly kind: 'stood-down'; readonly at: Instant } | NotPossible;
export type AdoptResult = { readonly kind: 'adopted'; readonly at: Instant } | NotPossible;

/** Orders for one ticket that is locked. One that is refused has changed nothing. */
export interface TicketOrders {
  escalate(order: { who: string; reason: string }): Promise<EscalateResult>;
  /** `until` null: as long as the current level's minimum time. */
  acknowledge(order: { who: string; note: string; until: Instant | null }): Promise<AcknowledgeResult>;
  standDown(order: { who: string; note: string }): Promise<StandDownResult>;
  adopt(order: { who: string }): Promise<AdoptResult>;
}

/** A clock that is over its target, as it stands now, and why; what matters most first. */
export interface ToldBreach {
  readonly clock: ClockKind;
  readonly elapsedMs: number;
  /** By how much of the clock's own time it is, or was, over. */
  readonly overMs: number;
  /** Each a sentence for whoever answers for it. */
  readonly reasons: readonly { readonly code: BreachReasonCode; readonly text: string }[];
}

/** Everything about tickets that takes judgement. */
export interface TicketPorts {
  judge(ticketId: number): Promise<CurrentTicket>;
  /** How complete it is, by the checklist of ticket details. */
  reportDetails(ticket: Ticket): Promise<DetailsReport>;
  /** How every due time came about: targets, calendars, pauses, holidays, estimates. Instants as ISO text. */
  explain(ticketId: number): Promise<ExplanationJson>;
  /** Why clocks of these tickets breached, by ticket id. */
  tellBreaches(ticketIds: readonly number[]): Promise<ReadonlyMap<number, readonly ToldBreach[]>>;
  adviseEscalation(ticketId: number): Promise<EscalationAdvice>;
  /** Locks the ticket, lets `order` decide in one transaction, and judges the ticket before that commits. */
  command<Result>(
    ticketId: number,
    order: (tx: Tx, orders: TicketOrders) => Promise<Result>,
  ): Promise<Result>;
  /** Adopts tickets that are held back and locked; their ladders are judged within a second of the commit. */
  adopt(tx: Tx, ticketIds: readonly number[], who: string): Promise<void>;
  /** Begins to fetch the record from ServiceNow again; what comes of it is seen on the ticket. */
  resync(ticket: Pick<Ticket, 'table' | 'sysId'>): void;
}

/** Would another policy have kept more promises? */
export interface WhatIfQuestion {
  /** The text of a policy file. */
  readonly policy: string;
  /** Of tickets opened from `from` on and before `to`; null is without a limit. */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** Whoever asked has gone. */
  readonly signal: AbortSignal;
}

/** A ticket that breaches only under one of the two policies. */
export interface WhatIfTicket {
  readonly number: string;
  readonly table: string;
  readonly account: string | null;
  readonly clocks: readonly ClockChange[];
}

export type WhatIfAnswer =
  | {
      readonly kind: 'compared';
      readonly at: Instant;
      readonly figures: ComparisonFigures;
      /** The first of them, in the order in which they were mirrored. */
      readonly breaching: readonly WhatIfTicket[];
      readonly noLongerBreaching: readonly WhatIfTicket[];
    }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] }
  /** One is answered at a time. */
  | { readonly kind: 'busy' };

export type WhatIfPort = (question: WhatIfQuestion) => Promise<WhatIfAnswer>;

/** Synchronisation, by table. What is begun here goes on after the answer, outside the transaction. */
export interface SyncPorts {
  /** The tables that are synchronised, in the order of the configuration. */
  readonly tables: readonly string[];
  status(table: string): Promise<TableSyncStatus>;
  /** Polls now instead of at the next turn. */
  poll(table: string): void;
  /** Writes down a run of comparing the whole table, to be begun by `startReconcile`; null while one is under way. */
  planReconcile(tx: Tx, table: string): Promise<{ runId: string } | null>;
  startReconcile(table: string, runId: string): void;
  /** Sets the watermark back, so that everything updated since is read again, and polls. */
  rewind(table: string, to: Instant): void;
}

/** Write-backs. Each returns what changed; one that is refused has changed nothing. */
export interface OutboxPorts {
  /** Sends a dead or held message again; its attempts are counted anew. */
  retry(tx: Tx, id: string): Promise<{ kind: 'queued' } | NotPossible>;
  /** Gives a message up that was not delivered. */
  discard(tx: Tx, id: string): Promise<{ kind: 'discarded' } | NotPossible>;
  /** The same for many. */
  retryMany(tx: Tx, order: ManyOrder): Promise<ManyResult>;
  discardMany(tx: Tx, order: ManyOrder): Promise<ManyResult>;
  /** Ends the storm guard's hold and lets the messages go that it held. */
  releaseStorm(tx: Tx, who: string): Promise<{ released: number }>;
}
