import { loadClocks, type StoredClock } from '../clocks/clock-store.ts';
import { wasRequested } from '../escalations/escalation-store.ts';
import type { WriteBackRules } from '../judgement-messages.ts';
import { type Claim, claimMessages, type Delivery, markDelivered } from '../outbox/delivery-store.ts';
import { breachMessageId } from '../outbox/message.ts';
import { changeMessage, findNextMessages, type StoredMessage } from '../outbox/outbox-store.ts';
import { createSlots } from '../outbox/slots.ts';
import { explainFailure, sendMessage } from '../outbox/write-back-client.ts';
import {
  type DeliveryOutcome,
  type RecordNow,
  TryAgainLater,
  type WriteBackPorts,
} from '../outbox/write-back-job.ts';
import type { Pipeline } from '../pipeline.ts';
import type { LoadedPolicy } from '../policy/load-policy.ts';
import type { ServiceNowMapping } from '../servicenow/mapping.ts';
import type { Observation } from '../servicenow/observation.ts';
import type { TableReading } from '../servicenow/observe.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { Db } from '../store/database.ts';
import type { ActivityLog } from '../telemetry/activity-log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { loadTicket } from '../tickets/ticket-store.ts';
import { type Instant, SECOND_MS } from '../time/instant.ts';
import { sleep, type TimeSource } from '../time/time-source.ts';
import { gatherCalls } from './gather-calls.ts';
import { ticketPageElsewhere } from './links.ts';
import { refreshRecords } from './refresh.ts';

export interface WriteBackWiring {
  readonly db: Db;
  readonly client: TableClient;
  readonly pipeline: Pipeline;
  readonly time: TimeSource;
  /** The instance's clock. */
  now(): Instant;
  readingOf(table: string): TableReading;
  /** Whether there is still something to ask the customer for. */
  isDetailMissing(ticketId: number): Promise<boolean>;
  /** The account's user name where it is known; an echo by this user is ours. */
  readonly ownUser: string | null;
  onOutcome(message: StoredMessage, outcome: DeliveryOutcome): void;
  /** So many PATCHes are under way at the same time; the client's own limits hold beside it. */
  readonly sendsAtOnce: number;
  /** Aborts when the service begins to stop: a delivery that only waits gives way. */
  readonly stopping: AbortSignal;
  /** Aborts when stopping has taken long enough: requests under way are cut off. */
  readonly cutOff: AbortSignal;
}

/** Gives the delivery of messages what it needs of mirror, client and time. */
export function connectWriteBack(wiring: WriteBackWiring): WriteBackPorts {
  const { db, client, cutOff } = wiring;
  const inSlot = createSlots(wiring.sendsAtOnce);
  const clocksOf = gatherCalls(async (ticketIds: readonly number[]) => {
    const clocks = await loadClocks(db, ticketIds);
    return ticketIds.map((id) => clocks.get(id) ?? []);
  });
  // What comes while a statement is under way shares the next one: the database makes each durable by itself.
  const claim = gatherCalls(async (claims: readonly Claim[]) => {
    const taken = await claimMessages(db, claims);
    return claims.map(({ message }) => taken.has(message.id));
  }, createSlots(1));
  const mark = gatherCalls(async (deliveries: readonly Delivery[]) => {
    await markDelivered(db, deliveries);
    return deliveries.map(() => undefined);
  }, createSlots(1));
  return {
    findNextMessage: gatherCalls(async (ticketIds: readonly number[]) => {
      const found = await findNextMessages(db, ticketIds);
      return ticketIds.map((id) => found.get(id) ?? null);
    }),
    changeMessage: (id, change) => changeMessage(db, id, change),
    claimMessage: (message, handedAt) => claim({ message, handedAt }),
    markDelivered: (message, sysModCount, at) => mark({ message, sysModCount, at }),
    refresh: gatherCalls((messages) => refreshAll(wiring, messages)),
    isStillWanted: (message) => isStillWanted(wiring, clocksOf, message),
    inSlot: (work) => inSlot(() => workUnlessStopping(wiring, work)),
    hasMarker: (sysId, marker) => client.findMarker(sysId, marker, cutOff),
    send: async (message) => sendMessage(client, await withoutLateHandover(db, message), cutOff),
    explainFailure,
    now: () => wiring.time.now(),
    waitMs: (delayMs) => waitUnlessStopping(wiring, delayMs),
    onOutcome: wiring.onOutcome,
  };
}

