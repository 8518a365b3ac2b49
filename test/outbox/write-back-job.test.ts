import { beforeEach, describe, expect, it } from 'vitest';
import type { MessageChange, StoredMessage } from '../../src/outbox/outbox-store.ts';
import {
  type DeliveryOutcome,
  deliver,
  type RecordNow,
  type SendFailureKind,
  TryAgainLater,
} from '../../src/outbox/write-back-job.ts';

const settings = { sends: true, maxAttempts: 3, requestTimeoutMs: 30_000 };
const openRecord: RecordNow = { state: 'open', sysModCount: 7, updatedByUs: false };

/** A failure as the ports of this test throw it. */
class Trouble extends Error {
  readonly kind: SendFailureKind;
  readonly code: string;
  constructor(kind: SendFailureKind, code = `servicenow-${kind}`) {
    super(`It was ${kind}.`);
    this.kind = kind;
    this.code = code;
  }
}

/** One message, and a ServiceNow that does what each test tells it. */
const stage = {
  message: null as StoredMessage | null,
  record: openRecord as RecordNow | null | Trouble,
  journalHasNote: false as boolean | Trouble,
  patch: 8 as number | Trouble,
  isWanted: true,
  isStopping: false,
  isTaken: false,
  now: 100_000,
  done: [] as string[],
  waits: [] as number[],
  outcomes: [] as DeliveryOutcome[],
};

beforeEach(() => {
  Object.assign(stage, {
    message: messageWith({}),
    record: openRecord,
    journalHasNote: false,
    patch: 8,
    isWanted: true,
    isStopping: false,
    isTaken: false,
    done: [],
    waits: [],
    outcomes: [],
  });
});

function messageWith(changes: Partial<StoredMessage>): StoredMessage {
  return {
    id: 'message-1',
    kind: 'escalation',
    level: 1,
    fields: { escalation: '1' },
    ticketId: 5,
    table: 'sn_customerservice_case',
    sysId: '0123456789abcdef0123456789abcdef',
    ticketNumber: 'CS0001001',
    state: 'pending',
    attempts: 0,
    reason: null,
    lastError: null,
    lastErrorCode: null,
    mayExist: false,
    createdAt: 0,
    handedAt: null,
    deliveredAt: null,
    ...changes,
  };
}

function orThrow<Value>(value: Value | Trouble): Value {
  if (value instanceof Trouble) throw value;
  return value;
}

function change(changes: MessageChange): void {
  stage.message = { ...stage.message!, ...changes };
}

/** Delivers what the stage holds; says whether the queue is to try again. */
async function tryToDeliver(changes: Partial<typeof settings> = {}): Promise<'done' | 'again'> {
  const run = deliver(
    5,
    { ...settings, ...changes },
    {
      findNextMessage: async () => stage.message,
      changeMessage: async (_id, changes) => {
        stage.done.push(changes.state);
        change(changes);
      },
      claimMessage: async ({ attempts }, handedAt) => {
        if (stage.isTaken) return false;
        stage.done.push('in-flight');
        change({ state: 'in-flight', attempts: attempts + 1, handedAt });
        return true;
      },
      markDelivered: async (_message, sysModCount) => {
        stage.done.push(`delivered as version ${sysModCount}`);
        change({ state: 'delivered' });
      },
      refresh: async () => {
        stage.done.push('refresh');
        return orThrow(stage.record);
      },
      isStillWanted: async () => stage.isWanted,
      hasMarker: async (_sysId, marker) => {
        stage.done.push(`look for ${marker}`);
        return orThrow(stage.journalHasNote);
      },
      send: async () => {
        stage.done.push('send');
        return orThrow(stage.patch);
      },
      explainFailure: (error) =>
        error instanceof Trouble
          ? { code: error.code, message: error.message, kind: error.kind }
          : { code: 'internal-error', message: 'broken', kind: 'uncertain' },
      inSlot: (work) => work(),
      now: () => stage.now,
      waitMs: async (delayMs) => {
        stage.waits.push(delayMs);
        if (stage.isStopping) throw new TryAgainLater('The service stops.');
      },
      onOutcome: (_message, outcome) => stage.outcomes.push(outcome),
    },
  );
  return run.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof TryAgainLater) return 'again';
      throw error;
    },
  );
}

describe('a message that goes well', () => {
  it('is sent after the record was read again, and delivered with the version that the write made', async () => {
    expect(await tryToDeliver()).toBe('done');
    expect(stage.done).toEqual(['refresh', 'in-flight', 'send', 'delivered as version 8']);
    expect(stage.message).toMatchObject({ attempts: 1, handedAt: 100_000 });
    expect(stage.outcomes).toEqual(['delivered']);
  });

  it('is not looked for in the journal before its first attempt, and waits for nothing', async () => {
    await tryToDeliver();
    expect(stage.done).not.toContain('look for [sla-bridge:message-1]');
    expect(stage.waits).toEqual([]);
  });

  it('is nothing to do where no message is open', async () => {
    stage.message = null;
    expect(await tryToDeliver()).toBe('done');
    expect(stage.done).toEqual([]);
  });

  it('is held unsent in a dry run', async () => {
    expect(await tryToDeliver({ sends: false })).toBe('done');
    expect(stage.done).toEqual(['held']);
    expect(stage.message?.reason).toBe('dry-run');
    expect(stage.outcomes).toEqual(['held']);
  });
});

