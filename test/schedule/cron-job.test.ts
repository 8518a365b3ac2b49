import { getTasks } from 'node-cron';
import { expect, it } from 'vitest';
import { createCronJob } from '../../src/schedule/cron-job.ts';

/** A job whose turns end when they are told to. */
function makeJob(expression = '0 3 * * *') {
  const turns: { end: () => void; fail: (error: Error) => void; signal: AbortSignal }[] = [];
  const errors: unknown[] = [];
  const job = createCronJob({
    name: 'a job of the test',
    expression,
    run: (signal) =>
      new Promise<void>((resolve, reject) => turns.push({ end: resolve, fail: reject, signal })),
    onError: (error) => errors.push(error),
  });
  return { job, turns, errors };
}

it('is on the schedule from its start to its stop, in UTC', async () => {
  const { job } = makeJob('30 3 * * *');
  job.start();
  const [task] = [...getTasks().values()].filter((one) => one.name === 'a job of the test');

  expect(task?.getNextRun()?.toISOString().slice(11)).toBe('03:30:00.000Z');
  await job.stop();
  expect([...getTasks().values()].some((one) => one.name === 'a job of the test')).toBe(false);
});

it('does the work once, however often it is asked while it lasts, and again afterwards', async () => {
  const { job, turns } = makeJob();
  const first = job.runNow();
  const same = job.runNow();
  turns[0]?.end();
  await Promise.all([first, same]);
  expect(turns).toHaveLength(1);

  const second = job.runNow();
  turns[1]?.end();
  await second;
  expect(turns).toHaveLength(2);
});

it('tells what failed and goes on', async () => {
  const { job, turns, errors } = makeJob();
  const failing = job.runNow();
  turns[0]?.fail(new Error('no'));
  await failing;
  expect(errors).toEqual([new Error('no')]);

  const next = job.runNow();
  turns[1]?.end();
  await next;
  expect(turns).toHaveLength(2);
});

it('asks the work under way to end, waits for it, and begins none afterwards', async () => {
  const { job, turns } = makeJob();
  job.start();
  void job.runNow();
  let hasStopped = false;
  const stopping = job.stop().then(() => {
    hasStopped = true;
  });
  await Promise.resolve();
  expect(turns[0]?.signal.aborted).toBe(true);
  expect(hasStopped).toBe(false);

  turns[0]?.end();
  await stopping;
  await job.runNow();
  expect(turns).toHaveLength(1);
});
