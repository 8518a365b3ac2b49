import { describe, expect, test } from 'vitest';
import { reportClock } from '../../src/clocks/clock-report.ts';
import { replay } from '../../src/clocks/replay.ts';
import { explainLadder, type LadderCase, type RaisedFact } from '../../src/escalations/explain.ts';
import { explainLadderText } from '../../src/escalations/explain-text.ts';
import { collectOverdue, type OverdueMoment } from '../../src/escalations/overdue.ts';
import type { Instant } from '../../src/time/instant.ts';
import {
  clockKinds,
  type EscalationLevel,
  type EscalationTrigger,
  type Route,
} from '../../src/vocabulary.ts';
import { type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

const timezone = 'Europe/London';
/** Nobody answers: overdue from 10:30 on Monday the second. */
const unanswered: Story = [[t('10:00'), { state: 'new', priority: 'high' }]];

function explained(now: Instant, story: Story, facts: Partial<LadderCase> = {}) {
  const moments: OverdueMoment[] = [];
  const ticket = replay(toVersions(story), shippedPolicy.clocks, now, collectOverdue(moments))!;
  const clocks = clockKinds.map((kind) => reportClock(ticket, kind, now));
  const { ladder: policy } = shippedPolicy;
  return explainLadder({
    policy,
    moments,
    raised: [],
    commands: [],
    watchedSince: null,
    clocks,
    now,
    timezone,
    ...facts,
  });
}

function raise(
  at: Instant,
  level: EscalationLevel,
  route: Route = 'direct',
  trigger: EscalationTrigger = 'response',
): RaisedFact {
  return { at, level, route, trigger, messageId: `message-${level}` };
}

describe('a step that was raised', () => {
  test('is explained by the breach, or by the minimum time of the level before, with whom to call', () => {
    const raised = [raise(t('10:30'), 1), raise(t('14:30'), 2), raise(t('18:30'), 3, 'service-desk')];
    const { steps } = explained(t('19:00'), unanswered, { raised });

    expect(steps.map(({ rule }) => rule)).toEqual([
      'level 1 is raised as soon as a clock is overdue: on Mon 2 Feb 2026 10:30 GMT',
      'at least 4 h after level 1 was raised on Mon 2 Feb 2026 10:30 GMT: not before Mon 2 Feb 2026 14:30 GMT',
      'at least 4 h after level 2 was raised on Mon 2 Feb 2026 14:30 GMT: not before Mon 2 Feb 2026 18:30 GMT',
    ]);
    expect(steps[2]?.contact).toMatchObject({
      position: 'Senior Support Leader',
      details: 'support@exponential-e.com, 0800 1303 365',
      why: "outside the escalation desk's hours the Service Desk is called, who will then contact the Senior Support Leader",
    });
  });

  test('late says by how much, and that one step is raised and no more', () => {
    const { steps, next } = explained(t('13:00'), unanswered, { raised: [raise(t('12:00'), 1)] });

    expect(steps[0]).toMatchObject({
      dueAt: t('10:30'),
      rule: expect.stringContaining('found 1 h 30 min late'),
    });
    expect(next).toMatchObject({ level: 2, dueAt: t('16:00') });
  });

  test('is late since it first fell due, though something else became overdue meanwhile', () => {
    const story: Story = [[t('10:00'), { state: 'new', priority: 'critical' }]];
    const raised = [raise(t('10:30'), 1), raise(t('16:30'), 2)];

    expect(explained(t('17:00'), story, { raised }).steps[1]?.dueAt).toBe(t('14:30'));
  });

  test('after a wait is explained by the resumption', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('16:00'), { state: 'waiting' }],
      [t('10:00', 3), { state: 'open' }],
    ];
    const raised = [raise(t('15:00'), 1, 'direct', 'fix'), raise(t('10:00', 3), 2, 'direct', 'fix')];
    const { steps } = explained(t('11:00', 3), story, { raised });

    expect(steps[1]).toMatchObject({
      dueAt: t('10:00', 3),
      rule: expect.stringMatching(
        /everything overdue waited on the customer until Tue 3 Feb 2026 10:00 GMT$/,
      ),
    });
  });

  test('after an acknowledgement says until when it was acknowledged', () => {
    const commands = [{ at: t('14:00'), kind: 'acknowledge' as const, until: t('18:00') }];
    const raised = [raise(t('10:30'), 1), raise(t('18:00'), 2, 'service-desk')];

    expect(explained(t('19:00'), unanswered, { raised, commands }).steps[1]).toMatchObject({
      dueAt: t('18:00'),
      rule: expect.stringContaining('acknowledged until Mon 2 Feb 2026 18:00 GMT'),
    });
  });

  test('on an adopted ticket says that it was adopted, and is not called late', () => {
    const commands = [{ at: t('15:00'), kind: 'adopt' as const, until: null }];
    const facts = { commands, watchedSince: t('12:00'), raised: [raise(t('15:00'), 1)] };
    const { rule } = explained(t('16:00'), unanswered, facts).steps[0]!;

    expect(rule).toContain('adopted on Mon 2 Feb 2026 15:00 GMT');
    expect(rule).not.toContain('late');
  });

  test('on request says so', () => {
    const raised = [raise(t('10:30'), 1), raise(t('15:00'), 2, 'direct', 'manual')];

    expect(explained(t('16:00'), unanswered, { raised }).steps[1]).toMatchObject({
      dueAt: null,
      rule: 'somebody asked for it; the minimum time of level 1 ended on Mon 2 Feb 2026 14:30 GMT',
    });
  });

  test('for a breach that later knowledge removed stays, and says that nothing was overdue', () => {
    const answered: Story = [...unanswered, [t('10:20'), { state: 'open' }]];
    const { steps } = explained(t('11:00'), answered, { raised: [raise(t('10:30'), 1)] });

    expect(steps[0]?.rule).toContain('by what is known now nothing was overdue then');
  });
});

