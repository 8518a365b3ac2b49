import { expect, it } from 'vitest';
import { nextDueAt } from '../../src/clocks/next-due.ts';

it('is the earliest due time of the clocks that run or are overdue', () => {
  expect(
    nextDueAt([
      { state: 'met', dueAt: 1 },
      { state: 'breached', dueAt: 2 },
      { state: 'running', dueAt: 3 },
    ]),
  ).toBe(2);
});

it('is the one of a clock that runs where nothing is overdue', () => {
  expect(nextDueAt([{ state: 'running', dueAt: 3 }])).toBe(3);
});

it.each([
  ['pending', null],
  ['paused', null],
  ['met', 5],
  ['missed', 5],
  ['cancelled', null],
] as const)('is nothing while a clock is %s', (state, dueAt) => {
  expect(nextDueAt([{ state, dueAt }])).toBeNull();
});
