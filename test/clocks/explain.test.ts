import { describe, expect, test } from 'vitest';
import { type ClockExplanation, explainClocks } from '../../src/clocks/explain.ts';
import { explainClockText } from '../../src/clocks/explain-text.ts';
import type { ClockPolicy, ClockRule } from '../../src/clocks/policy.ts';
import type { Instant } from '../../src/time/instant.ts';
import { type ClockKind, clockKinds } from '../../src/vocabulary.ts';
import { shippedCalendar } from '../support/calendar-definitions.ts';
import { at } from '../support/calendars.ts';
import { hour, minute, type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

function explained(
  asOf: Instant,
  story: Story,
  kind: ClockKind = 'fix',
  policy: ClockPolicy = shippedPolicy.clocks,
): ClockExplanation {
  const { clocks } = explainClocks(toVersions(story), policy, asOf, shippedCalendar)!;
  return clocks[clockKinds.indexOf(kind)]!;
}

/** "open 10:00 running 2": each segment with its kind and the hours that it counts. */
function told({ segments }: ClockExplanation): string[] {
  return segments.map(({ fromAt, kind, countedMs }) => {
    const start = new Date(fromAt).toISOString().slice(8, 16).replace('T', ' ');
    return `${start} ${kind} ${countedMs / hour}`;
  });
}

function text(explanation: ClockExplanation): string {
  return explainClockText(explanation, 'the line of the policy');
}

describe('the segments of a clock', () => {
  test('tell pauses, closed hours, resolution, cancellation and missing cover apart', () => {
    const fix = explained(t('12:00', 4), [
      [t('16:00'), { state: 'open', priority: 'normal', tier: 2 }],
      [t('17:00'), { state: 'waiting' }],
      [t('09:00', 3), { state: 'open' }],
      [t('10:00', 3), { state: 'resolved' }],
      [t('11:00', 3), { state: 'open' }],
      [t('12:00', 3), { state: 'cancelled' }],
      [t('13:00', 3), { state: 'open', covered: false }],
      [t('14:00', 3), { covered: true }],
    ]);

    expect(told(fix)).toEqual([
      '02 16:00 running 1',
      '02 17:00 paused 0',
      '03 09:00 running 1',
      '03 10:00 resolved 0',
      '03 11:00 running 1',
      '03 12:00 cancelled 0',
      '03 13:00 not-covered 0',
      '03 14:00 running 3.5',
      '03 17:30 closed-hours 0',
      '04 09:00 running 3',
    ]);
    expect(fix.segments.map(({ why }) => why)).toEqual([
      'it runs',
      'the ticket waits on the customer',
      'it runs',
      'the ticket is resolved',
      'it runs',
      'the ticket is cancelled',
      'the service or its contract is cancelled',
      'it runs',
      'closed on "business"',
      'it runs',
    ]);
  });

  test('are not divided by a version that changes nothing about the clock', () => {
    const critical: Story = [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('11:00'), { tier: 3 }],
      [t('12:00'), { state: 'waiting' }],
      [t('12:30'), { priority: 'high' }],
    ];
    expect(told(explained(t('13:00'), critical))).toEqual(['02 10:00 running 2', '02 12:00 paused 0']);
  });

  test('tell one gap where several things keep the clock from running one after the other for one reason', () => {
    const fix = explained(t('14:00'), [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('11:00'), { state: 'resolved' }],
      [t('12:00'), { state: 'closed' }],
      [t('13:00'), { state: 'open' }],
    ]);
    expect(told(fix)).toEqual(['02 10:00 running 1', '02 11:00 resolved 0', '02 13:00 running 1']);
  });

  test('call a bank holiday by its name, and keep the weekend beside it apart', () => {
    const fix = explained(at('2026-04-07T10:00:00+01:00'), [
      [at('2026-04-02T17:00:00+01:00'), { state: 'open', priority: 'normal', tier: 2 }],
    ]);

    expect(fix.segments.map(({ kind, why }) => `${kind}: ${why}`)).toEqual([
      'running: it runs',
      'closed-hours: closed on "business"',
      'holiday: holiday: Good Friday',
      'closed-hours: closed on "business"',
      'holiday: holiday: Easter Monday',
      'closed-hours: closed on "business"',
      'running: it runs',
    ]);
    expect(text(fix)).toContain('Fri 3 Apr 2026, all day: holiday: Good Friday; nothing counted');
  });

  test('begin with the wait for a response where the clock begins with it', () => {
    const waiting: Story = [[t('10:00'), { state: 'new', priority: 'high' }]];

    expect(told(explained(t('10:20'), waiting, 'troubleshoot'))).toEqual(['02 10:00 pending 0']);
    expect(
      told(explained(t('11:15'), [...waiting, [t('10:15'), { state: 'open' }]], 'troubleshoot')),
    ).toEqual(['02 10:00 pending 0', '02 10:15 running 1']);
  });

  test('end in cancellation for good where the stop fell into it', () => {
    const fix = explained(t('14:00'), [
      [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
      [t('11:00'), { covered: false }],
      [t('12:00'), { state: 'resolved' }],
      [t('13:00'), { covered: true }],
    ]);

    expect(told(fix)).toEqual(['02 10:00 running 1', '02 11:00 not-covered 0', '02 13:00 cancelled 0']);
    expect(fix.segments.at(-1)?.why).toBe(
      'what stops it happened while the ticket was cancelled or not covered: it stays cancelled',
    );
    expect(fix.due.why).toBe('It is cancelled: nothing falls due.');
  });
});

