import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/policy/policy.ts';
import { hour, judged, minute, type Story, shippedPolicy, t } from '../support/story.ts';

const opened: Story = [
  [t('10:00'), { state: 'new', priority: 'critical' }],
  [t('10:15'), { state: 'open' }],
];

describe('while a ticket waits on the customer', () => {
  test('troubleshoot and fix stand still, and have no due instant', () => {
    const { troubleshoot, fix } = judged(t('14:00'), [...opened, [t('10:45'), { state: 'waiting' }]]);
    expect(troubleshoot).toMatchObject({
      state: 'paused',
      paused: true,
      dueAt: null,
      elapsedMs: 30 * minute,
    });
    expect(fix).toMatchObject({ state: 'paused', paused: true, dueAt: null, elapsedMs: 45 * minute });
  });

  test('what was waited does not count afterwards', () => {
    const { troubleshoot, fix } = judged(t('13:00'), [
      ...opened,
      [t('10:45'), { state: 'waiting' }],
      [t('12:45'), { state: 'open' }],
    ]);
    expect(troubleshoot).toMatchObject({ state: 'running', dueAt: t('13:15'), elapsedMs: 45 * minute });
    expect(fix).toMatchObject({ state: 'running', dueAt: t('17:00'), elapsedMs: hour });
  });

  test('further versions that say so again change nothing', () => {
    const { fix } = judged(t('13:00'), [
      ...opened,
      [t('10:45'), { state: 'waiting' }],
      [t('11:45'), { state: 'waiting', tier: 2 }],
      [t('12:45'), { state: 'new' }],
    ]);
    expect(fix).toMatchObject({ state: 'running', elapsedMs: hour });
  });

  test('a clock past its target stays breached', () => {
    const { troubleshoot } = judged(t('18:00'), [...opened, [t('12:15'), { state: 'waiting' }]]);
    expect(troubleshoot).toMatchObject({
      state: 'breached',
      paused: true,
      dueAt: t('11:15'),
      breachedAt: t('11:15'),
      elapsedMs: 2 * hour,
    });
  });

  test('a wait that begins at the due instant does not prevent the breach; one that begins just before does', () => {
    const due = judged(t('13:00'), [...opened, [t('11:15'), { state: 'waiting' }]]);
    const before = judged(t('13:00'), [...opened, [t('11:14:59.999'), { state: 'waiting' }]]);
    expect(due.troubleshoot).toMatchObject({ state: 'breached', paused: true, breachedAt: t('11:15') });
    expect(before.troubleshoot).toMatchObject({ state: 'paused', breachedAt: null, elapsedMs: hour - 1 });
  });

  test('a ticket that is resolved out of it counts as if it had run on from the resolution', () => {
    const { troubleshoot } = judged(t('16:00'), [
      ...opened,
      [t('10:45'), { state: 'waiting' }],
      [t('15:00'), { state: 'resolved' }],
    ]);
    expect(troubleshoot).toMatchObject({ state: 'met', stoppedAt: t('15:00'), dueAt: t('15:30') });
  });

  test('the response clock does not wait: waiting on the customer is an answer, and a dated one runs on', () => {
    const { response } = judged(t('10:20'), [
      [t('10:00'), { state: 'waiting', priority: 'critical', respondedAt: t('12:00') }],
    ]);
    expect(response).toMatchObject({ state: 'running', paused: false, elapsedMs: 20 * minute });
  });
});

describe('which clocks wait', () => {
  function pausing(fixOfCritical: boolean, response: boolean): Policy {
    const { rules } = shippedPolicy.clocks;
    const critical = {
      ...rules.critical,
      fix: { ...rules.critical.fix, pausesWhileWaiting: fixOfCritical },
      response: { ...rules.critical.response, pausesWhileWaiting: response },
    };
    return { ...shippedPolicy, clocks: { ...shippedPolicy.clocks, rules: { ...rules, critical } } };
  }

  test('is set for each clock and priority', () => {
    const waited: Story = [...opened, [t('10:45'), { state: 'waiting' }]];
    const { troubleshoot, fix } = judged(t('12:00'), waited, pausing(false, false));
    expect(troubleshoot.state).toBe('paused');
    expect(fix).toMatchObject({ state: 'running', paused: false, dueAt: t('15:00'), elapsedMs: 2 * hour });
  });

  test('may include the response clock', () => {
    const dated: Story = [[t('10:00'), { state: 'waiting', priority: 'critical', respondedAt: t('12:00') }]];
    expect(judged(t('11:00'), dated, pausing(true, true)).response).toMatchObject({
      state: 'paused',
      elapsedMs: 0,
      dueAt: null,
    });
  });

  test('is judged anew from the start when the priority changes: what did not wait before, waited', () => {
    const story: Story = [
      [t('10:00'), { state: 'waiting', priority: 'critical', tier: 2 }],
      [t('12:00'), { state: 'open' }],
      [t('14:00'), { priority: 'high' }],
    ];
    const policy = pausing(false, false);
    expect(judged(t('13:00'), story, policy).fix).toMatchObject({ elapsedMs: 3 * hour, dueAt: t('15:00') });
    expect(judged(t('14:00'), story, policy).fix).toMatchObject({ elapsedMs: 2 * hour, dueAt: t('22:00') });
  });
});
