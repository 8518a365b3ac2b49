import { describe, expect, test } from 'vitest';
import type { LadderPolicy } from '../../src/escalations/ladder-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { calendarOf, onDays } from '../support/calendars.ts';
import { hour, judged, type Story, shippedPolicy, t } from '../support/story.ts';

function withLadder(change: Partial<LadderPolicy>): Policy {
  return { ...shippedPolicy, ladder: { ...shippedPolicy.ladder, ...change } };
}

/** Nobody answers: the response is overdue from 10:30. */
const unanswered: Story = [[t('10:00'), { state: 'new', priority: 'high' }]];
/** Answered and diagnosed at once: only the fix counts, and it is overdue from 15:00. */
const fixing: Story = [[t('10:00'), { state: 'open', priority: 'critical', tier: 2 }]];

describe('the ladder', () => {
  test('raises level 1 at the breach, then each level after the minimum time of the one before, the last three times', () => {
    expect(judged(t('23:00', 10), unanswered).ladder).toEqual([
      '10:30 level 1 direct response',
      '14:30 level 2 direct response',
      '18:30 level 3 service-desk response',
      '02-03 10:30 level 4 direct response',
      '02-04 10:30 level 4 direct response',
      '02-05 10:30 level 4 direct response',
    ]);
  });

  test('climbs for a ticket of 1969 as for any other', () => {
    const opened = Date.parse('1969-07-21T02:00:00Z');
    const { escalations } = judged(opened + 5 * hour, [[opened, { state: 'new', priority: 'high' }]]);
    expect(escalations.map(({ at, level }) => [at - opened, level])).toEqual([
      [0.5 * hour, 1],
      [4.5 * hour, 2],
    ]);
  });

  test('does not start anew for a further breach', () => {
    const story: Story = [[t('10:00'), { state: 'new', priority: 'critical' }]];
    expect(judged(t('15:30'), story).ladder).toEqual([
      '10:30 level 1 direct response',
      '14:30 level 2 direct response',
    ]);
  });

  test('goes on for another clock that is still overdue when the first one stops', () => {
    const story: Story = [
      [t('10:00'), { state: 'new', priority: 'critical' }],
      [t('15:30'), { state: 'open', tier: 2 }],
    ];
    expect(judged(t('19:00'), story).ladder.at(-1)).toBe('18:30 level 3 service-desk fix');
  });

  test('goes on when the last overdue clock stops at the very instant at which another breaches', () => {
    // The response is overdue until 15:00, when it is given; the fix is overdue from 15:00.
    const story: Story = [
      [t('10:00'), { state: 'new', priority: 'critical' }],
      [t('15:00'), { state: 'open', tier: 2 }],
    ];
    expect(judged(t('19:00'), story).ladder).toEqual([
      '10:30 level 1 direct response',
      '14:30 level 2 direct response',
      '18:30 level 3 service-desk fix',
    ]);
  });

  test('ends when nothing is overdue any more', () => {
    const story: Story = [...unanswered, [t('12:00'), { state: 'open', tier: 2 }]];
    expect(judged(t('19:00'), story).ladder).toEqual(['10:30 level 1 direct response']);
  });

  test('raises nothing at the very instant at which it ends', () => {
    const story: Story = [...unanswered, [t('14:30'), { state: 'open', tier: 2 }]];
    expect(judged(t('19:00'), story).ladder).toEqual(['10:30 level 1 direct response']);
  });

  test.each(['resolved', 'closed', 'cancelled'] as const)('ends when the ticket is %s', (state) => {
    expect(judged(t('23:00'), [...fixing, [t('16:00'), { state }]]).ladder).toEqual([
      '15:00 level 1 direct fix',
    ]);
  });

  test('ends when the ticket is no longer covered', () => {
    const story: Story = [...fixing, [t('16:00'), { covered: false }], [t('20:30'), { covered: true }]];
    expect(judged(t('20:00'), story).ladder).toEqual(['15:00 level 1 direct fix']);
    expect(judged(t('21:00'), story).ladder.at(-1)).toBe('20:30 level 1 service-desk fix');
  });

  test('ends with the resolution even if a response that a field dates is still to come', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'high', respondedAt: t('20:00') }],
      [t('12:00'), { state: 'resolved' }],
    ];
    expect(judged(t('19:00'), story).ladder).toEqual(['10:30 level 1 direct response']);
  });

  test('raises a step that falls due exactly at the instant asked for', () => {
    expect(judged(t('14:29:59.999'), unanswered).escalations).toHaveLength(1);
    expect(judged(t('14:30'), unanswered).escalations).toHaveLength(2);
  });
});

