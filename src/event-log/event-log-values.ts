import {
  type Priority,
  priorities,
  type TicketState,
  type Tier,
  ticketStates,
  tiers,
} from '../vocabulary.ts';

/** What a log's own words mean in the product's. A value that is not listed is not understood, and never guessed. */
export interface EventLogValues {
  readonly states: ReadonlyMap<string, TicketState>;
  readonly priorities: ReadonlyMap<string, Priority>;
  readonly tiers: ReadonlyMap<string, Tier>;
}

/** For a log that speaks the product's words already. */
export const ownValues: EventLogValues = {
  states: new Map(ticketStates.map((state) => [state, state])),
  priorities: new Map(priorities.map((priority) => [priority, priority])),
  tiers: new Map(tiers.map((tier) => [String(tier), tier])),
};

/**
 * The UCI incident log. Waiting for a vendor, a problem or evidence stops the work as waiting for the customer does.
 * `-100` is no state of that instance. Groups are anonymous and a reassignment may stay within a tier: neither tells
 * the support tier, so no tier is read from this log.
 */
export const uciValues: EventLogValues = {
  states: new Map<string, TicketState>([
    ['New', 'new'],
    ['Active', 'open'],
    ['Awaiting User Info', 'waiting'],
    ['Awaiting Vendor', 'waiting'],
    ['Awaiting Problem', 'waiting'],
    ['Awaiting Evidence', 'waiting'],
    ['Resolved', 'resolved'],
    ['Closed', 'closed'],
  ]),
  priorities: new Map<string, Priority>([
    ['1 - Critical', 'critical'],
    ['2 - High', 'high'],
    ['3 - Moderate', 'normal'],
    ['4 - Low', 'low'],
  ]),
  tiers: new Map(),
};
