import { expect, it } from 'vitest';
import { createRepeatedJob } from '../../src/schedule/repeated-job.ts';
import { virtualTime } from '../support/virtual-time.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('is done again after each pause, and not while it is under way', async () => {
  const time = virtualTime(0);
  let begun = 0;
  let end = (): void => {};
  const run = (): Promise<void> => {
    begun += 1;
    return new Promise((resolve) => {
      end = resolve;
    });
  };
  const job = createRepeatedJob({ time, pauseMs: 10, run, onError: () => {} });
  job.start();

  time.advance(9);
  expect(begun).toBe(0);
  time.advance(1);
  expect(begun).toBe(1);
  time.advance(100);
  expect(begun).toBe(1);
  end();
  await settle();
  time.advance(10);
  expect(begun).toBe(2);
  end();
  await job.stop();
});

it('goes on after a turn that failed, and tells of it', async () => {
  const time = virtualTime(0);
  const errors: unknown[] = [];
  const failure = new Error('not now');
  const run = async (): Promise<void> => {
    throw failure;
  };
  const job = createRepeatedJob({ time, pauseMs: 10, run, onError: (error) => errors.push(error) });
  job.start();

  time.advance(10);
  await settle();
  time.advance(10);
  await settle();
  await job.stop();

  expect(errors).toEqual([failure, failure]);
});

it('stops when the turn under way has ended, and begins no other', async () => {
  const time = virtualTime(0);
  let begun = 0;
  let end = (): void => {};
  const run = (): Promise<void> => {
    begun += 1;
    return new Promise((resolve) => {
      end = resolve;
    });
  };
  const job = createRepeatedJob({ time, pauseMs: 10, run, onError: () => {} });
  job.start();
  time.advance(10);
  let isStopped = false;

  const stopping = job.stop().then(() => {
    isStopped = true;
  });
  await settle();
  expect(isStopped).toBe(false);
  end();
  await stopping;
  time.advance(1000);

  expect(begun).toBe(1);
});
