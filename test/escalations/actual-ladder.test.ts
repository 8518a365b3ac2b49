import { describe, expect, test } from 'vitest';
import { replay } from '../../src/clocks/replay.ts';
import {
  type LadderCommand,
  minimumTimeEnds,
  nextStep,
  type RaisedStep,
  triggerOf,
} from '../../src/escalations/ladder.ts';
import type { LadderPolicy } from '../../src/escalations/ladder-policy.ts';
import { collectOverdue, type OverdueMoment } from '../../src/escalations/overdue.ts';
import { type LadderFacts, walkActualLadder } from '../../src/escalations/walk-ladder.ts';
import type { Instant } from '../../src/time/instant.ts';
import { calendarOf, onDays } from '../support/calendars.ts';
import { type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

/** Nobody answers: overdue from 10:30 on Monday the second. */
const unanswered: Story = [[t('10:00'), { state: 'new', priority: 'high' }]];

function standingAt(
  now: Instant,
  story: Story,
  facts: Partial<LadderFacts> = {},
  policy: LadderPolicy = shippedPolicy.ladder,
) {
  const moments: OverdueMoment[] = [];
  replay(toVersions(story), shippedPolicy.clocks, now, collectOverdue(moments));
  const given = { raised: [], commands: [], watchedSince: null, ...facts };
  return walkActualLadder(policy, moments, given, now);
}

function raised(
  ...steps: [at: Instant, level: RaisedStep['level'], trigger?: RaisedStep['trigger']][]
): RaisedStep[] {
  return steps.map(([at, level, trigger = 'response']) => ({ at, level, trigger }));
}

function command(at: Instant, kind: LadderCommand['kind'], until: Instant | null = null): LadderCommand {
  return { at, kind, until };
}

describe('the next step of a live ladder', () => {
  test('is level 1 at the breach, while it has not been raised', () => {
    expect(nextStep(standingAt(t('10:29'), unanswered))).toBeNull();
    expect(nextStep(standingAt(t('10:30'), unanswered))).toEqual({ level: 1, dueAt: t('10:30') });
  });

  test('is one step however late it is found: no level skipped, no burst', () => {
    expect(nextStep(standingAt(t('19:59'), unanswered))).toEqual({ level: 1, dueAt: t('10:30') });
  });

  test('comes a minimum time after the raise as it really was, not as it should have been', () => {
    const late = standingAt(t('09:00', 5), unanswered, { raised: raised([t('09:00', 5), 1]) });
    expect(nextStep(late)).toEqual({ level: 2, dueAt: t('13:00', 5) });
    expect(minimumTimeEnds(late)).toBe(t('13:00', 5));
  });

  test('is level 4 again until it was raised three times, then none', () => {
    const twice = raised(
      [t('10:30'), 1],
      [t('14:30'), 2],
      [t('18:30'), 3],
      [t('10:30', 3), 4],
      [t('10:30', 4), 4],
    );
    const thrice = [...twice, ...raised([t('10:30', 5), 4])];
    expect(nextStep(standingAt(t('10:30', 5), unanswered, { raised: twice }))).toEqual({
      level: 4,
      dueAt: t('10:30', 5),
    });
    const spent = standingAt(t('10:30', 9), unanswered, { raised: thrice });
    expect(nextStep(spent)).toBeNull();
    expect(spent.run.level).toBe(4);
  });

  test('is none while everything overdue waits on the customer, and falls due at resumption', () => {
    const fixing: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('16:00'), { state: 'waiting' }],
      [t('10:00', 3), { state: 'open' }],
    ];
    const facts = { raised: raised([t('15:00'), 1, 'fix']) };
    expect(nextStep(standingAt(t('20:00'), fixing, facts))).toBeNull();
    expect(nextStep(standingAt(t('10:00', 3), fixing, facts))).toEqual({ level: 2, dueAt: t('10:00', 3) });
  });

  test('ends with the episode, and goes on from there in one that begins within the minimum time', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('16:00'), { state: 'resolved' }],
      [t('17:00'), { state: 'open' }],
    ];
    const facts = { raised: raised([t('15:05'), 1, 'fix']) };
    expect(nextStep(standingAt(t('16:30'), story, facts))).toBeNull();
    expect(nextStep(standingAt(t('17:30'), story, facts))).toEqual({ level: 2, dueAt: t('19:05') });
  });

  test('is decided by what was raised even if a later discovery removes the breach that raised it', () => {
    // The answer at 10:20 became known only at noon: the level raised at 10:30 stays raised, its minimum time holds.
    const story: Story = [...unanswered, [t('12:00'), { state: 'open', respondedAt: t('10:20') }]];
    const ladder = standingAt(t('12:00'), story, { raised: raised([t('10:30'), 1]) });
    // Troubleshooting is overdue since 11:20.
    expect(nextStep(ladder)).toEqual({ level: 2, dueAt: t('14:30') });
  });
});

