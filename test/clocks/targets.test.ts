import { describe, expect, test } from 'vitest';
import type { ClockRule } from '../../src/clocks/policy.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { ClockKind, Priority } from '../../src/vocabulary.ts';
import { hour, judged, minute, type Story, shippedPolicy, t } from '../support/story.ts';

/** The shipped policy with one rule changed. */
function withRule(priority: Priority, kind: ClockKind, change: Partial<ClockRule>): Policy {
  const { rules } = shippedPolicy.clocks;
  const changed = { ...rules[priority], [kind]: { ...rules[priority][kind], ...change } };
  return { ...shippedPolicy, clocks: { ...shippedPolicy.clocks, rules: { ...rules, [priority]: changed } } };
}

describe('the support definition promises', () => {
  test.each([
    ['critical', t('10:30'), t('15:00')],
    ['high', t('10:30'), t('20:00')],
    // 7.5 h of Monday the second, four days of 8.5 h, and 6.5 h of Monday the ninth make 48 h.
    ['normal', t('11:00'), t('15:30', 9)],
    ['low', t('14:00'), t('15:30', 9)],
  ] as const)('%s: response and fix from the opening', (priority, responseDueAt, fixDueAt) => {
    const { response, fix } = judged(t('10:00'), [[t('10:00'), { state: 'new', priority }]]);
    expect([response.dueAt, fix.dueAt]).toEqual([responseDueAt, fixDueAt]);
  });

  test.each(['critical', 'high', 'normal', 'low'] as const)('%s: one hour to troubleshoot', (priority) => {
    const { troubleshoot } = judged(t('10:15'), [
      [t('10:00'), { state: 'new', priority }],
      [t('10:15'), { state: 'open' }],
    ]);
    expect(troubleshoot).toMatchObject({ startedAt: t('10:15'), dueAt: t('11:15'), targetMs: hour });
  });
});

describe('a clock', () => {
  test('is pending without any instant until it starts', () => {
    const { troubleshoot } = judged(t('10:10'), [[t('10:00'), { state: 'new', priority: 'high' }]]);
    expect(troubleshoot).toMatchObject({
      state: 'pending',
      startedAt: null,
      dueAt: null,
      stoppedAt: null,
      breachedAt: null,
      elapsedMs: 0,
      targetMs: hour,
    });
  });

  test('that is stopped exactly when it is due is met, a millisecond later missed', () => {
    const answeredAt = (time: string): Story => [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t(time), { state: 'open' }],
    ];
    const met = judged(t('12:00'), answeredAt('10:30')).response;
    const missed = judged(t('12:00'), answeredAt('10:30:00.001')).response;
    expect(met).toMatchObject({ state: 'met', breachedAt: null, dueAt: t('10:30'), elapsedMs: 30 * minute });
    expect(missed).toMatchObject({ state: 'missed', breachedAt: t('10:30'), dueAt: t('10:30') });
    expect(missed.elapsedMs).toBe(30 * minute + 1);
  });

  test('is running a millisecond before it is due, and breached when it is', () => {
    const story: Story = [[t('10:00'), { state: 'new', priority: 'high' }]];
    expect(judged(t('10:29:59.999'), story).response).toMatchObject({ state: 'running', dueAt: t('10:30') });
    expect(judged(t('10:30'), story).response).toMatchObject({ state: 'breached', breachedAt: t('10:30') });
  });

  test('keeps counting after its breach', () => {
    const { response } = judged(t('13:00'), [[t('10:00'), { state: 'new', priority: 'high' }]]);
    expect(response).toMatchObject({ state: 'breached', dueAt: t('10:30'), elapsedMs: 3 * hour });
  });

  test('that breached at closing time and stops before the next opening is missed, though elapsed is the target', () => {
    // 5.5 h of Monday the second and five days of 8.5 h make 48 h: used up as Monday the ninth closes.
    const { fix } = judged(t('12:00', 10), [
      [t('12:00'), { state: 'open', priority: 'normal', tier: 2 }],
      [t('08:59:59.999', 10), { state: 'resolved' }],
    ]);
    expect(fix).toMatchObject({
      state: 'missed',
      dueAt: t('17:30', 9),
      breachedAt: t('17:30', 9),
      elapsedMs: 48 * hour,
    });
  });

  test('that is met would have been due had it run on from its stop, waiting or not', () => {
    const { fix } = judged(t('16:00'), [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('11:00'), { state: 'waiting' }],
      [t('13:00'), { state: 'resolved' }],
    ]);
    expect(fix).toMatchObject({ state: 'met', elapsedMs: hour, dueAt: t('17:00'), paused: false });
  });

  test('with a target of nothing breaches the moment it starts, and is met only if it stops in that moment', () => {
    const policy = withRule('high', 'response', { targetMs: 0 });
    const unanswered = judged(t('10:05'), [[t('10:00'), { state: 'new', priority: 'high' }]], policy);
    const atOnce = judged(t('10:05'), [[t('10:00'), { state: 'open', priority: 'high' }]], policy);
    expect(unanswered.response).toMatchObject({
      state: 'breached',
      breachedAt: t('10:00'),
      dueAt: t('10:00'),
    });
    expect(atOnce.response).toMatchObject({ state: 'met', dueAt: t('10:00'), elapsedMs: 0 });
  });

  test('with a target of nothing breaches even if it waits from the start', () => {
    const policy = withRule('high', 'fix', { targetMs: 0 });
    const { fix } = judged(t('10:05'), [[t('10:00'), { state: 'waiting', priority: 'high' }]], policy);
    expect(fix).toMatchObject({ state: 'breached', paused: true, breachedAt: t('10:00'), dueAt: t('10:00') });
  });

  test('with a target of years is due in years', () => {
    const policy = withRule('high', 'fix', { targetMs: 10 * 365 * 24 * hour });
    const { fix } = judged(t('10:05'), [[t('10:00'), { state: 'open', priority: 'high' }]], policy);
    expect(fix).toMatchObject({ state: 'running', dueAt: Date.parse('2036-01-31T10:00:00Z') });
  });
});

describe('beyond the years whose bank holidays are published, a fix is due by the rules of the law', () => {
  test.each([
    // Closed: Christmas Day and Boxing Day, Wednesday and Thursday, and New Year's Day.
    ['2030-12-23T09:00:00Z', '2031-01-02T14:30:00Z'],
    // Closed: two substitute days, Monday and Tuesday, and the one of New Year's Day, Monday the third.
    ['2010-12-24T09:00:00Z', '2011-01-05T14:30:00Z'],
  ])('opened %s, due %s', (opened, due) => {
    const openedAt = Date.parse(opened);
    const { fix } = judged(openedAt, [[openedAt, { state: 'open', priority: 'low' }]]);
    expect(fix.dueAt).toBe(Date.parse(due));
  });
});
