/**
 * The product's closed word lists. Everything that speaks of tickets and clocks uses these words and no others;
 * `docs/glossary.md` says what each means.
 */

/** What a ticket is doing. `waiting` is waiting on the customer. */
export const ticketStates = ['new', 'open', 'waiting', 'resolved', 'closed', 'cancelled'] as const;
export type TicketState = (typeof ticketStates)[number];

/** Most urgent first. */
export const priorities = ['critical', 'high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

export const channels = ['phone', 'portal', 'email', 'other'] as const;
export type Channel = (typeof channels)[number];

/** Support levels of the support definition: 1 technicians, 2 engineers, 3 specialists, 4 infrastructure. */
export const tiers = [1, 2, 3, 4] as const;
export type Tier = (typeof tiers)[number];

/** The three SLA clocks of a ticket, in the order in which they are listed and in which ties are broken. */
export const clockKinds = ['response', 'troubleshoot', 'fix'] as const;
export type ClockKind = (typeof clockKinds)[number];

export const clockStates = [
  'pending',
  'running',
  'paused',
  'met',
  'breached',
  'missed',
  'cancelled',
] as const;
export type ClockState = (typeof clockStates)[number];

/** `direct`: the level's own contact can be reached now; `service-desk`: the desk contacts them. */
export const routes = ['direct', 'service-desk'] as const;
export type Route = (typeof routes)[number];

/** Levels of the escalation ladder. */
export const escalationLevels = [1, 2, 3, 4] as const;
export type EscalationLevel = (typeof escalationLevels)[number];

/** What made an escalation be raised: an overdue clock, or a request. */
export type EscalationTrigger = ClockKind | 'manual';

/** Something about a ticket that could not be understood; shown with it and counted, never fatal. */
export interface TicketProblem {
  readonly field: string;
  readonly value: string;
  readonly code: string;
}

/** How far it is known what became of a record between the versions that were observed. */
export interface HistoryGaps {
  /** Versions before the first observed one that nobody knows. */
  readonly unknownBefore: number;
  /** Versions between observed ones that nobody knows. */
  readonly unknownBetween: number;
  /** Why they are not known; null where all are. What is `unreadable` may become readable with the account's rights. */
  readonly reason: 'unreadable' | 'not-kept' | null;
  /** What the audit trail says in words unknown to us. */
  readonly problems: readonly TicketProblem[];
}

/** What a write-back is for. */
export const messageKinds = [
  'escalation',
  'breach',
  'phone-advice',
  'ticket-details',
  'ladder-reset',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Where a write-back stands. `held` waits for a person: the storm guard, or a dry run. `dead` was given up. */
export const messageStates = ['pending', 'in-flight', 'held', 'delivered', 'dropped', 'dead'] as const;
export type MessageState = (typeof messageStates)[number];

/** Why ServiceNow's own SLA engine judges a clock otherwise. `unexplained`: no single other rule comes to the same. */
export const driftKinds = [
  'calendar',
  'pause',
  'target',
  'priority',
  'timezone',
  'missing',
  'extra',
  'unexplained',
] as const;
export type DriftKind = (typeof driftKinds)[number];

/** What there is to know about a breach, for whoever answers for it: how late, and what had a part in it. */
export const breachReasonCodes = [
  'late',
  'not-done',
  'no-diagnosis',
  'priority-raised',
  'breach-taken-back',
  'reopened',
  'waited',
  'closed-hours',
  'holiday',
  'not-covered',
  'cancelled',
  'estimated',
] as const;
export type BreachReasonCode = (typeof breachReasonCodes)[number];