describe('while every overdue clock waits on the customer, the ladder', () => {
  test('waits, and raises the step that fell due at resumption; the next minimum time counts from there', () => {
    const story: Story = [...fixing, [t('16:00'), { state: 'waiting' }], [t('09:45', 3), { state: 'open' }]];
    expect(judged(t('14:00', 3), story).ladder).toEqual([
      '15:00 level 1 direct fix',
      '02-03 09:45 level 2 direct fix',
      '02-03 13:45 level 3 direct fix',
    ]);
  });

  test('raises at most one step at resumption, however long the wait was', () => {
    const story: Story = [...fixing, [t('16:00'), { state: 'waiting' }], [t('12:00', 9), { state: 'open' }]];
    expect(judged(t('12:00', 9), story).ladder).toEqual([
      '15:00 level 1 direct fix',
      '02-09 12:00 level 2 direct fix',
    ]);
  });

  test('lets its minimum times run on: nothing is late after a short wait', () => {
    const story: Story = [...fixing, [t('16:00'), { state: 'waiting' }], [t('17:00'), { state: 'open' }]];
    expect(judged(t('19:00'), story).ladder.at(-1)).toBe('19:00 level 2 service-desk fix');
  });

  test('waits with level 1 too, when the wait began at the due instant', () => {
    const story: Story = [...fixing, [t('15:00'), { state: 'waiting' }], [t('16:20'), { state: 'open' }]];
    expect(judged(t('16:00'), story).ladder).toEqual([]);
    expect(judged(t('17:00'), story).ladder).toEqual(['16:20 level 1 direct fix']);
  });

  test('does not wait for one clock while another runs', () => {
    const { rules } = shippedPolicy.clocks;
    const critical = { ...rules.critical, fix: { ...rules.critical.fix, pausesWhileWaiting: false } };
    const policy = { ...shippedPolicy, clocks: { ...shippedPolicy.clocks, rules: { ...rules, critical } } };
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical' }],
      [t('14:30'), { state: 'waiting' }],
    ];
    expect(judged(t('19:00'), story, policy).ladder).toEqual([
      '11:00 level 1 direct troubleshoot',
      '15:00 level 2 direct fix',
      '19:00 level 3 service-desk fix',
    ]);
  });
});

describe('a later episode', () => {
  test('goes on from the last level while its minimum time is still running', () => {
    const story: Story = [...fixing, [t('16:00'), { state: 'resolved' }], [t('17:00'), { state: 'open' }]];
    expect(judged(t('20:00'), story).ladder).toEqual([
      '15:00 level 1 direct fix',
      '19:00 level 2 service-desk fix',
    ]);
  });

  test('begins at level 1 once that time has passed, to the millisecond', () => {
    const reopened = (time: string): Story => [
      ...fixing,
      [t('16:00'), { state: 'resolved' }],
      [t(time), { state: 'open' }],
    ];
    expect(judged(t('20:00'), reopened('19:00')).ladder.at(-1)).toBe('19:00 level 1 service-desk fix');
    expect(judged(t('20:00'), reopened('18:59:59.999')).ladder.at(-1)).toBe('19:00 level 2 service-desk fix');
  });

  test('of another clock keeps the minimum time too: answered late, then overdue to troubleshoot', () => {
    const story: Story = [...unanswered, [t('10:40'), { state: 'open' }]];
    expect(judged(t('15:00'), story).ladder).toEqual([
      '10:30 level 1 direct response',
      '14:30 level 2 direct troubleshoot',
    ]);
  });

  test('after the top level was spent raises nothing while its minimum time runs, and nothing after it', () => {
    const story: Story = [
      ...unanswered,
      [t('12:00', 5), { state: 'open', tier: 2 }],
      [t('13:00', 5), { priority: 'critical' }],
    ];
    // The fix was overdue anyway; between 12:00 and 13:00 it stays so. Level 4 was raised three times.
    expect(judged(t('12:00', 9), story).escalations).toHaveLength(6);
  });

  test('begins anew after a priority went back and forth and the minimum time has passed', () => {
    const story: Story = [
      ...fixing,
      [t('15:30'), { priority: 'low' }],
      [t('21:00'), { priority: 'critical' }],
    ];
    expect(judged(t('21:00'), story).ladder).toEqual([
      '15:00 level 1 direct fix',
      '21:00 level 1 service-desk fix',
    ]);
  });
});

