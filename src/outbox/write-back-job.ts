import type { Instant } from '../time/instant.ts';
import type { TicketState } from '../vocabulary.ts';
import { marker } from './message.ts';
import type { MessageChange, StoredMessage } from './outbox-store.ts';
import type { InSlot } from './slots.ts';

/** What became of one attempt. */
export type DeliveryOutcome = 'delivered' | 'dropped' | 'retried' | 'dead' | 'held';

/** The record as it is now, read again before anything is written. */
export interface RecordNow {
  readonly state: TicketState | null;
  readonly sysModCount: number;
  readonly updatedByUs: boolean;
}

/**
 * What a failed request means for the message. `unsent`: it never reached the instance, or the instance asked to wait;
 * `refused`: the instance answered that it does not do this; `uncertain`: only the instance knows.
 */
export type SendFailureKind = 'unsent' | 'refused' | 'uncertain';

/** Why sending failed, as far as the outbox must know. */
export interface SendFailure {
  readonly code: string;
  readonly message: string;
  readonly kind: SendFailureKind;
}

/** What delivering needs from the rest of the product. */
export interface WriteBackPorts {
  findNextMessage(ticketId: number): Promise<StoredMessage | null>;
  changeMessage(id: string, change: MessageChange): Promise<void>;
  /** Makes it in flight, with one attempt more; false where it has changed since it was read. */
  claimMessage(message: StoredMessage, handedAt: Instant): Promise<boolean>;
  /** Marks it delivered and remembers the version that our write made, in one transaction. */
  markDelivered(message: StoredMessage, sysModCount: number | null, at: Instant): Promise<void>;
  /** Reads the record, applies it to the mirror, and says how it stands; null where it is gone. */
  refresh(message: StoredMessage): Promise<RecordNow | null>;
  /** Whether what the message says still holds, now that the mirror is fresh. */
  isStillWanted(message: StoredMessage): Promise<boolean>;
  hasMarker(sysId: string, marker: string): Promise<boolean>;
  /** Sends the PATCH and returns the record's new `sys_mod_count`. */
  send(message: StoredMessage): Promise<number>;
  explainFailure(error: unknown): SendFailure;
  /** Claims and sends a message as soon as fewer than the permitted number are being sent. */
  readonly inSlot: InSlot;
  now(): Instant;
  /** Throws {@link TryAgainLater} where it has to be broken off. */
  waitMs(delayMs: number): Promise<void>;
  onOutcome(message: StoredMessage, outcome: DeliveryOutcome): void;
}

export interface WriteBackSettings {
  /** `on` sends; anything else holds, so that nothing is lost. */
  readonly sends: boolean;
  readonly maxAttempts: number;
  /** The deadline of one request. */
  readonly requestTimeoutMs: number;
}

/** After an indefinite outcome the journal is asked no sooner than this after the request ended or timed out. */
const SETTLE_MS = 5000;

/** Thrown so that the queue tries the message again later. */
export class TryAgainLater extends Error {
  readonly code = 'outbox-try-again';
}

/**
 * Delivers the next message of a ticket: at least once, with the effect of once. A message whose ticket is done, gone
 * or recovered is dropped; one that may have been applied already is looked for in the journal first. Throws
 * {@link TryAgainLater}.
 */
export async function deliver(
  ticketId: number,
  settings: WriteBackSettings,
  ports: WriteBackPorts,
): Promise<void> {
  const message = await ports.findNextMessage(ticketId);
  if (message === null) return;
  if (!settings.sends) {
    await ports.changeMessage(message.id, { state: 'held', reason: 'dry-run' });
    ports.onOutcome(message, 'held');
    return;
  }
  try {
    await attempt(message, settings, ports);
  } catch (error) {
    if (error instanceof TryAgainLater) throw error;
    await noteFailure(message, explain(error, ports), settings, ports);
  }
}

async function attempt(
  message: StoredMessage,
  settings: WriteBackSettings,
  ports: WriteBackPorts,
): Promise<void> {
  const applied = await isApplied(message, settings, ports);
  const record = await ports.refresh(message);
  if (applied) {
    const own = record?.updatedByUs === true ? record.sysModCount : null;
    await ports.markDelivered(message, own, ports.now());
    ports.onOutcome(message, 'delivered');
    return;
  }
  const reason = await reasonToDrop(message, record, ports);
  if (reason !== null) {
    await ports.changeMessage(message.id, { state: 'dropped', reason });
    ports.onOutcome(message, 'dropped');
    return;
  }
  const sysModCount = await ports.inSlot(() => claimAndSend(message, ports));
  await ports.markDelivered(message, sysModCount, ports.now());
  ports.onOutcome(message, 'delivered');
}

