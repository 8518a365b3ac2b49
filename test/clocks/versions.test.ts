import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { hour, judged, minute, type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

describe('versions', () => {
  test('are put in order of their instants, whatever the order in which they arrive', () => {
    const story: Story = [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:12'), { state: 'open' }],
      [t('11:00'), { tier: 3 }],
      [t('12:00'), { priority: 'critical' }],
      [t('13:00'), { state: 'resolved' }],
    ];
    const inOrder = evaluate(toVersions(story), shippedPolicy, t('14:00'));
    const shuffles = fc.shuffledSubarray([...story], { minLength: story.length });
    fc.assert(
      fc.property(shuffles, (shuffled) => {
        expect(evaluate(toVersions(shuffled), shippedPolicy, t('14:00'))).toEqual(inOrder);
      }),
      { numRuns: 120 },
    );
  });

  test('of one instant keep the order given: opened last means open', () => {
    const closedLast = judged(t('12:00'), [
      [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
      [t('11:00'), { state: 'open' }],
      [t('11:00'), { state: 'resolved' }],
    ]);
    const openedLast = judged(t('12:00'), [
      [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
      [t('11:00'), { state: 'resolved' }],
      [t('11:00'), { state: 'open' }],
    ]);
    expect(closedLast.fix).toMatchObject({ state: 'met', stoppedAt: t('11:00'), elapsedMs: hour });
    expect(openedLast.fix).toMatchObject({ state: 'running', stoppedAt: null, elapsedMs: 2 * hour });
  });

  test('leave unchanged what they do not mention; until told otherwise a ticket is new, at tier 1 and covered', () => {
    const { response, troubleshoot, fix } = judged(t('10:20'), [
      [t('10:00'), { priority: 'high' }],
      [t('10:10'), {}],
    ]);
    expect(response).toMatchObject({ state: 'running', startedAt: t('10:00'), dueAt: t('10:30') });
    expect(troubleshoot).toMatchObject({ state: 'pending', startedAt: null, dueAt: null });
    expect(fix).toMatchObject({ state: 'running', dueAt: t('20:00') });
  });

  test('take effect as a whole: a clock is stopped under the priority that the same version carries', () => {
    const { response } = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'critical' }],
      [t('10:40'), { state: 'open', priority: 'low' }],
    ]);
    expect(response).toMatchObject({
      state: 'met',
      priority: 'low',
      targetMs: 4 * hour,
      dueAt: t('14:00'),
      superseded: [t('10:30')],
    });
  });

  test('take effect as a whole: a clock is stopped under the coverage that the same version carries', () => {
    const uncovered = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:10'), { state: 'open', covered: false }],
    ]);
    const coveredAgain = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:10'), { covered: false }],
      [t('10:20'), { state: 'open', covered: true }],
    ]);
    expect(uncovered.response).toMatchObject({ state: 'cancelled', reason: 'not-covered' });
    expect(coveredAgain.response).toMatchObject({
      state: 'met',
      stoppedAt: t('10:20'),
      elapsedMs: 10 * minute,
    });
  });

  test('of one instant may each stop or reopen a clock, but breaches are judged once, after the last of them', () => {
    const { fix, ladder } = judged(t('16:00'), [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('15:00'), { priority: 'low' }],
      [t('15:00'), { priority: 'high' }],
    ]);
    expect(fix).toMatchObject({ state: 'running', breachedAt: null, superseded: [], dueAt: t('20:00') });
    expect(ladder).toEqual([]);
  });

  test('a clock that an earlier version of the instant stopped keeps the priority of that version', () => {
    const { response } = judged(t('11:00'), [
      [t('10:00'), { state: 'new', priority: 'normal' }],
      [t('10:45'), { state: 'open' }],
      [t('10:45'), { priority: 'critical' }],
    ]);
    expect(response).toMatchObject({ state: 'met', priority: 'normal', targetMs: hour });
  });

  test('that are later than the instant asked for are not known, and what happens exactly then has happened', () => {
    const story: Story = [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:10'), { state: 'open' }],
    ];
    expect(judged(t('10:09:59.999'), story).response.state).toBe('running');
    expect(judged(t('10:10'), story).response.state).toBe('met');
    expect(evaluate(toVersions(story), shippedPolicy, t('09:59'))).toEqual({ clocks: [], escalations: [] });
  });

  test('without any priority make a history that cannot be replayed', () => {
    expect(() => judged(t('11:00'), [[t('10:00'), { state: 'new' }]])).toThrow(/without a priority/);
  });

  test('a priority that becomes known only after the opening is taken to have held from the start', () => {
    const { response } = judged(t('10:20'), [
      [t('10:00'), { state: 'new' }],
      [t('10:10'), { priority: 'high' }],
    ]);
    expect(response).toMatchObject({ state: 'running', dueAt: t('10:30'), elapsedMs: 20 * minute });
  });
});