describe('the due time', () => {
  test('is derived step by step: what each stretch uses up, and what is left', () => {
    const fix = explained(t('12:00', 6), [[t('10:00', 6), { state: 'open', priority: 'normal', tier: 2 }]]);
    const steps = fix.due.steps.map((step) => [step.kind, step.countedMs / hour, step.leftMs / hour]);

    expect(steps.slice(0, 4)).toEqual([
      ['running', 2, 46],
      ['running', 5.5, 40.5],
      ['closed-hours', 0, 40.5],
      ['running', 8.5, 32],
    ]);
    expect(steps.at(-1)).toEqual(['running', 6.5, 0]);
    expect(fix.due.steps.map((step) => step.isForeseen).slice(0, 2)).toEqual([false, true]);
    expect(fix.due.dueAt).toBe(fix.report.dueAt);
    expect(text(fix)).toContain('From here on, with 46 h left:');
    expect(text(fix)).toContain('Due Fri 13 Feb 2026 15:30 GMT. The target will be used up then');
  });

  test('that was used up lies where it was used up, and the time after it is told too', () => {
    const fix = explained(t('20:00'), [[t('10:00'), { state: 'open', priority: 'critical', tier: 2 }]]);

    expect(fix.due).toMatchObject({ dueAt: t('15:00'), why: 'The target was used up then.' });
    expect(fix.due.steps).toHaveLength(1);
    expect(text(fix)).toContain('FIX: breached on Mon 2 Feb 2026 15:00 GMT, 10 h of 5 h used');
  });

  test('is none while the clock stands still with target left', () => {
    const fix = explained(t('12:00'), [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('11:00'), { state: 'waiting' }],
    ]);

    expect(fix.due).toMatchObject({ dueAt: null });
    expect(fix.due.steps.at(-1)).toMatchObject({ kind: 'paused', leftMs: 4 * hour });
    expect(text(fix)).toContain('no due time until it runs on');
    const atOnce = explained(t('10:00'), [[t('10:00'), { state: 'waiting', priority: 'critical', tier: 2 }]]);
    expect(atOnce.due).toEqual({
      dueAt: null,
      steps: [],
      why: 'It stands still with target left: it has no due time until it runs on.',
    });
  });

  test('is none while the clock has not begun or is cancelled, and nothing leads to it', () => {
    const unanswered: Story = [[t('10:00'), { state: 'new', priority: 'high' }]];
    expect(explained(t('10:10'), unanswered, 'troubleshoot').due).toEqual({
      dueAt: null,
      steps: [],
      why: 'It is not started: it begins with the first response.',
    });
    expect(explained(t('10:10'), [[t('10:00'), { state: 'cancelled', priority: 'high' }]]).due).toEqual({
      dueAt: null,
      steps: [],
      why: 'It is cancelled: nothing falls due.',
    });
  });

  test('of a clock that was stopped in time is when it would have been used up', () => {
    const fix = explained(t('12:00'), [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('11:00'), { state: 'resolved' }],
    ]);

    expect(fix.due).toMatchObject({ dueAt: t('15:00') });
    expect(fix.due.steps.at(-1)).toMatchObject({ why: 'had it run on', isForeseen: true });
    expect(text(fix)).toContain('FIX: met on Mon 2 Feb 2026 11:00 GMT, 1 h of 5 h used');
  });
});

