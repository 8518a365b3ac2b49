import { describe, expect, test } from 'vitest';
import { hour, judged, type Story, t } from '../support/story.ts';

const resolved: Story = [
  [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
  [t('12:00'), { state: 'resolved' }],
];

describe('a reopened ticket', () => {
  test('has its fix clock run on: same start, same elapsed time, the time between left out', () => {
    const { fix } = judged(t('14:30'), [...resolved, [t('14:00'), { state: 'open' }]]);
    expect(fix).toMatchObject({
      state: 'running',
      startedAt: t('10:00'),
      stoppedAt: null,
      elapsedMs: 2.5 * hour,
      dueAt: t('17:00'),
    });
  });

  test('keeps response and troubleshoot finished', () => {
    const { response, troubleshoot } = judged(t('14:30'), [...resolved, [t('14:00'), { state: 'new' }]]);
    expect([response.state, troubleshoot.state]).toEqual(['met', 'met']);
  });

  test('runs on under the priority that is in force then', () => {
    const { fix } = judged(t('14:30'), [
      ...resolved,
      [t('13:00'), { priority: 'high' }],
      [t('14:00'), { state: 'open' }],
    ]);
    expect(fix).toMatchObject({ priority: 'high', dueAt: t('22:00') });
  });

  test('that was missed is breached again, with its first breach', () => {
    const late: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('16:00'), { state: 'resolved' }],
    ];
    expect(judged(t('18:00'), late).fix).toMatchObject({ state: 'missed', breachedAt: t('15:00') });
    expect(judged(t('18:00'), [...late, [t('17:00'), { state: 'open' }]]).fix).toMatchObject({
      state: 'breached',
      breachedAt: t('15:00'),
      dueAt: t('15:00'),
      elapsedMs: 7 * hour,
    });
  });

  test('that was missed and comes back under a longer target has its breach superseded', () => {
    const { fix } = judged(t('18:00'), [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('16:00'), { state: 'resolved' }],
      [t('17:00'), { state: 'open', priority: 'high' }],
    ]);
    expect(fix).toMatchObject({
      state: 'running',
      breachedAt: null,
      superseded: [t('15:00')],
      dueAt: t('21:00'),
    });
  });

  test('that was met exactly on its target breaches when it is reopened', () => {
    const { fix } = judged(t('18:00'), [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('15:00'), { state: 'resolved' }],
      [t('17:00'), { state: 'open' }],
    ]);
    expect(fix).toMatchObject({ state: 'breached', breachedAt: t('17:00'), dueAt: t('15:00') });
  });

  test('may be resolved and reopened any number of times', () => {
    const { fix } = judged(t('20:00'), [
      ...resolved,
      [t('13:00'), { state: 'open' }],
      [t('14:00'), { state: 'closed' }],
      [t('15:00'), { state: 'waiting' }],
      [t('16:00'), { state: 'open' }],
      [t('17:00'), { state: 'resolved' }],
    ]);
    expect(fix).toMatchObject({
      state: 'met',
      stoppedAt: t('17:00'),
      elapsedMs: 4 * hour,
      dueAt: t('18:00'),
    });
  });

  test('that was resolved and reopened in one instant has no gap', () => {
    const { fix } = judged(t('14:00'), [...resolved, [t('12:00'), { state: 'open' }]]);
    expect(fix).toMatchObject({ state: 'running', elapsedMs: 4 * hour, dueAt: t('15:00') });
  });
});