/** What is claimed really leaves: while others are sent, a message waits unclaimed. */
async function claimAndSend(message: StoredMessage, ports: WriteBackPorts): Promise<number> {
  if (!(await ports.claimMessage(message, ports.now()))) {
    throw new TryAgainLater('Somebody else has taken the message, or decided on it.');
  }
  return ports.send(message).catch((cause: unknown) => {
    throw new StepFailed('send', cause);
  });
}

/**
 * Whether its note stands in the journal already, asked no sooner than a request that we gave up on must have ended.
 * While the journal cannot be read the message waits; it is no attempt.
 */
async function isApplied(
  message: StoredMessage,
  settings: WriteBackSettings,
  ports: WriteBackPorts,
): Promise<boolean> {
  const { handedAt, lastErrorCode } = message;
  const mayBeApplied = message.mayExist || message.attempts > 0 || handedAt !== null;
  if (!mayBeApplied) return false;
  if (handedAt !== null) {
    const deadlineMs = lastErrorCode === 'servicenow-timeout' ? settings.requestTimeoutMs : 0;
    const settledAt = handedAt + deadlineMs + SETTLE_MS;
    await ports.waitMs(Math.min(settledAt - ports.now(), deadlineMs + SETTLE_MS));
  }
  const isThere = await ports.hasMarker(message.sysId, marker(message.id)).catch((cause: unknown) => {
    throw new StepFailed('look-up', cause);
  });
  if (!isThere) refuseWhileUnderWay(message, settings, ports);
  return isThere;
}

/**
 * Still in flight means that whoever sent it died before it knew. The instance may be at that request until its
 * deadline, so until then its note may yet appear, and nothing is sent again.
 */
function refuseWhileUnderWay(
  { state, handedAt }: StoredMessage,
  { requestTimeoutMs }: WriteBackSettings,
  ports: WriteBackPorts,
): void {
  if (state !== 'in-flight' || handedAt === null) return;
  const sinceMs = ports.now() - handedAt;
  const isUnderWay = sinceMs >= 0 && sinceMs < requestTimeoutMs + SETTLE_MS;
  if (isUnderWay) throw new TryAgainLater('The request may still be under way.');
}

/** Where a delivery failed. Without this it failed elsewhere: at reading the record again, or in the service itself. */
class StepFailed extends Error {
  readonly step: 'look-up' | 'send';
  constructor(step: 'look-up' | 'send', cause: unknown) {
    super(`The step ${step} failed.`, { cause });
    this.step = step;
  }
}

async function reasonToDrop(
  message: StoredMessage,
  record: RecordNow | null,
  ports: WriteBackPorts,
): Promise<string | null> {
  if (record === null) return 'not-found';
  if (record.state === 'resolved' || record.state === 'closed' || record.state === 'cancelled')
    return record.state;
  return (await ports.isStillWanted(message)) ? null : 'superseded';
}

interface Failure extends SendFailure {
  readonly isAttempt: boolean;
  /** The request that may write was sent, and certainly not applied: nothing of it needs to be waited out. */
  readonly isSettled: boolean;
  /** Whether it is known at least that nothing of it is under way at this moment. */
  readonly isOver: boolean;
}

/**
 * Only what reached the instance in earnest counts as an attempt: the PATCH itself, and a refusal to let us read the
 * record. An instance that is down for an hour must not turn every message of that hour into a dead letter.
 */
function explain(error: unknown, ports: WriteBackPorts): Failure {
  const step = error instanceof StepFailed ? error.step : 'other';
  const failure = ports.explainFailure(error instanceof StepFailed ? error.cause : error);
  const { kind } = failure;
  const isAttempt = step === 'send' ? kind !== 'unsent' : step === 'other' && kind === 'refused';
  const isSettled = step === 'send' && kind !== 'uncertain';
  return { ...failure, isAttempt, isSettled, isOver: step !== 'look-up' };
}

/** Decides what a failed attempt comes to, and remembers why. */
async function noteFailure(
  message: StoredMessage,
  failure: Failure,
  settings: WriteBackSettings,
  ports: WriteBackPorts,
): Promise<void> {
  const attempts = failure.isAttempt ? message.attempts + 1 : message.attempts;
  const change = {
    attempts,
    lastError: failure.message,
    lastErrorCode: failure.code,
    ...(failure.isSettled ? { handedAt: null } : {}),
  };
  if (failure.code === 'servicenow-not-found') {
    await ports.changeMessage(message.id, { ...change, state: 'dropped', reason: 'not-found' });
    ports.onOutcome(message, 'dropped');
    return;
  }
  if (failure.isAttempt && attempts >= settings.maxAttempts) {
    await ports.changeMessage(message.id, { ...change, state: 'dead', reason: failure.code });
    ports.onOutcome(message, 'dead');
    return;
  }
  await ports.changeMessage(message.id, { ...change, state: failure.isOver ? 'pending' : message.state });
  ports.onOutcome(message, 'retried');
  throw new TryAgainLater(`${failure.code}: ${failure.message}`);
}
