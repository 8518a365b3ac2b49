import { describe, expect, test } from 'vitest';
import { reportClock } from '../../src/clocks/clock-report.ts';
import type { ClockPolicy } from '../../src/clocks/policy.ts';
import { replay } from '../../src/clocks/replay.ts';
import { explainLadder, type LadderCase, type RaisedFact } from '../../src/escalations/explain.ts';
import { explainLadderText } from '../../src/escalations/explain-text.ts';
import type { LadderCommand } from '../../src/escalations/ladder.ts';
import { collectOverdue, type OverdueMoment } from '../../src/escalations/overdue.ts';
import type { Instant } from '../../src/time/instant.ts';
import {
  clockKinds,
  type EscalationLevel,
  type EscalationTrigger,
  type Route,
} from '../../src/vocabulary.ts';
import { calendarOf, mondayToFriday, onDays } from '../support/calendars.ts';
import { hour, type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

const timezone = 'Europe/London';
/** Nobody answers: overdue from 10:30 on Monday the second. */
const unanswered: Story = [[t('10:00'), { state: 'new', priority: 'high' }]];

function explained(
  now: Instant,
  story: Story,
  facts: Partial<LadderCase> = {},
  rules: ClockPolicy = shippedPolicy.clocks,
) {
  const moments: OverdueMoment[] = [];
  const ticket = replay(toVersions(story), rules, now, collectOverdue(moments))!;
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
      rule: 'level 1 is raised as soon as a clock is overdue: on Mon 2 Feb 2026 10:30 GMT; found 1 h 30 min late: this one step is raised, and the ladder goes on from there',
    });
    expect(next).toMatchObject({ level: 2, dueAt: t('16:00') });
  });

  test('is called late from a minute on', () => {
    const ruleOf = (raisedAt: Instant) =>
      explained(t('13:00'), unanswered, { raised: [raise(raisedAt, 1)] }).steps[0]!.rule;
    expect(ruleOf(t('10:30:59.999'))).not.toContain('late');
    expect(ruleOf(t('10:31'))).toContain('found 1 min late');
  });

  test('goes out to the level itself inside the hours of named contacts, else to the service desk', () => {
    const raised = [raise(t('10:30'), 1, 'service-desk'), raise(t('14:30'), 2), raise(t('18:30'), 3)];
    const contacts = explained(t('19:00'), unanswered, { raised }).steps.map((step) => step.contact);
    // By which way a step went is what was decided at its raise.
    expect(contacts.map(({ route, why }) => [route, why])).toEqual([
      ['service-desk', "outside the escalation desk's hours the Service Desk is called"],
      ['direct', "inside the escalation desk's hours the level's own contact is called"],
      ['direct', "inside the escalation desk's hours the level's own contact is called"],
    ]);
    expect(contacts[2]).toMatchObject({
      level: 3,
      position: 'Senior Support Leader',
      details: 'Network & Voice, Manish.Tankaria@exponential-e.com, 020 7096 4051',
    });
  });

  test('on minimum times of a calendar says so', () => {
    const calendar = calendarOf('Europe/London', onDays(mondayToFriday, ['09:00', '12:30']));
    const policy = { ...shippedPolicy.ladder, minimumTimeCalendars: { high: calendar } };
    const raised = [raise(t('10:30'), 1), raise(t('11:00', 3), 2)];
    expect(explained(t('12:00', 3), unanswered, { raised, policy }).steps[1]).toMatchObject({
      dueAt: t('11:00', 3),
      rule: 'at least 4 h, counted on the calendar for minimum times, after level 1 was raised on Mon 2 Feb 2026 10:30 GMT: not before Tue 3 Feb 2026 11:00 GMT',
    });
    const others = { ...shippedPolicy.ladder, minimumTimeCalendars: { low: calendar } };
    const { rule } = explained(t('19:00'), unanswered, { raised: [raise(t('10:30'), 1)], policy: others })
      .next!;
    expect(rule).toMatch(/^at least 4 h after level 1/);
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
      rule: 'at least 4 h after level 1 was raised on Mon 2 Feb 2026 15:00 GMT: not before Mon 2 Feb 2026 19:00 GMT; everything overdue waited on the customer until Tue 3 Feb 2026 10:00 GMT',
    });
  });

  test('is not explained by a wait that was over when it fell due, or in which another clock ran on', () => {
    const short: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('16:00'), { state: 'waiting' }],
      [t('19:00'), { state: 'open' }],
    ];
    const raised = [raise(t('15:00'), 1, 'direct', 'fix'), raise(t('19:00'), 2, 'service-desk', 'fix')];
    expect(explained(t('20:00'), short, { raised }).steps[1]?.rule).toMatch(
      /not before Mon 2 Feb 2026 19:00 GMT$/,
    );

    const { rules } = shippedPolicy.clocks;
    const critical = { ...rules.critical, fix: { ...rules.critical.fix, pausesWhileWaiting: false } };
    const clocks = { ...shippedPolicy.clocks, rules: { ...rules, critical } };
    const partly: Story = [
      [t('10:00'), { state: 'open', priority: 'critical' }],
      [t('18:00'), { state: 'waiting' }],
    ];
    const steps = [
      raise(t('11:00'), 1, 'direct', 'troubleshoot'),
      raise(t('15:00'), 2, 'direct', 'fix'),
      raise(t('19:00'), 3, 'service-desk', 'fix'),
    ];
    const third = explained(t('20:00'), partly, { raised: steps }, clocks).steps[2]!;
    expect(third).toMatchObject({ dueAt: t('19:00'), rule: expect.stringMatching(/19:00 GMT$/) });
  });

  test('of an episode that somebody began is explained by what became overdue later', () => {
    const story: Story = [[t('10:30'), { state: 'open', priority: 'critical', tier: 2 }]];
    const raised = [raise(t('11:00'), 1, 'direct', 'manual'), raise(t('15:30'), 2, 'direct', 'fix')];
    const { steps } = explained(t('16:00'), story, { raised });

    expect(steps[0]).toMatchObject({ dueAt: null, rule: 'somebody asked for it' });
    expect(steps[1]).toMatchObject({
      dueAt: t('15:30'),
      rule: 'at least 4 h after level 1 was raised on Mon 2 Feb 2026 11:00 GMT: not before Mon 2 Feb 2026 15:00 GMT; nothing was overdue until Mon 2 Feb 2026 15:30 GMT',
    });
  });

  test('on a ticket that is overdue from its opening needs nothing to resume', () => {
    const { rules } = shippedPolicy.clocks;
    const high = { ...rules.high, response: { ...rules.high.response, targetMs: 0 } };
    const clocks = { ...shippedPolicy.clocks, rules: { ...rules, high } };
    const { next } = explained(t('10:00'), unanswered, {}, clocks);
    expect(next).toMatchObject({
      dueAt: t('10:00'),
      rule: 'level 1 is raised as soon as a clock is overdue: on Mon 2 Feb 2026 10:00 GMT',
    });
  });

  test('after an acknowledgement says until when it was acknowledged', () => {
    const commands = [{ at: t('14:00'), kind: 'acknowledge' as const, until: t('18:00') }];
    const raised = [raise(t('10:30'), 1), raise(t('18:00'), 2, 'service-desk')];

    expect(explained(t('19:00'), unanswered, { raised, commands }).steps[1]).toMatchObject({
      dueAt: t('18:00'),
      rule: 'at least 4 h after level 1 was raised on Mon 2 Feb 2026 10:30 GMT: not before Mon 2 Feb 2026 14:30 GMT; it was acknowledged until Mon 2 Feb 2026 18:00 GMT',
    });
  });

  test('is not explained by an acknowledgement that had ended when it fell due', () => {
    for (const until of [t('13:00'), t('14:30')]) {
      const commands = [{ at: t('12:00'), kind: 'acknowledge' as const, until }];
      const raised = [raise(t('10:30'), 1), raise(t('14:30'), 2)];
      expect(explained(t('15:00'), unanswered, { raised, commands }).steps[1]?.rule).not.toContain(
        'acknowledged',
      );
    }
  });

  test('on an adopted ticket says that it was adopted, and is not called late', () => {
    const commands = [{ at: t('15:00'), kind: 'adopt' as const, until: null }];
    const facts = { commands, watchedSince: t('12:00'), raised: [raise(t('15:00'), 1)] };

    expect(explained(t('16:00'), unanswered, facts).steps[0]).toMatchObject({
      dueAt: t('15:00'),
      rule: 'level 1 is raised as soon as a clock is overdue: on Mon 2 Feb 2026 10:30 GMT; it was overdue when first mirrored, and adopted on Mon 2 Feb 2026 15:00 GMT',
    });
    const unraised = explained(t('15:00'), unanswered, { ...facts, raised: [], watchedSince: t('10:30') });
    expect(unraised.next?.rule).toContain('adopted on Mon 2 Feb 2026 15:00 GMT');
  });

  test('is explained by no adoption that came before, came later, or was not needed', () => {
    const adopt = (at: Instant) => ({ at, kind: 'adopt' as const, until: null });
    const acknowledge = { at: t('15:10'), kind: 'acknowledge' as const, until: t('15:20') };
    const ruleOf = (watchedSince: Instant | null, ...commands: LadderCommand[]) =>
      explained(t('17:00'), unanswered, { watchedSince, commands, raised: [raise(t('15:30'), 1)] }).steps[0]!
        .rule;

    expect(ruleOf(t('10:29'), adopt(t('15:00')))).not.toContain('adopted');
    expect(ruleOf(null, adopt(t('15:00')))).not.toContain('adopted');
    expect(ruleOf(t('12:00'), adopt(t('15:00')), acknowledge, adopt(t('16:00')))).toContain(
      'adopted on Mon 2 Feb 2026 15:00 GMT',
    );
    const before = explained(t('17:00'), unanswered, { watchedSince: null, commands: [adopt(t('10:29'))] });
    expect(before.next?.rule).not.toContain('adopted');
    expect(ruleOf(t('12:00'), adopt(t('10:20')))).toContain('nothing was overdue then');
    const asked = { watchedSince: t('12:00'), raised: [raise(t('13:00'), 1, 'direct', 'manual')] };
    expect(explained(t('14:00'), unanswered, asked).next?.rule).toBe(
      'at least 4 h after level 1 was raised on Mon 2 Feb 2026 13:00 GMT: not before Mon 2 Feb 2026 17:00 GMT',
    );
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

    expect(steps[0]).toMatchObject({
      dueAt: null,
      rule: 'by what is known now nothing was overdue then; what was raised stays raised',
    });
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
    [
      'resolved',
      t('12:00'),
      [...unanswered, [t('11:00'), { state: 'resolved' }]],
      {},
      'The ticket is resolved, closed or cancelled: nothing is raised.',
    ],
    [
      'not adopted',
      t('13:00'),
      unanswered,
      { watchedSince: t('12:00') },
      'It was overdue already when it was first mirrored: nothing is raised until somebody adopts it.',
    ],
    [
      'paused',
      t('17:00'),
      waits,
      { raised: [raise(t('15:00'), 1)] },
      'Everything overdue waits on the customer: the ladder waits too.',
    ],
    [
      'spent',
      t('12:00', 9),
      unanswered,
      { raised: spent },
      'Level 4 was raised 3 times, as often as it is raised by itself; it is raised again on request only.',
    ],
    [
      'begun by a request while nothing is overdue',
      t('12:00'),
      waits,
      { raised: [raise(t('11:00'), 1, 'direct', 'manual')] },
      'Nothing is overdue: further steps are raised on request only.',
    ],
    [
      'stood down, with nothing further to come',
      t('17:00'),
      [[t('10:00'), { state: 'open', priority: 'critical', tier: 2 }]],
      {
        raised: [raise(t('15:00'), 1)],
        commands: [{ at: t('16:00'), kind: 'stand-down', until: null }],
      },
      'Nothing is overdue and nothing runs towards a breach.',
    ],
    [
      'by request only',
      t('17:00'),
      unanswered,
      { raised: [raise(t('10:30'), 1)], policy: { ...shippedPolicy.ladder, advance: 'manual' } },
      'Levels after the first are raised on request only.',
    ],
  ])('%s', (_, now, story, facts, reason) => {
    const { next, nextWhy } = explained(now, story, facts);
    expect(next).toBeNull();
    expect(nextWhy).toBe(reason);
  });

  test('partly paused and spent: not that everything waits', () => {
    const { rules } = shippedPolicy.clocks;
    const critical = { ...rules.critical, fix: { ...rules.critical.fix, pausesWhileWaiting: false } };
    const clocks = { ...shippedPolicy.clocks, rules: { ...rules, critical } };
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical' }],
      [t('18:00'), { state: 'waiting' }],
    ];
    const { nextWhy } = explained(t('12:00', 9), story, { raised: spent }, clocks);
    expect(nextWhy).toMatch(/^Level 4 was raised 3 times/);
  });

  test('and where one does come, it is the rule of that step', () => {
    const { next, nextWhy } = explained(t('10:30'), unanswered);
    expect(nextWhy).toBe('level 1 is raised as soon as a clock is overdue: on Mon 2 Feb 2026 10:30 GMT');
    expect(next?.rule).toBe(nextWhy);
  });

  test('also for a ticket of which nothing is known to have been overdue', () => {
    const unknown = { moments: [], clocks: [] };
    expect(explained(t('12:00'), unanswered, unknown).nextWhy).toBe(
      'Nothing is overdue and nothing runs towards a breach.',
    );
    const raised = [raise(t('11:00'), 1, 'direct', 'manual')];
    expect(explained(t('12:00'), unanswered, { ...unknown, raised }).nextWhy).toBe(
      'Nothing is overdue: further steps are raised on request only.',
    );
  });

  test('nothing overdue, but a minimum time still running: the level above, at its end', () => {
    const answered: Story = [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:40'), { state: 'open' }],
    ];
    const raised = [raise(t('10:30'), 1)];
    // Troubleshooting is due an hour after the answer.
    expect(explained(t('10:45'), answered, { raised }).nextWhy).toBe(
      'Nothing is overdue. If nothing happens, troubleshoot breaches on Mon 2 Feb 2026 11:40 GMT and level 2 is raised on Mon 2 Feb 2026 14:30 GMT.',
    );
    // Its breach at the very end of the minimum time begins from level 1.
    const exactly = [raise(t('07:40'), 1)];
    expect(explained(t('10:45'), answered, { raised: exactly }).nextWhy).toMatch(
      /level 1 is raised on Mon 2 Feb 2026 11:40 GMT\.$/,
    );
  });

  test('nothing overdue and several clocks running: the one that breaches first', () => {
    const { rules } = shippedPolicy.clocks;
    const high = { ...rules.high, response: { ...rules.high.response, targetMs: 11 * hour } };
    const clocks = { ...shippedPolicy.clocks, rules: { ...rules, high } };
    expect(explained(t('10:10'), unanswered, {}, clocks).nextWhy).toMatch(
      /fix breaches on Mon 2 Feb 2026 20:00 GMT/,
    );
  });

  test('nothing overdue while one clock waits and another is met: neither is foreseen', () => {
    const story: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('11:00'), { state: 'waiting' }],
    ];
    expect(explained(t('12:00'), story).nextWhy).toBe(
      'Nothing is overdue and nothing runs towards a breach.',
    );
  });

  test('whom to call for the next step is decided by when it will be raised: then, or now if that is over', () => {
    const raised = [raise(t('10:30'), 1), raise(t('14:30'), 2)];
    expect(explained(t('15:00'), unanswered, { raised }).next?.contact.route).toBe('service-desk');
    expect(explained(t('20:00'), unanswered).next?.contact.route).toBe('service-desk');
    expect(explained(t('11:00'), unanswered).next?.contact.route).toBe('direct');
  });

  test('nothing overdue: the next breach, and the level that it would raise', () => {
    expect(explained(t('10:10'), unanswered).nextWhy).toBe(
      'Nothing is overdue. If nothing happens, response breaches on Mon 2 Feb 2026 10:30 GMT and level 1 is raised on Mon 2 Feb 2026 10:30 GMT.',
    );
  });
});

