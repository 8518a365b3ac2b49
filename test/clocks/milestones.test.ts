import { describe, expect, test } from 'vitest';
import { hour, judged, minute, type Story, shippedPolicy, t } from '../support/story.ts';

describe('a ticket is answered', () => {
  test.each([
    'open',
    'waiting',
    'resolved',
    'closed',
  ] as const)('by its first version that is %s', (state) => {
    const { response } = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:07'), { state }],
    ]);
    expect(response).toMatchObject({ state: 'met', stoppedAt: t('10:07'), elapsedMs: 7 * minute });
  });

  test('not by being cancelled', () => {
    const { response } = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:07'), { state: 'cancelled' }],
    ]);
    expect(response).toMatchObject({ state: 'cancelled', reason: 'cancelled', stoppedAt: null });
  });

  test('at once when it is created open', () => {
    const { response, troubleshoot } = judged(t('10:30'), [
      [t('10:00'), { state: 'open', priority: 'high' }],
    ]);
    expect(response).toMatchObject({ state: 'met', stoppedAt: t('10:00'), dueAt: t('10:30'), elapsedMs: 0 });
    expect(troubleshoot).toMatchObject({ state: 'running', startedAt: t('10:00'), dueAt: t('11:00') });
  });

  test('once: neither going back to new nor a reopening undoes it', () => {
    const { response, troubleshoot } = judged(t('15:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:07'), { state: 'open' }],
      [t('10:20'), { state: 'new' }],
      [t('10:30'), { state: 'resolved' }],
      [t('12:00'), { state: 'new' }],
      [t('12:30'), { state: 'open' }],
    ]);
    expect(response).toMatchObject({ state: 'met', stoppedAt: t('10:07') });
    expect(troubleshoot).toMatchObject({ state: 'met', stoppedAt: t('10:30'), elapsedMs: 23 * minute });
  });

  test('that a field dates ahead of the next version starts the troubleshooting at its instant', () => {
    const story: Story = [[t('10:00'), { state: 'new', priority: 'high', respondedAt: t('10:10') }]];
    expect(judged(t('10:40'), story).troubleshoot).toMatchObject({
      state: 'running',
      startedAt: t('10:10'),
      elapsedMs: 30 * minute,
      dueAt: t('11:10'),
    });
    expect(judged(t('12:00'), story).troubleshoot).toMatchObject({ breachedAt: t('11:10') });
  });

  test('when a field says so, instead of by its state: the earliest instant that any version gives', () => {
    const { response, troubleshoot } = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:20'), { state: 'open', respondedAt: t('10:15') }],
      [t('10:40'), { respondedAt: t('10:05') }],
    ]);
    expect(response).toMatchObject({ state: 'met', stoppedAt: t('10:05') });
    expect(troubleshoot.startedAt).toBe(t('10:05'));
  });

  test('never before its opening', () => {
    const { response } = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'high', respondedAt: t('09:00') }],
    ]);
    expect(response).toMatchObject({ state: 'met', stoppedAt: t('10:00'), elapsedMs: 0 });
  });

  test('not yet, where the field names an instant still to come', () => {
    const { response, troubleshoot } = judged(t('10:20'), [
      [t('10:00'), { state: 'open', priority: 'high', respondedAt: t('10:25') }],
    ]);
    expect(response).toMatchObject({ state: 'running', dueAt: t('10:30') });
    expect(troubleshoot.state).toBe('pending');
  });
});