describe('the trigger', () => {
  test('is the clock that has been overdue longest', () => {
    // Answered at 14:30: the fix is overdue from 15:00, the troubleshooting from 15:30.
    const story: Story = [
      [t('10:00'), { state: 'new', priority: 'critical' }],
      [t('14:30'), { state: 'open' }],
    ];
    expect(judged(t('19:00'), story).ladder).toEqual([
      '10:30 level 1 direct response',
      '15:00 level 1 direct fix',
      '19:00 level 2 service-desk fix',
    ]);
  });

  test('of two that breached at one instant is the first in the order response, troubleshoot, fix', () => {
    const story: Story = [
      [t('10:00'), { state: 'new', priority: 'critical' }],
      [t('14:00'), { state: 'open' }],
    ];
    expect(judged(t('15:00'), story).ladder.at(-1)).toBe('15:00 level 1 direct troubleshoot');
  });

  test('leaves out a clock that is paused', () => {
    const { rules } = shippedPolicy.clocks;
    const critical = {
      ...rules.critical,
      fix: { ...rules.critical.fix, pausesWhileWaiting: false },
    };
    const policy = { ...shippedPolicy, clocks: { ...shippedPolicy.clocks, rules: { ...rules, critical } } };
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical' }],
      [t('14:50'), { state: 'waiting' }],
    ];
    expect(judged(t('15:00'), story, policy).ladder.at(-1)).toBe('15:00 level 2 direct fix');
  });
});

describe('the route', () => {
  test.each([
    ['09:00', '09:30 level 1 direct response'],
    ['08:59:59.999', '09:29:59.999 level 1 service-desk response'],
    ['16:59:59.999', '17:29:59.999 level 1 direct response'],
    ['17:00', '17:30 level 1 service-desk response'],
  ])('is decided at the instant of the raise: opened at %s', (openedAt, expected) => {
    expect(judged(t('17:30'), [[t(openedAt), { state: 'new', priority: 'high' }]]).ladder[0]).toBe(expected);
  });

  test('leads to the service desk on weekends and bank holidays', () => {
    const saturday = judged(t('12:00', 7), [[t('10:00', 7), { state: 'new', priority: 'high' }]]);
    const mayDay = Date.parse('2026-05-04T10:00:00Z');
    const holiday = judged(mayDay + hour, [[mayDay, { state: 'new', priority: 'high' }]]);
    expect([saturday.escalations[0]?.route, holiday.escalations[0]?.route]).toEqual([
      'service-desk',
      'service-desk',
    ]);
  });

  test('follows London into summer', () => {
    // 1 June 2026 is a Monday; 09:30 there is 08:30Z.
    const early = Date.parse('2026-06-01T08:00:00Z');
    expect(judged(early + hour, [[early, { state: 'new', priority: 'high' }]]).escalations[0]?.route).toBe(
      'direct',
    );
  });
});

describe('where the policy says otherwise', () => {
  test('the ladder raises level 1 by itself and nothing further', () => {
    const policy = withLadder({ advance: 'manual' });
    expect(judged(t('12:00', 9), unanswered, policy).ladder).toEqual(['10:30 level 1 direct response']);
  });

  test('the top level is raised as often as it says', () => {
    const policy = withLadder({ topLevelRaises: 1 });
    expect(judged(t('12:00', 9), unanswered, policy).escalations.map((step) => step.level)).toEqual([
      1, 2, 3, 4,
    ]);
  });

  test('minimum times are counted on a calendar, for the priorities that have one', () => {
    const office = calendarOf(
      'Europe/London',
      onDays(['mon', 'tue', 'wed', 'thu', 'fri'], ['09:00', '17:30']),
    );
    const policy = withLadder({ minimumTimeCalendars: { high: office } });
    expect(judged(t('10:00', 3), unanswered, policy).ladder).toEqual([
      '10:30 level 1 direct response',
      '14:30 level 2 direct response',
      // Three hours on Monday and one on Tuesday.
      '02-03 10:00 level 3 direct response',
    ]);
    const critical: Story = [[t('10:00'), { state: 'new', priority: 'critical' }]];
    expect(judged(t('19:00'), critical, policy).ladder.at(-1)).toBe('18:30 level 3 service-desk response');
  });
});