describe('in words, a ladder', () => {
  const text = (now: Instant, facts: Partial<LadderCase> = {}) =>
    explainLadderText(explained(now, unanswered, facts), now, timezone).split('\n');

  test('tells what was raised and why, whom to call, and what is due now', () => {
    const raised = [raise(t('10:30'), 1), raise(t('14:40'), 2, 'direct', 'manual')];
    expect(text(t('19:00'), { raised })).toEqual([
      'ESCALATION:',
      '  Level 1, Service Desk, raised on Mon 2 Feb 2026 10:30 GMT because response was overdue: level 1 is raised as soon as a clock is overdue: on Mon 2 Feb 2026 10:30 GMT.',
      "    Call support@exponential-e.com, 0800 1303 365: inside the escalation desk's hours the level's own contact is called.",
      '  Level 2, Service Desk Manager, raised on Mon 2 Feb 2026 14:40 GMT on request: somebody asked for it; the minimum time of level 1 ended on Mon 2 Feb 2026 14:30 GMT.',
      "    Call support@exponential-e.com, 0800 1303 365: inside the escalation desk's hours the level's own contact is called.",
      '  Next: level 3, Senior Support Leader, due now: at least 4 h after level 2 was raised on Mon 2 Feb 2026 14:40 GMT: not before Mon 2 Feb 2026 18:40 GMT.',
      "    Call support@exponential-e.com, 0800 1303 365: outside the escalation desk's hours the Service Desk is called, who will then contact the Senior Support Leader.",
    ]);
  });

  test('tells what is ahead, and until when it is acknowledged', () => {
    const raised = [raise(t('10:30'), 1)];
    const commands = [{ at: t('11:00'), kind: 'acknowledge' as const, until: t('12:00') }];
    expect(text(t('13:00'), { raised, commands }).slice(3)).toEqual([
      '  Acknowledged until Mon 2 Feb 2026 12:00 GMT.',
      '  Next: level 2, Service Desk Manager, on Mon 2 Feb 2026 14:30 GMT if nothing changes: at least 4 h after level 1 was raised on Mon 2 Feb 2026 10:30 GMT: not before Mon 2 Feb 2026 14:30 GMT.',
      "    Call support@exponential-e.com, 0800 1303 365: inside the escalation desk's hours the level's own contact is called.",
    ]);
  });

  test('on which nothing was raised says so, and what would raise it', () => {
    expect(text(t('10:10'))).toEqual([
      'ESCALATION:',
      '  Nothing was raised.',
      '  Nothing is overdue. If nothing happens, response breaches on Mon 2 Feb 2026 10:30 GMT and level 1 is raised on Mon 2 Feb 2026 10:30 GMT.',
    ]);
    expect(text(t('10:30'))[2]).toMatch(/^ {2}Next: level 1, Service Desk, due now: /);
  });
});
