import { describe, expect, test } from 'vitest';
import { hour, judged, minute, type Story, t } from '../support/story.ts';

const opened: Story = [
  [t('10:00'), { state: 'new', priority: 'critical' }],
  [t('10:20'), { state: 'open' }],
];

describe('a cancelled ticket', () => {
  test('cancels its unfinished clocks: no due instant, no stop, the elapsed time kept; finished ones stay', () => {
    const { response, troubleshoot, fix } = judged(t('18:00'), [
      ...opened,
      [t('11:00'), { state: 'cancelled' }],
    ]);
    expect(response).toMatchObject({ state: 'met', reason: null });
    expect(troubleshoot).toMatchObject({ state: 'cancelled', reason: 'cancelled', elapsedMs: 40 * minute });
    expect(fix).toMatchObject({
      state: 'cancelled',
      dueAt: null,
      stoppedAt: null,
      elapsedMs: hour,
      paused: false,
    });
  });

  test('cancels a clock that has not started', () => {
    const { troubleshoot } = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:10'), { state: 'cancelled' }],
    ]);
    expect(troubleshoot).toMatchObject({ state: 'cancelled', startedAt: null, targetMs: hour });
  });

  test('keeps a breach that stood, but does not breach at the very instant of its cancellation', () => {
    const stood = judged(t('18:00'), [...opened, [t('16:00'), { state: 'cancelled' }]]);
    const saved = judged(t('18:00'), [...opened, [t('15:00'), { state: 'cancelled' }]]);
    expect(stood.fix).toMatchObject({ state: 'cancelled', breachedAt: t('15:00') });
    expect(saved.fix).toMatchObject({ state: 'cancelled', breachedAt: null });
  });

  test.each([
    'new',
    'open',
    'waiting',
  ] as const)('runs on when it is %s again; the time between does not count', (state) => {
    const { fix } = judged(t('15:00'), [
      ...opened,
      [t('11:00'), { state: 'cancelled' }],
      [t('14:00'), { state }],
    ]);
    expect(fix.state).toBe(state === 'waiting' ? 'paused' : 'running');
    expect(fix.elapsedMs).toBe(state === 'waiting' ? hour : 2 * hour);
  });

  test.each(['resolved', 'closed'] as const)('stays cancelled when it is %s', (state) => {
    const { response, fix } = judged(t('18:00'), [
      [t('10:00'), { state: 'new', priority: 'critical' }],
      [t('11:00'), { state: 'cancelled' }],
      [t('12:00'), { state }],
    ]);
    expect(response).toMatchObject({ state: 'cancelled', stoppedAt: null });
    expect(fix).toMatchObject({ state: 'cancelled', stoppedAt: null, elapsedMs: hour });
  });

  test('that was resolved before leaves its finished clocks as they are, and can be reopened', () => {
    const done: Story = [
      ...opened,
      [t('11:00'), { state: 'resolved' }],
      [t('12:00'), { state: 'cancelled' }],
    ];
    expect(judged(t('13:00'), done).fix).toMatchObject({ state: 'met', stoppedAt: t('11:00') });
    expect(judged(t('14:30'), [...done, [t('14:00'), { state: 'open' }]]).fix).toMatchObject({
      state: 'running',
      elapsedMs: 1.5 * hour,
    });
  });

  test('whose response is dated into the cancellation loses that clock for good', () => {
    const dated: Story = [
      [t('10:00'), { state: 'new', priority: 'high', respondedAt: t('10:10') }],
      [t('10:05'), { state: 'cancelled' }],
      [t('11:00'), { state: 'open' }],
    ];
    const { response, troubleshoot } = judged(t('11:30'), dated);
    expect(response).toMatchObject({ state: 'cancelled', stoppedAt: null, elapsedMs: 5 * minute });
    expect(troubleshoot).toMatchObject({ state: 'running', startedAt: t('10:10'), dueAt: t('12:00') });
  });
});

