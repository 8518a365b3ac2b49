import { expect, it } from 'vitest';
import { createSlots } from '../../src/outbox/slots.ts';

it('as many run at once as are permitted, the others in their order, whether those before them fail or not', async () => {
  const inSlot = createSlots(2);
  const begun: number[] = [];
  const ends: ((failed: boolean) => void)[] = [];
  const runs = [0, 1, 2, 3].map((number) =>
    inSlot(() => {
      begun.push(number);
      return new Promise<void>((resolve, reject) => {
        ends[number] = (failed) => (failed ? reject(new Error('failed')) : resolve());
      });
    }),
  );
  expect(begun).toEqual([0, 1]);

  ends[1]!(true);
  await expect(runs[1]).rejects.toThrow('failed');
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);

  ends[0]!(false);
  await runs[0];
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]!(false);
  ends[3]!(false);
  await Promise.all(runs.filter((_, number) => number !== 1));
});