describe('a ticket that was overdue when it was first mirrored', () => {
  const facts = { watchedSince: t('12:00') };

  test('even at the very instant, is held back; an acknowledgement does not release it', () => {
    expect(standingAt(t('11:00'), unanswered, { watchedSince: t('10:30') }).episode?.heldBack).toBe(true);
    const commands = [command(t('13:00'), 'acknowledge', t('13:30'))];
    expect(nextStep(standingAt(t('14:00'), unanswered, { ...facts, commands }))).toBeNull();
  });

  test('is held back: nothing is raised', () => {
    expect(nextStep(standingAt(t('09:00', 5), unanswered, facts))).toBeNull();
    expect(standingAt(t('09:00', 5), unanswered, facts).episode?.heldBack).toBe(true);
  });

  test('is raised from level 1 once it is adopted', () => {
    const adopted = { ...facts, commands: [command(t('13:00'), 'adopt')] };
    expect(nextStep(standingAt(t('13:00'), unanswered, adopted))).toMatchObject({ level: 1 });
  });

  test('is released by a request', () => {
    const asked = { ...facts, raised: raised([t('13:00'), 1, 'manual']) };
    expect(nextStep(standingAt(t('14:00'), unanswered, asked))).toEqual({ level: 2, dueAt: t('17:00') });
  });

  test('is not held back in a later episode', () => {
    const story: Story = [
      ...unanswered,
      [t('13:00'), { state: 'resolved' }],
      [t('14:00'), { state: 'open', priority: 'critical' }],
    ];
    // The fix is overdue from 16:00: three hours until the resolution and two after the reopening.
    expect(nextStep(standingAt(t('17:00'), story, facts))).toEqual({ level: 1, dueAt: t('16:00') });
  });

  test('but becomes overdue only after that is raised as any other', () => {
    expect(nextStep(standingAt(t('11:00'), unanswered, { watchedSince: t('10:29') }))).toMatchObject({
      level: 1,
    });
  });
});

describe('an acknowledgement', () => {
  const acknowledged = {
    raised: raised([t('10:30'), 1]),
    commands: [command(t('14:00'), 'acknowledge', t('18:00'))],
  };

  test('puts off the step that falls due meanwhile until it expires', () => {
    expect(nextStep(standingAt(t('14:30'), unanswered, acknowledged))).toEqual({
      level: 2,
      dueAt: t('18:00'),
    });
  });

  test('is not ended by a further breach', () => {
    const story: Story = [[t('10:00'), { state: 'new', priority: 'critical' }]];
    expect(nextStep(standingAt(t('16:00'), story, acknowledged))).toEqual({ level: 2, dueAt: t('18:00') });
  });

  test('outlasts an adoption, as many may be adopted at once', () => {
    const commands = [...acknowledged.commands, command(t('14:10'), 'adopt')];
    expect(nextStep(standingAt(t('14:30'), unanswered, { ...acknowledged, commands }))).toEqual({
      level: 2,
      dueAt: t('18:00'),
    });
  });

  test('changes nothing about a step that falls due later anyway', () => {
    const early = { ...acknowledged, commands: [command(t('10:40'), 'acknowledge', t('14:00'))] };
    expect(nextStep(standingAt(t('11:00'), unanswered, early))).toEqual({ level: 2, dueAt: t('14:30') });
  });

  test('ends with its episode', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('16:00'), { state: 'resolved' }],
      [t('16:30'), { state: 'open' }],
    ];
    const facts = {
      raised: raised([t('15:00'), 1, 'fix']),
      commands: [command(t('15:30'), 'acknowledge', t('23:00'))],
    };
    expect(nextStep(standingAt(t('17:00'), story, facts))).toEqual({ level: 2, dueAt: t('19:00') });
  });

  test('of nothing does nothing', () => {
    const calm: Story = [[t('10:00'), { state: 'open', priority: 'low', tier: 2 }]];
    expect(standingAt(t('14:30'), calm, { commands: acknowledged.commands }).episode).toBeNull();
  });
});