describe('a ticket that is not covered', () => {
  test('has its unfinished clocks cancelled, and they run on when it is covered again', () => {
    const story: Story = [...opened, [t('11:00'), { covered: false }], [t('12:00'), { covered: true }]];
    expect(judged(t('11:30'), story).fix).toMatchObject({
      state: 'cancelled',
      reason: 'not-covered',
      dueAt: null,
      elapsedMs: hour,
    });
    expect(judged(t('13:00'), story).fix).toMatchObject({
      state: 'running',
      elapsedMs: 2 * hour,
      dueAt: t('16:00'),
    });
  });

  test('from the beginning has clocks that never ran', () => {
    const { response, fix } = judged(t('18:00'), [
      [t('10:00'), { state: 'new', priority: 'critical', covered: false }],
    ]);
    expect(response).toMatchObject({
      state: 'cancelled',
      startedAt: t('10:00'),
      elapsedMs: 0,
      breachedAt: null,
    });
    expect(fix).toMatchObject({ state: 'cancelled', elapsedMs: 0 });
  });

  test('says that it is cancelled where it is both', () => {
    const { fix } = judged(t('18:00'), [...opened, [t('11:00'), { covered: false, state: 'cancelled' }]]);
    expect(fix.reason).toBe('cancelled');
  });

  test('still notes its milestones: a clock whose own stop falls into that time stays cancelled', () => {
    const { response, troubleshoot } = judged(t('13:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:05'), { covered: false }],
      [t('10:20'), { state: 'open' }],
      [t('10:30'), { tier: 2 }],
      [t('11:00'), { covered: true }],
    ]);
    expect(response).toMatchObject({ state: 'cancelled', reason: 'not-covered', elapsedMs: 5 * minute });
    expect(troubleshoot).toMatchObject({
      state: 'cancelled',
      startedAt: t('10:20'),
      stoppedAt: null,
      elapsedMs: 0,
    });
  });

  test('and diagnosed in that time before its answer: the answer starts and stops the troubleshoot clock', () => {
    const { troubleshoot } = judged(t('13:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:05'), { covered: false }],
      [t('10:10'), { tier: 2 }],
      [t('10:15'), { covered: true }],
      [t('10:20'), { state: 'open' }],
    ]);
    expect(troubleshoot).toMatchObject({ state: 'met', startedAt: t('10:20'), stoppedAt: t('10:20') });
  });

  test('and resolved in that time: the fix clock is cancelled until a reopening', () => {
    const story: Story = [
      ...opened,
      [t('11:00'), { covered: false }],
      [t('11:30'), { state: 'resolved' }],
      [t('12:00'), { covered: true }],
      [t('14:00'), { state: 'open' }],
    ];
    expect(judged(t('13:00'), story).fix).toMatchObject({
      state: 'cancelled',
      stoppedAt: null,
      elapsedMs: hour,
    });
    expect(judged(t('14:30'), story).fix).toMatchObject({
      state: 'running',
      elapsedMs: 1.5 * hour,
      dueAt: t('18:00'),
    });
  });

  test('and reopened in that time waits for cover', () => {
    const story: Story = [
      ...opened,
      [t('11:00'), { state: 'resolved' }],
      [t('11:30'), { covered: false }],
      [t('12:00'), { state: 'open' }],
      [t('13:00'), { covered: true }],
    ];
    expect(judged(t('12:30'), story).fix).toMatchObject({ state: 'cancelled', elapsedMs: hour });
    expect(judged(t('14:00'), story).fix).toMatchObject({ state: 'running', elapsedMs: 2 * hour });
  });

  test('at the very instant at which it would breach does not breach', () => {
    const { fix } = judged(t('16:00'), [...opened, [t('15:00'), { covered: false }]]);
    expect(fix).toMatchObject({ state: 'cancelled', breachedAt: null });
  });
});

test('a clock that is covered again, finished and re-prioritised by one version finishes under its priority', () => {
  const story: Story = [
    [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
    [t('11:00'), { covered: false }],
    [t('12:00'), { priority: 'high' }],
    [t('13:00'), { covered: true, state: 'resolved' }],
  ];
  expect(judged(t('14:00'), story).fix).toMatchObject({
    state: 'met',
    priority: 'high',
    targetMs: 10 * hour,
    elapsedMs: hour,
  });
});
