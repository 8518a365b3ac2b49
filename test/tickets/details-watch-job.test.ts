import { describe, expect, it, onTestFinished } from 'vitest';
import type { CheckedDetails, UncheckedTicket } from '../../src/tickets/details-store.ts';
import { createDetailsWatch, type DetailsWatchParts } from '../../src/tickets/details-watch-job.ts';
import { mergeObservation } from '../../src/tickets/merge-observation.ts';
import type { DetailRow } from '../../src/tickets/ticket-details.ts';
import { at, observation } from '../support/observations.ts';
import { virtualTime } from '../support/virtual-time.ts';

const HOUR = 3_600_000;
const startedAt = at('2024-03-04 10:00');
const none = { images: 0, documents: 0 };
const plain = { fields: [], labels: [], attachment: null, onlyIfMentioned: null, optional: false };
const checklist: DetailRow[] = [
  { ...plain, name: 'Product', fields: ['product'] },
  { ...plain, name: 'Call logs', labels: ['call logs'], attachment: 'document' },
];

function unchecked(id: number, product: string, description = '', isOld = false): UncheckedTicket {
  const seen = observation(startedAt, {
    sysId: String(id).padStart(32, '0'),
    description,
    details: { product },
  });
  return { ticket: { ...mergeObservation(null, seen, startedAt).ticket, id }, isOld };
}