describe('a change of priority', () => {
  const since: Story = [[t('09:00'), { state: 'open', priority: 'high', tier: 2 }]];

  test('is told with both standings, and that it makes the breach', () => {
    const fix = explained(t('16:00'), [...since, [t('15:00'), { priority: 'critical' }]]);

    expect(fix.priorityChanges).toEqual([
      {
        at: t('15:00'),
        before: {
          priority: 'high',
          targetMs: 10 * hour,
          calendarName: 'always',
          elapsedMs: 6 * hour,
          dueAt: t('19:00'),
        },
        after: {
          priority: 'critical',
          targetMs: 5 * hour,
          calendarName: 'always',
          elapsedMs: 6 * hour,
          dueAt: t('14:00'),
        },
        effect: 'breached',
        supersededAt: null,
      },
    ]);
    expect(text(fix)).toContain(
      '6 h of 5 h on "always" instead of 6 h of 10 h on "always"; that puts it over',
    );
  });

  test('that takes a breach back names the breach, and counts anew on the other calendar', () => {
    const fix = explained(t('21:00'), [
      ...since,
      [t('15:00'), { priority: 'critical' }],
      [t('20:00'), { priority: 'normal' }],
    ]);

    expect(fix.priorityChanges[1]).toMatchObject({
      effect: 'breach-superseded',
      supersededAt: t('15:00'),
      after: { elapsedMs: 8.5 * hour, calendarName: 'business' },
    });
    expect(text(fix)).toContain('the breach of Mon 2 Feb 2026 15:00 GMT is taken back');
  });

  test('of a clock that has not begun is told when it happens, and its new rule is shown', () => {
    const story: Story = [
      [t('10:00'), { state: 'new', priority: 'high' }],
      [t('10:10'), { priority: 'normal' }],
    ];
    const { priority, priorityChanges } = explained(t('10:20'), story, 'troubleshoot');
    expect(priority).toBe('normal');
    expect(priorityChanges.map(({ at, effect }) => [at, effect])).toEqual([[t('10:10'), 'within']]);
  });

  test('while the clock is finished is told only when it runs on', () => {
    const story: Story = [
      ...since,
      [t('10:00'), { state: 'resolved' }],
      [t('11:00'), { priority: 'critical' }],
    ];

    expect(explained(t('12:00'), story).priorityChanges).toEqual([]);
    expect(explained(t('13:00'), [...story, [t('12:00'), { state: 'open' }]]).priorityChanges).toMatchObject([
      { at: t('12:00'), effect: 'within', after: { priority: 'critical', elapsedMs: hour } },
    ]);
  });
});