describe('standing down', () => {
  test('lasts while the same clock goes on being overdue, also through a wait', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('17:00'), { state: 'waiting' }],
      [t('18:00'), { state: 'open' }],
    ];
    const facts = { raised: raised([t('15:00'), 1, 'fix']), commands: [command(t('16:00'), 'stand-down')] };
    expect(standingAt(t('20:00', 4), story, facts).episode).toBeNull();
  });

  test('ends with a reopening at which the clock is overdue again', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('17:00'), { state: 'resolved' }],
      [t('20:00'), { state: 'open' }],
    ];
    const facts = { raised: raised([t('15:00'), 1, 'fix']), commands: [command(t('16:00'), 'stand-down')] };
    expect(nextStep(standingAt(t('20:00'), story, facts))).toEqual({ level: 1, dueAt: t('20:00') });
  });

  test('ends the episode though a clock is still overdue', () => {
    const facts = { raised: raised([t('10:30'), 1]), commands: [command(t('12:00'), 'stand-down')] };
    const ladder = standingAt(t('15:00'), unanswered, facts);
    expect(ladder.episode).toBeNull();
    expect(nextStep(ladder)).toBeNull();
  });

  test('does not keep a further clock from beginning an episode', () => {
    const story: Story = [[t('10:00'), { state: 'new', priority: 'critical' }]];
    const facts = { raised: raised([t('10:30'), 1]), commands: [command(t('12:00'), 'stand-down')] };
    // The fix breaches at 15:00; level 1's minimum time is over by then.
    expect(nextStep(standingAt(t('15:00'), story, facts))).toEqual({ level: 1, dueAt: t('15:00') });
  });
});

describe('a ticket reopened', () => {
  test('while a response is still to come that was overdue at the resolution, is overdue again', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'high', respondedAt: t('20:00') }],
      [t('12:00'), { state: 'resolved' }],
      [t('13:00'), { state: 'open' }],
    ];
    const facts = { raised: raised([t('10:30'), 1]) };
    expect(standingAt(t('12:30'), story, facts).episode).toBeNull();
    expect(nextStep(standingAt(t('13:00'), story, facts))).toEqual({ level: 2, dueAt: t('14:30') });
  });

  test('long after the top level was spent begins at level 1, and may come to level 4 as often again', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('10:00', 7), { state: 'resolved' }],
      [t('10:00', 9), { state: 'open' }],
    ];
    const spent = raised(
      [t('15:00'), 1, 'fix'],
      [t('19:00'), 2, 'fix'],
      [t('23:00'), 3, 'fix'],
      [t('15:00', 3), 4, 'fix'],
      [t('15:00', 4), 4, 'fix'],
      [t('15:00', 5), 4, 'fix'],
    );
    expect(nextStep(standingAt(t('09:00', 7), story, { raised: spent }))).toBeNull();
    expect(nextStep(standingAt(t('10:00', 9), story, { raised: spent }))).toEqual({
      level: 1,
      dueAt: t('10:00', 9),
    });
    const again = raised([t('10:00', 9), 1, 'fix'], [t('14:00', 9), 2, 'fix'], [t('18:00', 9), 3, 'fix']);
    const climbed = [...spent, ...again, ...raised([t('10:00', 10), 4, 'fix'])];
    expect(nextStep(standingAt(t('12:00', 10), story, { raised: climbed }))).toEqual({
      level: 4,
      dueAt: t('10:00', 11),
    });
  });
});