async function waitUnlessStopping({ time, stopping }: WriteBackWiring, delayMs: number): Promise<void> {
  await sleep(time, delayMs, stopping);
  if (stopping.aborted) throw new TryAgainLater('The service stops.');
}

async function workUnlessStopping<Result>(
  { stopping }: WriteBackWiring,
  work: () => Promise<Result>,
): Promise<Result> {
  if (stopping.aborted) throw new TryAgainLater('The service stops.');
  return work();
}

/** Reads the records again and lets the mirror decide anew, so that nothing is sent about what is no longer so. */
async function refreshAll(
  wiring: WriteBackWiring,
  messages: readonly StoredMessage[],
): Promise<(RecordNow | null | Error)[]> {
  const seen = new Map<StoredMessage, RecordNow | null | Error>();
  for (const [table, ofTable] of Map.groupBy(messages, (message) => message.table)) {
    const sysIds = ofTable.map((message) => message.sysId);
    const records = await refreshRecords(wiring, table, sysIds, 'write-back');
    for (const [index, message] of ofTable.entries()) seen.set(message, recordNow(wiring, records[index]!));
  }
  return messages.map((message) => seen.get(message)!);
}

function recordNow({ ownUser }: WriteBackWiring, seen: Observation | null | Error): RecordNow | null | Error {
  if (seen === null || seen instanceof Error) return seen;
  const updatedByUs = ownUser !== null && seen.updatedBy === ownUser;
  return { state: seen.state, sysModCount: seen.sysModCount, updatedByUs };
}

/** An escalation is wanted while anything is overdue or somebody asked for it, a breach note while that clock is. */
async function isStillWanted(
  { db, isDetailMissing }: WriteBackWiring,
  clocksOf: (ticketId: number) => Promise<StoredClock[]>,
  message: StoredMessage,
): Promise<boolean> {
  if (message.kind === 'phone-advice') return true;
  if (message.kind === 'ticket-details') return isDetailMissing(message.ticketId);
  const overdue = (await clocksOf(message.ticketId)).filter((clock) => clock.state === 'breached');
  if (message.kind === 'ladder-reset') return overdue.length === 0;
  if (message.kind === 'breach') return overdue.some((clock) => isAbout(message, clock));
  return overdue.length > 0 || (await wasRequested(db, message.id));
}

/** Somebody else has taken the ticket over since the message was made: who that is stays as it is. */
async function withoutLateHandover(db: Db, message: StoredMessage): Promise<StoredMessage> {
  const { assignment_group: group, ...fields } = message.fields;
  if (group === undefined || (await loadTicket(db, message.ticketId)).tier === 1) return message;
  return { ...message, fields };
}

function isAbout(message: StoredMessage, clock: StoredClock): boolean {
  return message.id === breachMessageId(message, clock.kind, clock.breachedAt!);
}

/** Counts and tells how one attempt ended. */
export function reportOutcome(
  message: StoredMessage,
  outcome: DeliveryOutcome,
  now: Instant,
  metrics: Metrics,
  activity: ActivityLog,
): void {
  const { kind, level, ticketNumber: ticket } = message;
  if (outcome !== 'held') metrics.outboxDeliveries.inc({ action: kind, outcome });
  const detail = level === null ? kind : `${kind} level ${level}`;
  if (outcome === 'delivered') {
    metrics.outboxDelivery.observe({}, Math.max(0, now - message.createdAt) / SECOND_MS);
    activity.happened({ what: 'written back', ticket, detail });
  }
  if (outcome === 'dropped' || outcome === 'dead')
    activity.happened({ what: `write-back ${outcome}`, ticket, detail });
}

/** What policy and mapping say about writing back, and where notes lead people. */
export function writeBackRules(
  policy: LoadedPolicy,
  mapping: ServiceNowMapping,
  publicUrl: string,
): WriteBackRules {
  const { handoverGroups, fields } = mapping.writeBack;
  return {
    phoneAdvice: policy.file.phoneAdvice,
    groupOfTier: (tier) => handoverGroups[`${tier}` as keyof typeof handoverGroups] ?? null,
    ownFields: fields,
    pageOf: ticketPageElsewhere(publicUrl),
  };
}