describe('a message that another replica took meanwhile, or that somebody discarded', () => {
  it('is not sent', async () => {
    stage.isTaken = true;
    expect(await tryToDeliver()).toBe('again');
    expect(stage.done).toEqual(['refresh']);
    expect(stage.outcomes).toEqual([]);
  });
});

describe('a message that is out of date is dropped, and why', () => {
  it.each<[string, RecordNow | null, boolean, string]>([
    ['the ticket is resolved', { ...openRecord, state: 'resolved' }, true, 'resolved'],
    ['the ticket is closed', { ...openRecord, state: 'closed' }, true, 'closed'],
    ['the ticket is cancelled', { ...openRecord, state: 'cancelled' }, true, 'cancelled'],
    ['the record is gone', null, true, 'not-found'],
    ['nothing is overdue any more', openRecord, false, 'superseded'],
  ])('because %s', async (_why, record, isWanted, reason) => {
    Object.assign(stage, { record, isWanted });
    expect(await tryToDeliver()).toBe('done');
    expect(stage.done).toEqual(['refresh', 'dropped']);
    expect(stage.message?.reason).toBe(reason);
    expect(stage.outcomes).toEqual(['dropped']);
  });

  it('because the record vanished between reading and writing', async () => {
    stage.patch = new Trouble('refused', 'servicenow-not-found');
    expect(await tryToDeliver()).toBe('done');
    expect(stage.message).toMatchObject({ state: 'dropped', reason: 'not-found' });
  });

  it('but not where its state is one that we do not know', async () => {
    stage.record = { ...openRecord, state: null };
    await tryToDeliver();
    expect(stage.message?.state).toBe('delivered');
  });
});

describe('a message that may have been applied already', () => {
  it.each<[string, Partial<StoredMessage>]>([
    ['by an earlier life of this database', { mayExist: true }],
    ['by a process that died long ago', { state: 'in-flight', attempts: 1, handedAt: 60_000 }],
    ['by an attempt that the instance refused', { attempts: 1 }],
  ])('%s is looked for first, and sent if its note is not there', async (_by, changes) => {
    stage.message = messageWith(changes);
    await tryToDeliver();
    expect(stage.done).toEqual([
      'look for [sla-bridge:message-1]',
      'refresh',
      'in-flight',
      'send',
      'delivered as version 8',
    ]);
  });

  it.each<[string, RecordNow | null, number | null]>([
    ['the record was last changed by us', { ...openRecord, updatedByUs: true }, 7],
    ['somebody else has changed it since', openRecord, null],
    ['the record is gone', null, null],
  ])('is delivered without sending where its note is there, and %s', async (_what, record, version) => {
    stage.message = messageWith({ mayExist: true });
    Object.assign(stage, { record, journalHasNote: true });
    expect(await tryToDeliver()).toBe('done');
    expect(stage.done).toEqual([
      'look for [sla-bridge:message-1]',
      'refresh',
      `delivered as version ${version}`,
    ]);
    expect(stage.outcomes).toEqual(['delivered']);
  });

  it('is delivered where its note is there, although the ticket is done meanwhile', async () => {
    stage.message = messageWith({ mayExist: true });
    Object.assign(stage, { record: { ...openRecord, state: 'resolved' }, journalHasNote: true });
    await tryToDeliver();
    expect(stage.message?.state).toBe('delivered');
  });

  it('waits while the journal cannot be read, however it fails, and that is no attempt', async () => {
    for (const kind of ['unsent', 'refused', 'uncertain'] as const) {
      stage.message = messageWith({ mayExist: true, attempts: 2 });
      stage.journalHasNote = new Trouble(kind);
      expect(await tryToDeliver()).toBe('again');
      expect(stage.message).toMatchObject({ state: 'pending', attempts: 2 });
    }
    expect(stage.done).not.toContain('send');
  });
});