describe('a ticket is diagnosed', () => {
  const opened: Story = [
    [t('10:00'), { state: 'new', priority: 'high' }],
    [t('10:10'), { state: 'open' }],
  ];

  test('at the instant that a version names, even one before that version', () => {
    const { troubleshoot, ladder } = judged(t('12:00'), [
      ...opened,
      [t('11:30'), { diagnosedAt: t('10:50') }],
    ]);
    expect(troubleshoot).toMatchObject({ state: 'met', stoppedAt: t('10:50'), elapsedMs: 40 * minute });
    expect(ladder).toEqual([]);
  });

  test('at the instant that a version names, even one after that version', () => {
    const named: Story = [...opened, [t('10:20'), { diagnosedAt: t('10:40') }]];
    expect(judged(t('10:39'), named).troubleshoot.state).toBe('running');
    expect(judged(t('10:40'), named).troubleshoot).toMatchObject({ state: 'met', stoppedAt: t('10:40') });
  });

  test('at the earliest instant that any version gives, but not before the opening', () => {
    const { troubleshoot } = judged(t('12:00'), [
      ...opened,
      [t('10:20'), { diagnosedAt: t('10:55') }],
      [t('10:30'), { diagnosedAt: t('09:00') }],
    ]);
    expect(troubleshoot).toMatchObject({
      state: 'met',
      startedAt: t('10:10'),
      stoppedAt: t('10:10'),
      elapsedMs: 0,
    });
  });

  test.each([2, 3, 4] as const)('by a hand-over to support level %i', (tier) => {
    const { troubleshoot } = judged(t('12:00'), [...opened, [t('10:30'), { tier }]]);
    expect(troubleshoot).toMatchObject({ state: 'met', stoppedAt: t('10:30'), elapsedMs: 20 * minute });
  });

  test('not by a hand-over where the policy says so', () => {
    const policy = { ...shippedPolicy, clocks: { ...shippedPolicy.clocks, tierDiagnoses: false } };
    const { troubleshoot } = judged(t('10:45'), [...opened, [t('10:30'), { tier: 2 }]], policy);
    expect(troubleshoot).toMatchObject({ state: 'running', dueAt: t('11:10') });
  });

  test('by its first resolution', () => {
    const { troubleshoot } = judged(t('12:00'), [...opened, [t('10:30'), { state: 'closed' }]]);
    expect(troubleshoot).toMatchObject({ state: 'met', stoppedAt: t('10:30') });
  });

  test('once: going back to tier 1 or a reopening does not undo it', () => {
    const { troubleshoot } = judged(t('16:00'), [
      ...opened,
      [t('10:30'), { tier: 2 }],
      [t('10:40'), { tier: 1 }],
      [t('11:00'), { state: 'resolved' }],
      [t('12:00'), { state: 'open' }],
      [t('13:00'), { tier: 3 }],
    ]);
    expect(troubleshoot).toMatchObject({ state: 'met', stoppedAt: t('10:30') });
  });

  test('before it is answered: the troubleshoot clock waits, and the answer starts and stops it', () => {
    const early: Story = [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:05'), { tier: 2 }],
      [t('10:20'), { state: 'open' }],
    ];
    expect(judged(t('10:10'), early).troubleshoot).toMatchObject({ state: 'pending', startedAt: null });
    expect(judged(t('13:00'), early).troubleshoot).toMatchObject({
      state: 'met',
      startedAt: t('10:20'),
      stoppedAt: t('10:20'),
      dueAt: t('11:20'),
      elapsedMs: 0,
    });
  });

  test('at the very instant of a version that changes the priority: judged under the new one', () => {
    const { troubleshoot } = judged(t('12:00'), [
      ...opened,
      [t('10:30'), { priority: 'low', diagnosedAt: t('10:30') }],
    ]);
    expect(troubleshoot).toMatchObject({ state: 'met', priority: 'low', stoppedAt: t('10:30') });
  });
});

describe('a ticket is resolved', () => {
  test.each(['resolved', 'closed'] as const)('when it is %s, and the fix clock stops', (state) => {
    const { fix } = judged(t('16:00'), [
      [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
      [t('12:00'), { state }],
    ]);
    expect(fix).toMatchObject({
      state: 'met',
      stoppedAt: t('12:00'),
      elapsedMs: 2 * hour,
      dueAt: t('20:00'),
    });
  });

  test('once, however often it is closed after that', () => {
    const { fix } = judged(t('18:00'), [
      [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
      [t('12:00'), { state: 'resolved' }],
      [t('17:00'), { state: 'closed' }],
    ]);
    expect(fix.stoppedAt).toBe(t('12:00'));
  });

  test.each(['new', 'open', 'waiting'] as const)('and reopened when it is %s again', (state) => {
    const { fix } = judged(t('14:30'), [
      [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
      [t('12:00'), { state: 'resolved' }],
      [t('14:00'), { state }],
    ]);
    expect(fix).toMatchObject({ stoppedAt: null, startedAt: t('10:00') });
    expect(fix.elapsedMs).toBe(state === 'waiting' ? 2 * hour : 2.5 * hour);
  });
});
