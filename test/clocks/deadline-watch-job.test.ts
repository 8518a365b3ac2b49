import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createDeadlineWatch } from '../../src/clocks/deadline-watch-job.ts';
import { t } from '../support/story.ts';
import { virtualTime } from '../support/virtual-time.ts';

const START = t('10:00');

/** A watch over deadlines in memory: judging a ticket takes its deadline away. */
function openWatch(deadlines: Map<number, number>) {
  const time = virtualTime(START);
  const timers = new Set<() => void>();
  const judged: (readonly number[])[] = [];
  const errors: unknown[] = [];
  const state = { looks: 0, failsWith: null as Error | null };
  const watch = createDeadlineWatch({
    time: {
      now: () => time.now(),
      after(delayMs, action) {
        timers.add(action);
        const cancel = time.after(delayMs, () => {
          timers.delete(action);
          action();
        });
        return () => {
          timers.delete(action);
          cancel();
        };
      },
    },
    now: () => time.now(),
    async findNextDeadline() {
      if (state.failsWith !== null) throw state.failsWith;
      return deadlines.size === 0 ? null : Math.min(...deadlines.values());
    },
    async findDueTickets(now, limit) {
      const due = [...deadlines].filter(([, deadline]) => deadline <= now);
      return due.slice(0, limit).map(([id]) => id);
    },
    async judgeAgain(ids) {
      judged.push(ids);
      for (const id of ids) deadlines.delete(id);
    },
    onLooked: () => {
      state.looks++;
    },
    onError: (error) => errors.push(error),
  });
  /** Lets everything happen that is due, then moves on. */
  const pass = async (byMs: number): Promise<void> => {
    await settle();
    time.advance(byMs);
    await settle();
  };
  return { watch, state, judged, errors, pass, timers };
}

async function settle(): Promise<void> {
  for (let round = 0; round < 3; round++) await setImmediate();
}

test('a ticket is judged at its deadline, neither before nor again', async () => {
  const { watch, judged, pass } = openWatch(new Map([[7, START + 400]]));
  watch.start();
  await pass(399);
  expect(judged).toEqual([]);
  await pass(1);
  expect(judged).toEqual([[7]]);
  await pass(5000);
  expect(judged).toEqual([[7]]);
});

test('what is due is judged a hundred at a time, without a pause between', async () => {
  const ids = Array.from({ length: 250 }, (_, id) => id);
  const { watch, judged, pass } = openWatch(new Map(ids.map((id) => [id, START - id])));
  watch.start();
  for (let batch = 0; batch < 3; batch++) await pass(0);
  expect(judged.map((batch) => batch.length)).toEqual([100, 100, 50]);
  expect(judged.flat()).toEqual(ids);
});

test('at least once a second is looked, however far the next deadline, or where there is none', async () => {
  const { watch, state, pass } = openWatch(new Map([[1, START + 2500]]));
  watch.start();
  await pass(999);
  expect(state.looks).toBe(1);
  await pass(1);
  expect(state.looks).toBe(2);
  await pass(1000);
  await pass(500);
  await pass(0);
  expect(state.looks).toBe(5);
  await pass(999);
  expect(state.looks).toBe(5);
  await pass(1);
  expect(state.looks).toBe(6);
});

test('a deadline that comes nearer is met when somebody says so, and no look is doubled by that', async () => {
  const deadlines = new Map<number, number>();
  const { watch, state, judged, pass } = openWatch(deadlines);
  watch.start();
  await pass(100);
  deadlines.set(3, START + 150);
  watch.wake();
  await pass(50);
  expect(judged).toEqual([[3]]);
  await settle();
  const { looks } = state;
  await pass(1000);
  await pass(0);
  expect(state.looks).toBe(looks + 1);
});

test('a call in the middle of a look has it look again at once, and once only', async () => {
  const { watch, state, pass } = openWatch(new Map());
  watch.start();
  watch.wake();
  watch.wake();
  await pass(0);
  expect(state.looks).toBe(2);
  await pass(999);
  expect(state.looks).toBe(2);
});

test('a look that fails is told, not counted, and repeated after a second', async () => {
  const { watch, state, judged, errors, pass } = openWatch(new Map([[5, START]]));
  state.failsWith = new Error('The database is away.');
  watch.start();
  await pass(999);
  expect(errors).toEqual([state.failsWith]);
  expect(state.looks).toBe(0);
  state.failsWith = null;
  await pass(1);
  expect(judged).toEqual([[5]]);
});

test('it is still until it is started and once it is stopped, and stops after what is under way', async () => {
  const { watch, state, judged, pass } = openWatch(new Map([[5, START]]));
  watch.wake();
  await pass(2000);
  expect(state.looks).toBe(0);

  watch.start();
  let isStopped = false;
  const stopped = watch.stop().then(() => {
    isStopped = true;
  });
  expect(isStopped).toBe(false);
  await stopped;
  expect(judged).toEqual([[5]]);
  watch.wake();
  await pass(5000);
  expect(state.looks).toBe(1);

  watch.start();
  await pass(0);
  expect(state.looks).toBe(2);
  await watch.stop();
  await pass(5000);
  expect(state.looks).toBe(2);
});

test('a watch that was stopped leaves no timer behind', async () => {
  const { watch, pass, timers } = openWatch(new Map());
  watch.start();
  await pass(100);
  expect(timers.size).toBe(1);
  await watch.stop();
  expect(timers.size).toBe(0);

  watch.start();
  await watch.stop();
  expect(timers.size).toBe(0);
});