/** A watch over a heap of tickets; what it does is noted. */
function makeWatch(heap: UncheckedTicket[], given: Partial<DetailsWatchParts> = {}) {
  const time = virtualTime(startedAt);
  const saved: CheckedDetails[] = [];
  const asked: [number, readonly string[]][] = [];
  const counted: string[][] = [];
  const errors: unknown[] = [];
  const watch = createDetailsWatch({
    time,
    now: () => time.now(),
    checklist,
    findUnchecked: async (limit) => heap.splice(0, limit),
    async countAttachments(sysIds) {
      counted.push([...sysIds]);
      return new Map(sysIds.map((sysId) => [sysId, none]));
    },
    save: async (checked) => void saved.push(...checked),
    request: {
      afterMs: 0,
      withinMs: 24 * HOUR,
      ask: async (id, missing) => void asked.push([id, missing]),
    },
    async exclusively(work) {
      await work();
      return true;
    },
    onError: (error) => errors.push(error),
    ...given,
  });
  onTestFinished(() => watch.stop());
  /** Lets time pass, and what was begun end. */
  const pass = async (byMs: number): Promise<void> => {
    time.advance(byMs);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { watch, time, saved, asked, counted, errors, pass };
}

it('goes through open tickets, and asks for attachments only where they matter', async () => {
  const heap = [unchecked(1, 'Poly'), unchecked(2, '', 'Call logs: 0207 to 0113')];
  const { watch, saved, counted, pass } = makeWatch(heap);
  watch.start();
  await pass(1000);

  expect(counted).toEqual([['1'.padStart(32, '0')]]);
  expect(saved.map(({ ticket, report }) => [ticket.id, report.missing])).toEqual([
    [1, ['Call logs']],
    [2, ['Product']],
  ]);
});

it('looks again for an attachment that was not there: each hour on the first day, then each day', async () => {
  const heap = [1, 2, 3].map((id) => unchecked(id, 'Poly'));
  const old = unchecked(4, 'Poly');
  heap.push({ ...old, ticket: { ...old.ticket, openedAt: startedAt - 24 * HOUR } });
  const counts = [none, { images: 0, documents: 1 }, null, { images: 3, documents: 0 }];
  const { watch, saved, pass } = makeWatch(heap, {
    countAttachments: async (sysIds) =>
      new Map(sysIds.map((sysId, index) => [sysId, counts[index] ?? null] as const)),
  });
  watch.start();
  await pass(1000);

  const now = startedAt + 1000;
  expect(saved.map(({ lookAgainAt }) => lookAgainAt)).toEqual([
    now + HOUR,
    null,
    now + HOUR,
    now + 24 * HOUR,
  ]);
  expect(saved.map(({ attachments }) => attachments)).toEqual(counts);
});

describe('whoever raised the ticket is asked', () => {
  const requestAfter = (afterMs: number, asked: number[]): Partial<DetailsWatchParts> => ({
    request: { afterMs, withinMs: 2 * HOUR, ask: async (id) => void asked.push(id) },
  });

  it('when the time is over in which the ticket may be added to unasked', async () => {
    const ticket = unchecked(1, '', 'Call logs: x');
    const heap = [ticket];
    const asked: number[] = [];
    const { watch, saved, pass } = makeWatch(heap, requestAfter(HOUR / 2, asked));
    watch.start();
    await pass(1000);
    expect([asked, saved.at(-1)!.lookAgainAt]).toEqual([[], startedAt + HOUR / 2]);

    heap.push(ticket);
    await pass(HOUR / 2);
    expect([asked, saved.at(-1)!.lookAgainAt]).toEqual([[1], null]);
  });

  it('not any more when the ticket has been open for long', async () => {
    const asked: number[] = [];
    const ticket = unchecked(1, '', 'Call logs: x');
    const heap = [{ ...ticket, ticket: { ...ticket.ticket, openedAt: startedAt - 2 * HOUR } }];
    const { watch, saved, pass } = makeWatch(heap, requestAfter(0, asked));
    watch.start();
    await pass(1000);

    expect([asked, saved.length]).toEqual([[], 1]);
  });
});

it('asks for what is missing, but not for what is only unknown', async () => {
  const { watch, asked, pass } = makeWatch([unchecked(1, ''), unchecked(2, 'Poly')], {
    countAttachments: async (sysIds) => new Map(sysIds.map((sysId) => [sysId, null])),
  });
  watch.start();
  await pass(1000);

  expect(asked).toEqual([[1, ['Product']]]);
});

it('leaves in peace whoever raised a ticket before it looked', async () => {
  const { watch, asked, saved, pass } = makeWatch([unchecked(1, '', '', true)]);
  watch.start();
  await pass(1000);

  expect(saved).toHaveLength(1);
  expect(asked).toEqual([]);
});

it('asks nobody where that is not wanted', async () => {
  const { watch, saved, pass } = makeWatch([unchecked(1, '')], { request: null });
  watch.start();
  await pass(1000);

  expect(saved[0]?.report.missing).toContain('Product');
});

it('goes on at once while there is more than one batch, and then looks each minute and soon after a change', async () => {
  const heap = Array.from({ length: 450 }, (_, index) => unchecked(index + 1, 'Poly', 'Call logs: x'));
  const { watch, saved, pass } = makeWatch(heap);
  watch.start();
  await pass(1000);
  await pass(0);
  await pass(0);
  expect(saved).toHaveLength(450);

  heap.push(unchecked(500, 'Poly'));
  await pass(59_999);
  expect(saved).toHaveLength(450);
  await pass(1);
  expect(saved).toHaveLength(451);

  heap.push(unchecked(501, 'Poly'));
  watch.wake();
  watch.wake();
  await pass(1000);
  expect(saved).toHaveLength(452);
});

it('saves nothing of a batch whose attachments could not be asked for, and tries it again, half a minute later', async () => {
  const ticket = unchecked(1, 'Poly');
  const heap = [ticket];
  let isDown = true;
  const { watch, saved, errors, pass } = makeWatch(heap, {
    countAttachments: async (sysIds) => {
      if (isDown) throw new Error('The instance is down.');
      return new Map(sysIds.map((sysId) => [sysId, none]));
    },
  });
  watch.start();
  await pass(1000);
  expect([saved, errors.length]).toEqual([[], 1]);

  heap.push(ticket);
  isDown = false;
  watch.wake();
  await pass(29_999);
  expect(saved).toEqual([]);
  await pass(1);
  expect(saved).toHaveLength(1);
});

it('breaks off what it asks the instance when it is stopped, and calls that no error', async () => {
  const { watch, saved, errors, pass } = makeWatch([unchecked(1, 'Poly')], {
    countAttachments: (_sysIds, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  });
  watch.start();
  await pass(1000);
  await watch.stop();

  expect([saved, errors]).toEqual([[], []]);
});
