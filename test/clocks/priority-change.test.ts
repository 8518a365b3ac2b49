import { describe, expect, test } from 'vitest';
import { hour, judged, type Story, t } from '../support/story.ts';

/** Created open and at tier 2: only the fix clock is of interest. */
function since(time: string, priority: 'critical' | 'high' | 'normal' | 'low'): Story {
  return [[t(time), { state: 'open', priority, tier: 2 }]];
}

describe('a change of priority', () => {
  test('judges an unfinished clock as if the new priority had held from its start, calendar included', () => {
    // Opened on Saturday: 24x7 counts the weekend, business hours do not.
    const weekend: Story = [[t('10:00', 7), { state: 'open', priority: 'normal', tier: 2 }]];
    const raised = judged(t('12:00', 7), [...weekend, [t('12:00', 7), { priority: 'high' }]]);
    expect(judged(t('11:59', 7), weekend).fix).toMatchObject({ elapsedMs: 0 });
    expect(raised.fix).toMatchObject({ elapsedMs: 2 * hour, dueAt: t('20:00', 7), targetMs: 10 * hour });
  });

  test('that puts a clock over breaches it at the change, though it was due before', () => {
    const { fix, ladder } = judged(t('17:00'), [
      ...since('09:00', 'high'),
      [t('16:00'), { priority: 'critical' }],
    ]);
    expect(fix).toMatchObject({ state: 'breached', breachedAt: t('16:00'), dueAt: t('14:00') });
    expect(ladder).toEqual(['16:00 level 1 direct fix']);
  });

  test('that takes elapsed exactly to the target puts it over', () => {
    const { fix } = judged(t('14:00'), [...since('09:00', 'high'), [t('14:00'), { priority: 'critical' }]]);
    expect(fix).toMatchObject({ state: 'breached', breachedAt: t('14:00'), dueAt: t('14:00') });
  });

  test('that leaves a breached clock over keeps its first breach', () => {
    const { fix } = judged(t('22:00'), [...since('09:00', 'critical'), [t('21:00'), { priority: 'high' }]]);
    expect(fix).toMatchObject({
      state: 'breached',
      breachedAt: t('14:00'),
      dueAt: t('19:00'),
      superseded: [],
    });
  });

  test('that takes a breached clock back under supersedes the breach; a later breach has its own instant', () => {
    const story: Story = [...since('09:00', 'critical'), [t('15:00'), { priority: 'high' }]];
    expect(judged(t('18:00'), story).fix).toMatchObject({
      state: 'running',
      breachedAt: null,
      superseded: [t('14:00')],
      dueAt: t('19:00'),
    });
    expect(judged(t('19:30'), story).fix).toMatchObject({
      state: 'breached',
      breachedAt: t('19:00'),
      superseded: [t('14:00')],
    });
  });

  test('may go back and forth: every superseded breach is kept, in order', () => {
    const { fix } = judged(t('19:00'), [
      ...since('09:00', 'critical'),
      [t('15:00'), { priority: 'low' }],
      [t('16:00'), { priority: 'critical' }],
      [t('17:00'), { priority: 'low' }],
      [t('18:00'), { priority: 'critical' }],
    ]);
    expect(fix).toMatchObject({
      state: 'breached',
      superseded: [t('14:00'), t('16:00')],
      breachedAt: t('18:00'),
      dueAt: t('14:00'),
    });
  });

  test('at the very instant of the breach: the new priority counts, so nothing breaches', () => {
    const { fix, ladder } = judged(t('15:00'), [
      ...since('09:00', 'critical'),
      [t('14:00'), { priority: 'high' }],
    ]);
    expect(fix).toMatchObject({ state: 'running', breachedAt: null, superseded: [] });
    expect(ladder).toEqual([]);
  });

  test('counts at once also while the clock is paused', () => {
    const paused: Story = [...since('09:00', 'normal'), [t('15:00'), { state: 'waiting' }]];
    const { fix } = judged(t('18:00'), [...paused, [t('17:00'), { priority: 'critical' }]]);
    expect(fix).toMatchObject({ state: 'breached', paused: true, breachedAt: t('17:00'), dueAt: t('14:00') });
  });

  test('leaves finished clocks under the priority under which they finished', () => {
    const { response, fix } = judged(t('18:00'), [
      [t('09:00'), { state: 'new', priority: 'normal' }],
      [t('09:50'), { state: 'open', tier: 2 }],
      [t('12:00'), { state: 'resolved' }],
      [t('13:00'), { priority: 'critical' }],
    ]);
    expect(response).toMatchObject({ state: 'met', priority: 'normal', targetMs: hour, dueAt: t('10:00') });
    expect(fix).toMatchObject({ state: 'met', priority: 'normal', targetMs: 48 * hour });
  });

  test('leaves cancelled clocks alone until they run on again, and shows the target of the priority in force', () => {
    const story: Story = [
      ...since('09:00', 'high'),
      [t('15:00'), { state: 'cancelled' }],
      [t('16:00'), { priority: 'critical' }],
      [t('17:00'), { state: 'open' }],
    ];
    expect(judged(t('16:30'), story).fix).toMatchObject({
      state: 'cancelled',
      priority: 'critical',
      targetMs: 5 * hour,
      breachedAt: null,
      elapsedMs: 6 * hour,
    });
    expect(judged(t('17:00'), story).fix).toMatchObject({
      state: 'breached',
      breachedAt: t('17:00'),
      dueAt: t('14:00'),
    });
  });

  test('with the version that stops a clock puts it over: missed from that instant, and nothing is raised', () => {
    const { fix, ladder } = judged(t('18:00'), [
      ...since('09:00', 'high'),
      [t('15:30'), { state: 'resolved', priority: 'critical' }],
    ]);
    expect(fix).toMatchObject({
      state: 'missed',
      priority: 'critical',
      breachedAt: t('15:30'),
      dueAt: t('14:00'),
      stoppedAt: t('15:30'),
    });
    expect(ladder).toEqual([]);
  });

  test('to the same priority is none', () => {
    const { fix } = judged(t('15:00'), [
      ...since('09:00', 'critical'),
      [t('14:30'), { priority: 'critical' }],
    ]);
    expect(fix).toMatchObject({ state: 'breached', breachedAt: t('14:00'), superseded: [] });
  });
});