describe('where no step comes by itself, the reason is given', () => {
  const waits: Story = [
    [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
    [t('16:00'), { state: 'waiting' }],
  ];
  const spent = [
    raise(t('10:30'), 1),
    raise(t('14:30'), 2),
    raise(t('18:30'), 3),
    raise(t('10:30', 3), 4),
    raise(t('10:30', 4), 4),
    raise(t('10:30', 5), 4),
  ];

  test.each<[string, Instant, Story, Partial<LadderCase>, string]>([
    ['resolved', t('12:00'), [...unanswered, [t('11:00'), { state: 'resolved' }]], {}, 'resolved, closed or'],
    ['not adopted', t('13:00'), unanswered, { watchedSince: t('12:00') }, 'until somebody adopts it'],
    ['paused', t('17:00'), waits, { raised: [raise(t('15:00'), 1)] }, 'waits on the customer'],
    ['spent', t('12:00', 9), unanswered, { raised: spent }, 'was raised 3 times'],
    [
      'by request only',
      t('17:00'),
      unanswered,
      { raised: [raise(t('10:30'), 1)], policy: { ...shippedPolicy.ladder, advance: 'manual' } },
      'on request only',
    ],
  ])('%s', (_, now, story, facts, reason) => {
    const { next, nextWhy } = explained(now, story, facts);
    expect(next).toBeNull();
    expect(nextWhy).toContain(reason);
  });

  test('nothing overdue: the next breach, and the level that it would raise', () => {
    expect(explained(t('10:10'), unanswered).nextWhy).toBe(
      'Nothing is overdue. If nothing happens, response breaches on Mon 2 Feb 2026 10:30 GMT and level 1 is raised on Mon 2 Feb 2026 10:30 GMT.',
    );
  });
});

test('the text names what is next, whom to call, and what is due now', () => {
  const { ladder: policy } = shippedPolicy;
  const given = explained(t('15:00'), unanswered, { raised: [raise(t('10:30'), 1)] });
  const text = explainLadderText(given, t('15:00'), timezone);

  expect(policy.levels[1].position).toBe('Service Desk Manager');
  expect(text).toContain('Next: level 2, Service Desk Manager, due now: at least 4 h after level 1');
  expect(explainLadderText(explained(t('10:31'), unanswered), t('10:31'), timezone)).toContain(
    'Nothing was raised.',
  );
});