describe('a request for an escalation', () => {
  const calm: Story = [[t('10:00'), { state: 'open', priority: 'critical', tier: 2 }]];

  test('begins an episode where none is, and nothing follows by itself while nothing is overdue', () => {
    const ladder = standingAt(t('12:00'), calm, { raised: raised([t('11:00'), 1, 'manual']) });
    expect(ladder.episode).toMatchObject({ manual: true, beganAt: t('11:00') });
    expect(nextStep(ladder)).toBeNull();
    expect(minimumTimeEnds(ladder)).toBe(t('15:00'));
  });

  test('is followed after a minimum time on the calendar of the ticket’s priority, though nothing was overdue', () => {
    const onSundays = calendarOf('Europe/London', onDays(['sun'], ['09:00', '17:00']));
    const onWeekdays = calendarOf('Europe/London', onDays(['mon', 'tue'], ['09:00', '13:00']));
    const policy = {
      ...shippedPolicy.ladder,
      minimumTimeCalendars: { critical: onWeekdays, low: onSundays },
    };
    const ladder = standingAt(t('12:00'), calm, { raised: raised([t('11:00'), 1, 'manual']) }, policy);
    expect(minimumTimeEnds(ladder)).toBe(t('11:00', 3));
  });

  test('is followed by itself once a clock is overdue', () => {
    const ladder = standingAt(t('15:00'), calm, { raised: raised([t('11:30'), 1, 'manual']) });
    expect(nextStep(ladder)).toEqual({ level: 2, dueAt: t('15:30') });
  });

  test('makes the episode last when nothing is overdue any more', () => {
    const story: Story = [...unanswered, [t('12:00'), { state: 'open', tier: 2 }]];
    const asked = raised([t('10:30'), 1], [t('14:30'), 2, 'manual']);
    const before = { raised: raised([t('10:30'), 1]) };
    expect(standingAt(t('13:00'), story, before).episode).toBeNull();
    expect(standingAt(t('15:00'), story, { raised: asked }).episode).toMatchObject({ manual: true });
  });

  test('keeps an overdue episode alive after the last clock has stopped', () => {
    const story: Story = [...unanswered, [t('15:00'), { state: 'open', tier: 2 }]];
    const facts = { raised: raised([t('10:30'), 1], [t('14:30'), 2, 'manual']) };
    expect(standingAt(t('16:00'), story, facts).episode).toMatchObject({ manual: true, beganAt: t('10:30') });
  });

  test.each(['resolved', 'closed', 'cancelled'] as const)('ends when the ticket is %s', (state) => {
    const story: Story = [...calm, [t('12:00'), { state }]];
    expect(standingAt(t('13:00'), story, { raised: raised([t('11:00'), 1, 'manual']) }).episode).toBeNull();
  });

  test('ends by standing down', () => {
    const facts = {
      raised: raised([t('11:00'), 1, 'manual']),
      commands: [command(t('12:00'), 'stand-down')],
    };
    expect(standingAt(t('13:00'), calm, facts).episode).toBeNull();
  });

  test('at the top level raises it once more than the ladder would', () => {
    const steps = raised(
      [t('10:30'), 1],
      [t('14:30'), 2],
      [t('18:30'), 3],
      [t('10:30', 3), 4],
      [t('10:30', 4), 4],
      [t('10:30', 5), 4],
      [t('10:30', 6), 4, 'manual'],
    );
    const ladder = standingAt(t('10:30', 9), unanswered, { raised: steps });
    expect(nextStep(ladder)).toBeNull();
    expect(ladder.run).toEqual({ level: 4, lastRaisedAt: t('10:30', 6), topLevelRaises: 4 });
  });
});

test('a step that nothing overdue explains was asked for', () => {
  expect(triggerOf({ at: t('12:00'), overdue: [], priority: 'high', done: false })).toBe('manual');
});

test('what is still to come is not known', () => {
  const facts = {
    raised: raised([t('10:30'), 1], [t('14:30'), 2]),
    commands: [command(t('15:00'), 'stand-down')],
  };
  expect(nextStep(standingAt(t('12:00'), unanswered, facts))).toEqual({ level: 2, dueAt: t('14:30') });
});

test('a step that was raised at its ideal instants leads to the next ideal instant', () => {
  const ideal = raised([t('10:30'), 1], [t('14:30'), 2], [t('18:30'), 3]);
  const due = [0, 1, 2, 3].map((count) =>
    nextStep(standingAt(t('18:30'), unanswered, { raised: ideal.slice(0, count) })),
  );
  expect(due.map((step) => step?.dueAt)).toEqual([t('10:30'), t('14:30'), t('18:30'), t('10:30', 3)]);
});
