import { describe, expect, it, vi } from 'vitest';
import { createSlots } from '../../src/outbox/slots.ts';
import { breathe } from '../../src/time/time-source.ts';
import { gatherCalls } from '../../src/wiring/gather-calls.ts';

describe('calls that are made at about the same moment', () => {
  it('are answered together, each with its own answer', async () => {
    const asked: (readonly number[])[] = [];
    const double = gatherCalls(async (keys: readonly number[]) => {
      asked.push(keys);
      return keys.map((key) => 2 * key);
    });
    const later = Promise.resolve().then(() => double(3));

    expect(await Promise.all([double(1), double(2), later])).toEqual([2, 4, 6]);
    expect(await double(4)).toBe(8);
    expect(asked).toEqual([[1, 2, 3], [4]]);
  });

  it('wait for the answer under way and are then answered together, where one is given at a time', async () => {
    const asked: (readonly number[])[] = [];
    const answers: (() => void)[] = [];
    const echo = gatherCalls(async (keys: readonly number[]) => {
      asked.push(keys);
      await new Promise<void>((resolve) => answers.push(resolve));
      return keys;
    }, createSlots(1));
    const first = echo(1);
    await vi.waitFor(() => expect(asked).toEqual([[1]]));
    const others = [echo(2)];
    await breathe();
    others.push(echo(3));
    answers[0]!();
    await first;
    await vi.waitFor(() => expect(asked).toEqual([[1], [2, 3]]));
    answers[1]!();

    expect(await Promise.all(others)).toEqual([2, 3]);
  });

  it('fail one by one or all together, as their answer does', async () => {
    const half = gatherCalls(async (keys: readonly number[]) => {
      if (keys.includes(0)) throw new Error('nothing can be answered');
      return keys.map((key) => (key % 2 === 0 ? key / 2 : new Error(`${key} is odd`)));
    });

    const [four, five] = await Promise.allSettled([half(4), half(5)]);
    expect(four).toEqual({ status: 'fulfilled', value: 2 });
    expect(five).toMatchObject({ status: 'rejected', reason: { message: '5 is odd' } });

    const all = await Promise.allSettled([half(0), half(2)]);
    expect(all.map((one) => one.status)).toEqual(['rejected', 'rejected']);
  });
});