describe('a message that was in flight when its process died', () => {
  const inFlight = (handedAt: number) => messageWith({ state: 'in-flight', attempts: 1, handedAt });

  it.each<[string, number]>([
    ['a moment after it was sent', 99_000],
    ['until 5 s after the deadline of its request', 65_001],
  ])('is not sent again %s, because its note may yet appear', async (_when, handedAt) => {
    stage.message = inFlight(handedAt);
    expect(await tryToDeliver()).toBe('again');
    expect(stage.done).toEqual(['look for [sla-bridge:message-1]']);
    expect(stage.message).toEqual(inFlight(handedAt));
    expect(stage.outcomes).toEqual([]);
  });

  it.each<[string, number]>([
    ['once that time is over', 65_000],
    ['where the clock was set back behind it', 100_001],
  ])('is sent again %s', async (_when, handedAt) => {
    stage.message = inFlight(handedAt);
    expect(await tryToDeliver()).toBe('done');
    expect(stage.done).toContain('send');
  });

  it('is delivered as soon as its note is found', async () => {
    stage.message = inFlight(94_000);
    stage.journalHasNote = true;
    expect(await tryToDeliver()).toBe('done');
    expect(stage.message?.state).toBe('delivered');
  });

  it('stays in flight while the journal cannot be read', async () => {
    stage.message = inFlight(94_000);
    stage.journalHasNote = new Trouble('refused');
    expect(await tryToDeliver()).toBe('again');
    expect(stage.message).toMatchObject({ state: 'in-flight', attempts: 1, handedAt: 94_000 });
  });
});

describe('the journal is asked', () => {
  it.each<[string, string | null, number, number]>([
    ['5 s after a request whose end nobody knows', null, 99_000, 4_000],
    ['5 s after the time-out of a request that timed out', 'servicenow-timeout', 69_000, 4_000],
    ['at once where that time is over', null, 90_000, -5_000],
    ['after at most that time, even if the clock was set back', null, 500_000, 5_000],
  ])('%s', async (_when, lastErrorCode, handedAt, waitMs) => {
    stage.message = messageWith({ attempts: 1, handedAt, lastErrorCode });
    await tryToDeliver();
    expect(stage.waits).toEqual([waitMs]);
  });
});

describe('a delivery that waits while the service stops', () => {
  it('gives way, and leaves the message as it is', async () => {
    stage.message = messageWith({ attempts: 1, handedAt: 99_000, lastErrorCode: 'servicenow-timeout' });
    const before = stage.message;
    stage.isStopping = true;
    expect(await tryToDeliver()).toBe('again');
    expect(stage.message).toBe(before);
    expect(stage.outcomes).toEqual([]);
  });
});

describe('an attempt that fails', () => {
  it.each<[SendFailureKind, string, number, number | null]>([
    ['unsent', 'is no attempt, and nothing of it is under way', 0, null],
    ['refused', 'is an attempt, and nothing of it is under way', 1, null],
    ['uncertain', 'is an attempt that may yet be applied', 1, 100_000],
  ])('at sending, %s, %s', async (kind, _meaning, attempts, handedAt) => {
    stage.patch = new Trouble(kind);
    expect(await tryToDeliver()).toBe('again');
    expect(stage.message).toMatchObject({
      state: 'pending',
      attempts,
      handedAt,
      lastError: `It was ${kind}.`,
      lastErrorCode: `servicenow-${kind}`,
    });
    expect(stage.outcomes).toEqual(['retried']);
  });

  it.each<[SendFailureKind, number]>([
    ['unsent', 0],
    ['uncertain', 0],
    ['refused', 1],
  ])('at reading the record, %s, counts %i attempts', async (kind, attempts) => {
    stage.record = new Trouble(kind);
    expect(await tryToDeliver()).toBe('again');
    expect(stage.message).toMatchObject({ state: 'pending', attempts, handedAt: null });
  });

  it('in the service itself waits to be tried again', async () => {
    stage.record = null;
    const broken = deliver(5, settings, {
      ...brokenPorts(),
      findNextMessage: async () => stage.message,
      changeMessage: async (_id, changes) => change(changes),
    });
    await expect(broken).rejects.toThrow(TryAgainLater);
    expect(stage.message).toMatchObject({ state: 'pending', attempts: 0, lastErrorCode: 'internal-error' });
  });

  it('for the last time makes a dead letter that says why', async () => {
    stage.message = messageWith({ attempts: 2 });
    stage.patch = new Trouble('refused', 'servicenow-forbidden');
    expect(await tryToDeliver()).toBe('done');
    expect(stage.message).toMatchObject({ state: 'dead', reason: 'servicenow-forbidden', attempts: 3 });
    expect(stage.outcomes).toEqual(['dead']);
  });

  it('makes no dead letter by itself where it was no attempt', async () => {
    stage.message = messageWith({ attempts: 3, handedAt: 90_000 });
    stage.journalHasNote = new Trouble('uncertain');
    expect(await tryToDeliver()).toBe('again');
    expect(stage.message?.state).toBe('pending');
  });
});

/** Ports of which every one that may touch the database fails. */
function brokenPorts() {
  const fail = async (): Promise<never> => {
    throw new Error('the database is gone');
  };
  return {
    claimMessage: fail,
    markDelivered: fail,
    refresh: fail,
    isStillWanted: fail,
    hasMarker: fail,
    send: fail,
    explainFailure: () => ({ code: 'internal-error', message: 'broken', kind: 'uncertain' as const }),
    inSlot: <Result>(work: () => Promise<Result>) => work(),
    now: () => stage.now,
    waitMs: async () => {},
    onOutcome: () => {},
  };
}