describe('in words, a clock', () => {
  const critical: Story = [[t('10:00'), { state: 'open', priority: 'critical', tier: 2 }]];
  const lines = (asOf: Instant, story: Story, kind: ClockKind = 'fix', policy = shippedPolicy.clocks) =>
    text(explained(asOf, story, kind, policy)).split('\n');

  test('that runs tells what was counted and how it comes to its due time', () => {
    expect(lines(t('10:10'), critical)).toEqual([
      'FIX: running, 10 min of 5 h used, due Mon 2 Feb 2026 15:00 GMT',
      '  Rule: the line of the policy',
      '  What was counted:',
      '    Mon 2 Feb 2026 10:00–10:10 GMT: it runs; 10 min counted',
      '    Together 10 min of 5 h.',
      '  From here on, with 4 h 50 min left:',
      '    Mon 2 Feb 2026 10:10–15:00 GMT: if it runs on; 4 h 50 min counted, 0 min left',
      '  Due Mon 2 Feb 2026 15:00 GMT. The target will be used up then if nothing changes.',
    ]);
  });

  test('that begins this instant has nothing counted yet', () => {
    expect(lines(t('10:00'), critical).slice(0, 3)).toEqual([
      'FIX: running, 0 min of 5 h used, due Mon 2 Feb 2026 15:00 GMT',
      '  Rule: the line of the policy',
      '  From here on, with 5 h left:',
    ]);
  });

  test('that has not begun says what it waits for', () => {
    expect(lines(t('10:10'), [[t('10:00'), { state: 'new', priority: 'high' }]], 'troubleshoot')).toEqual([
      'TROUBLESHOOT: not started',
      '  Rule: the line of the policy',
      '  What was counted:',
      '    Mon 2 Feb 2026 10:00–10:10 GMT: it begins with the first response; nothing counted',
      '    Together 0 min of 1 h.',
      '  It is not started: it begins with the first response.',
    ]);
  });

  test('that waits says so, and that it has no due time', () => {
    expect(lines(t('16:00'), [...critical, [t('12:00'), { state: 'waiting' }]])).toEqual([
      'FIX: paused while the ticket waits on the customer, 2 h of 5 h used',
      '  Rule: the line of the policy',
      '  What was counted:',
      '    Mon 2 Feb 2026 10:00–12:00 GMT: it runs; 2 h counted',
      '    Mon 2 Feb 2026 12:00–16:00 GMT: the ticket waits on the customer; nothing counted',
      '    Together 2 h of 5 h.',
      '  It stands still with target left: it has no due time until it runs on.',
    ]);
  });

  test('that waits and does not pause for it says that too', () => {
    const { segments } = explained(
      t('10:10'),
      [[t('10:00'), { state: 'waiting', priority: 'high', respondedAt: t('11:00') }]],
      'response',
    );
    expect(segments.map(({ why, countedMs }) => [why, countedMs])).toEqual([
      ['the ticket waits on the customer; this clock runs on', 10 * minute],
    ]);
  });

  test.each<[string, Story, string, string]>([
    [
      'met',
      [...critical, [t('12:00'), { state: 'resolved' }]],
      'FIX: met on Mon 2 Feb 2026 12:00 GMT, 2 h of 5 h used',
      '  Due Mon 2 Feb 2026 15:00 GMT. It stopped with target left: it would have been used up then.',
    ],
    [
      'missed',
      [...critical, [t('16:00'), { state: 'resolved' }]],
      'FIX: missed: breached on Mon 2 Feb 2026 15:00 GMT, stopped on Mon 2 Feb 2026 16:00 GMT, 6 h of 5 h used',
      '  Due Mon 2 Feb 2026 15:00 GMT. The target was used up then.',
    ],
    [
      'breached',
      critical,
      'FIX: breached on Mon 2 Feb 2026 15:00 GMT, 7 h of 5 h used',
      '  Due Mon 2 Feb 2026 15:00 GMT. The target was used up then.',
    ],
    [
      'breached and paused',
      [...critical, [t('16:00'), { state: 'waiting' }]],
      'FIX: breached on Mon 2 Feb 2026 15:00 GMT, 6 h of 5 h used, and paused while the ticket waits on the customer',
      '  Due Mon 2 Feb 2026 15:00 GMT. The target was used up then.',
    ],
    [
      'cancelled',
      [...critical, [t('16:00'), { state: 'cancelled' }]],
      'FIX: cancelled (cancelled), 6 h of 5 h used',
      '  It is cancelled: nothing falls due.',
    ],
    [
      'no longer covered',
      [...critical, [t('11:00'), { covered: false }]],
      'FIX: cancelled (not-covered), 1 h of 5 h used',
      '  It is cancelled: nothing falls due.',
    ],
  ])('that is %s says when, and what of its target was used', (_, story, first, last) => {
    const told = lines(t('17:00'), story);
    expect([told[0], told.at(-1)]).toEqual([first, last]);
    expect(told.join()).not.toContain('From here on');
  });

  test('names every breach that was taken back', () => {
    const story: Story = [
      ...critical,
      [t('15:10'), { priority: 'normal' }],
      [t('15:20'), { priority: 'critical' }],
      [t('15:30'), { priority: 'high' }],
    ];
    expect(lines(t('16:00'), story)[0]).toBe(
      'FIX: running, 6 h of 10 h used, due Mon 2 Feb 2026 20:00 GMT; taken back: the breach of Mon 2 Feb 2026 15:00 GMT, Mon 2 Feb 2026 15:20 GMT',
    );
    expect(lines(t('15:15'), [...story.slice(0, 2), [t('15:12'), { state: 'waiting' }]])[0]).toMatch(
      /; taken back: the breach of Mon 2 Feb 2026 15:00 GMT$/,
    );
  });

  test.each<[string, Instant, Story, string]>([
    [
      'stays within its target',
      t('11:30'),
      [
        [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
        [t('11:20'), { priority: 'critical' }],
      ],
      'Mon 2 Feb 2026 11:20 GMT: high → critical; judged as if it had been critical from the start: 1 h 20 min of 5 h on "always" instead of 1 h 20 min of 10 h on "always"; it is within its target.',
    ],
    [
      'breaches by it',
      t('16:30'),
      [
        [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
        [t('16:00'), { priority: 'critical' }],
      ],
      'Mon 2 Feb 2026 16:00 GMT: high → critical; judged as if it had been critical from the start: 6 h of 5 h on "always" instead of 6 h of 10 h on "always"; that puts it over: it breaches at the change.',
    ],
    [
      'stays breached',
      t('20:30'),
      [
        [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
        [t('20:20'), { priority: 'critical' }],
      ],
      'Mon 2 Feb 2026 20:20 GMT: high → critical; judged as if it had been critical from the start: 10 h 20 min of 5 h on "always" instead of 10 h 20 min of 10 h on "always"; it stays over and keeps its first breach.',
    ],
    [
      'is back within its target',
      t('16:00'),
      [...critical, [t('15:30'), { priority: 'high' }]],
      'Mon 2 Feb 2026 15:30 GMT: critical → high; judged as if it had been high from the start: 5 h 30 min of 10 h on "always" instead of 5 h 30 min of 5 h on "always"; it is back within its target; the breach of Mon 2 Feb 2026 15:00 GMT is taken back.',
    ],
  ])('whose priority changes %s', (_, asOf, story, line) => {
    const told = lines(asOf, story);
    expect(told[told.indexOf('  Changes of priority:') + 1]).toBe(`    ${line}`);
  });

  test('whose new priority has the same target says just that, unless it counts otherwise', () => {
    const { rules } = shippedPolicy.clocks;
    const changed: Story = [
      [t('10:00'), { state: 'new', priority: 'critical' }],
      [t('10:05'), { state: 'new' }],
      [t('10:10'), { priority: 'high' }],
    ];
    const lineOf = (rule: Partial<ClockRule>): string | undefined => {
      const response = { ...rules.high.response, ...rule };
      const policy = { ...shippedPolicy.clocks, rules: { ...rules, high: { ...rules.high, response } } };
      const told = lines(t('10:20'), changed, 'response', policy);
      return told[told.indexOf('  Changes of priority:') + 1];
    };
    expect(lineOf({})).toBe(
      '    Mon 2 Feb 2026 10:10 GMT: critical → high; its target and calendar stay the same.',
    );
    const business = rules.normal.fix;
    expect(lineOf({ calendar: business.calendar, calendarName: business.calendarName })).toMatch(
      /10 min of 30 min on "business" instead of 10 min of 30 min on "always"/,
    );
    expect(lineOf({ targetMs: hour })).toMatch(/10 min of 1 h on "always" instead of 10 min of 30 min/);
  });

  test('whose new priority counts the same hours, but not its waits, says so', () => {
    const { rules } = shippedPolicy.clocks;
    const fix = { ...rules.critical.fix, pausesWhileWaiting: false };
    const policy = { ...shippedPolicy.clocks, rules: { ...rules, high: { ...rules.high, fix } } };
    const story: Story = [
      ...critical,
      [t('11:00'), { state: 'waiting' }],
      [t('12:00'), { state: 'open', priority: 'high' }],
    ];
    expect(lines(t('12:00'), story, 'fix', policy).join()).toContain(
      '2 h of 5 h on "always" instead of 1 h of 5 h on "always"',
    );
  });
});

describe('a clock with a long life', () => {
  const normal: Story = [[t('10:00'), { state: 'open', priority: 'normal', tier: 2 }]];
  const counted = (asOf: Instant, story: Story): string[] => {
    const told = text(explained(asOf, story)).split('\n');
    return told.slice(
      told.indexOf('  What was counted:') + 1,
      told.findIndex((line) => line.includes('Together')),
    );
  };

  test('is told by every opening and closing up to sixteen lines, then by what lies between other reasons', () => {
    expect(counted(t('20:00', 11), normal)).toHaveLength(16);
    expect(counted(t('10:00', 12), normal)).toEqual([
      '    Mon 2 Feb 2026 10:00 GMT – Thu 12 Feb 2026 10:00 GMT: it runs, closed hours left out; 68 h counted',
    ]);
    const waited: Story = [
      ...normal,
      [t('11:00', 3), { state: 'waiting' }],
      [t('12:00', 3), { state: 'open' }],
    ];
    expect(counted(t('10:00', 12), waited)).toEqual([
      '    Mon 2 Feb 2026 10:00 GMT – Tue 3 Feb 2026 11:00 GMT: it runs, closed hours left out; 9 h 30 min counted',
      '    Tue 3 Feb 2026 11:00–12:00 GMT: the ticket waits on the customer; nothing counted',
      '    Tue 3 Feb 2026 12:00 GMT – Thu 12 Feb 2026 10:00 GMT: it runs, closed hours left out; 57 h 30 min counted',
    ]);
  });

  test('counts what is left down to nothing, however long the way ahead is', () => {
    const story: Story = [[at('2026-04-02T10:00:00+01:00'), { state: 'open', priority: 'normal', tier: 2 }]];
    const policy = { ...shippedPolicy.clocks.rules };
    const fix = { ...policy.normal.fix, targetMs: 100 * hour };
    const rules = { ...policy, normal: { ...policy.normal, fix } };
    const told = text(
      explained(at('2026-04-02T10:00:00+01:00'), story, 'fix', { ...shippedPolicy.clocks, rules }),
    ).split('\n');
    expect(told.slice(2)).toEqual([
      '  From here on, with 100 h left:',
      '    Thu 2 Apr 2026 10:00 BST – Fri 3 Apr 2026 00:00 BST: it runs, closed hours left out; 7 h 30 min counted, 92 h 30 min left',
      '    Fri 3 Apr 2026, all day: holiday: Good Friday; nothing counted, 92 h 30 min left',
      '    Sat 4 Apr 2026 00:00 BST – Mon 6 Apr 2026 00:00 BST: closed on "business"; nothing counted, 92 h 30 min left',
      '    Mon 6 Apr 2026, all day: holiday: Easter Monday; nothing counted, 92 h 30 min left',
      '    Tue 7 Apr 2026 00:00 BST – Tue 21 Apr 2026 16:30 BST: it runs, closed hours left out; 92 h 30 min counted, 0 min left',
      '  Due Tue 21 Apr 2026 16:30 BST. The target will be used up then if nothing changes.',
    ]);
  });
});

test('what a ticket was, and whether it waited, is told with its clocks', () => {
  const story: Story = [
    [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
    [t('11:00'), { tier: 3 }],
    [t('12:00'), { state: 'waiting' }],
    [t('13:00'), { covered: false, state: 'open' }],
    [t('14:00'), { priority: 'critical' }],
  ];
  const { conditions } = explainClocks(toVersions(story), shippedPolicy.clocks, t('15:00'), shippedCalendar)!;
  expect(conditions).toEqual([
    { at: t('10:00'), state: 'open', covered: true, priority: 'high' },
    { at: t('12:00'), state: 'waiting', covered: true, priority: 'high' },
    { at: t('13:00'), state: 'open', covered: false, priority: 'high' },
    { at: t('14:00'), state: 'open', covered: false, priority: 'critical' },
  ]);
  expect(explained(t('11:30'), story).ticketWaited).toBe(false);
  expect(explained(t('12:30'), story).ticketWaited).toBe(true);
  expect(explained(t('12:30'), story, 'response').ticketWaited).toBe(false);
  const inPassing: Story = [
    [t('10:00'), { state: 'open', priority: 'high', tier: 2 }],
    [t('12:00'), { state: 'waiting' }],
    [t('12:00'), { state: 'open' }],
  ];
  expect(explained(t('12:30'), inPassing).ticketWaited).toBe(false);
  expect(explained(t('15:00'), story)).toMatchObject({ priority: 'high', rule: { targetMs: 10 * hour } });
  expect(explainClocks(toVersions(story), shippedPolicy.clocks, t('09:59'), shippedCalendar)).toBeNull();
});

test('a target of nothing is due at its start', () => {
  const { rules } = shippedPolicy.clocks;
  const high = { ...rules.high, response: { ...rules.high.response, targetMs: 0 } };
  const { due } = explained(t('10:10'), [[t('10:00'), { state: 'new', priority: 'high' }]], 'response', {
    ...shippedPolicy.clocks,
    rules: { ...rules, high },
  });
  expect(due).toEqual({
    dueAt: t('10:00'),
    steps: [],
    why: 'There is no time in the target: it is due at its start.',
  });
});

test('who watches the replay of an explanation sees each instant once', () => {
  const story: Story = [
    [t('10:00'), { state: 'new', priority: 'high' }],
    [t('10:40'), { state: 'open' }],
  ];
  const seen: Instant[] = [];
  explainClocks(toVersions(story), shippedPolicy.clocks, t('11:00'), shippedCalendar, (_, at) =>
    seen.push(at),
  );
  expect(seen).toEqual([t('10:00'), t('10:30'), t('10:40')]);
});
