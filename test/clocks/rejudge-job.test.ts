import { expect, it, onTestFinished } from 'vitest';
import { createRejudgeJob } from '../../src/clocks/rejudge-job.ts';
import { at } from '../support/observations.ts';
import { virtualTime } from '../support/virtual-time.ts';

/** A job with so many tickets on its list; each batch that is judged takes `batchMs`. */
function makeJob(tickets: number, batchMs = 0) {
  const time = virtualTime(at('2024-03-04 10:00'));
  const state = { left: tickets, underWayElsewhere: 0, failsOnce: false };
  const told: string[] = [];
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const job = createRejudgeJob({
    time,
    async judgeNext(limit) {
      if (state.failsOnce) {
        state.failsOnce = false;
        throw new Error('the database is away');
      }
      const judged = Math.min(limit, state.left - state.underWayElsewhere);
      state.left -= judged;
      if (judged > 0) time.advance(batchMs);
      return judged;
    },
    countLeft: async () => state.left,
    onProgress: (left) => told.push(`${left} left`),
    onDone(tookMs) {
      told.push(`done after ${tookMs} ms`);
      finish();
    },
    onError: (error) => told.push((error as Error).message),
  });
  onTestFinished(() => job.stop());
  return { job, time, state, told, done };
}

it('judges all tickets in batches and tells once that it is done', async () => {
  const { job, state, told, done } = makeJob(2200, 100);

  job.start();
  await done;

  expect(state.left).toBe(0);
  expect(told).toEqual(['done after 500 ms']);
});

it('tells every two seconds how many tickets are left', async () => {
  const { job, told, done } = makeJob(4000, 1000);

  job.start();
  await done;

  expect(told).toEqual(['3000 left', '2000 left', '1000 left', '0 left', 'done after 8000 ms']);
});

it('tries a batch that failed again after a second', async () => {
  const { job, state, told, done, time } = makeJob(100);
  state.failsOnce = true;

  job.start();
  await time.advanceUntil(done, 1000);

  expect(state.left).toBe(0);
  expect(told[0]).toBe('the database is away');
});

it('is done when what another replica has under way is done too', async () => {
  const { job, state, told, done, time } = makeJob(300);
  state.underWayElsewhere = 250;

  job.start();
  await time.advanceUntil(
    new Promise<void>((resolve) => {
      time.after(5000, () => {
        expect(told).toEqual([]);
        state.left = 0;
        state.underWayElsewhere = 0;
        resolve();
      });
    }),
    1000,
  );
  await time.advanceUntil(done, 1000);

  expect(told).toEqual([expect.stringMatching(/^done after [56]\d+ ms$/)]);
});

it('leaves the rest to the next start when it is stopped', async () => {
  const { job, state, told } = makeJob(100_000);

  job.start();
  await job.stop();

  expect(state.left).toBeGreaterThan(90_000);
  expect(told).toEqual([]);
});
