import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../src/calendar/calendar.ts';
import type { CalendarDefinition } from '../../src/calendar/calendar-definition.ts';
import { noHolidays } from '../../src/calendar/holidays.ts';
import {
  chooseRows,
  explainDifference,
  findDifference,
  type OtherClock,
  type OwnClock,
} from '../../src/clocks/drift.ts';
import { hypothesesFor, rememberCalendars, type TriedClock } from '../../src/clocks/drift-hypotheses.ts';
import type { Instant } from '../../src/time/instant.ts';
import { type ClockKind, type DriftKind, priorities } from '../../src/vocabulary.ts';
import { shippedCalendar } from '../support/calendar-definitions.ts';
import { at } from '../support/calendars.ts';
import { hour, judged, minute, type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

const now = t('12:00');

function ours(given: Partial<OwnClock> = {}): OwnClock {
  return {
    kind: 'fix',
    state: 'running',
    startedAt: t('10:00'),
    dueAt: t('15:00'),
    breachedAt: null,
    superseded: [],
    paused: false,
    targetMs: 5 * hour,
    ...given,
  };
}

function theirs(given: Partial<OtherClock> & { targetMs?: number | null } = {}): OtherClock {
  const { targetMs = 5 * hour, ...row } = given;
  return {
    kind: 'fix',
    definition: { sysId: 'd'.repeat(32), name: 'Priority 1 resolution', table: 'incident', targetMs },
    definitionSysId: 'd'.repeat(32),
    taskSysId: 'a'.repeat(32),
    stage: 'in_progress',
    hasBreached: false,
    startedAt: t('10:00'),
    plannedEndAt: t('15:00'),
    timezone: null,
    updatedAt: t('10:00'),
    ...row,
  };
}

describe('a clock and the row of the instance differ', () => {
  const breached = { state: 'breached', breachedAt: t('11:00'), dueAt: t('11:00') } as const;

  test.each<[string, Partial<OwnClock>, Parameters<typeof theirs>[0] | null, string | null]>([
    ['in nothing', {}, {}, null],
    ['in nothing that matters: a few seconds', {}, { plannedEndAt: t('15:00:40') }, null],
    ['where the instance has no row', {}, null, 'missing'],
    [
      'where the instance has no row for a paused one',
      { state: 'paused', paused: true, dueAt: null },
      null,
      'missing',
    ],
    ['where the instance has no row for a breached one', breached, null, 'missing'],
    ['not where a finished one has no row', { state: 'met' }, null, null],
    ['not where the row of a finished one was cancelled', { state: 'missed' }, { stage: 'cancelled' }, null],
    [
      'not where the row of a cancelled one was completed',
      { state: 'cancelled' },
      { stage: 'completed', hasBreached: true },
      null,
    ],
    ['where its row has ended', {}, { stage: 'completed' }, 'missing'],
    ['where its row was cancelled', {}, { stage: 'cancelled' }, 'missing'],
    ['not where neither is under way', { state: 'cancelled', dueAt: null }, null, null],
    ['where its row goes on after the stop', { state: 'met' }, {}, 'extra'],
    ['where its row goes on after the cancellation', { state: 'cancelled', dueAt: null }, {}, 'extra'],
    ['where its row began too early', { state: 'pending', dueAt: null }, {}, 'extra'],
    ['not where it finished what never began here', { state: 'pending' }, { stage: 'completed' }, null],
    ['in the target', {}, { targetMs: 4 * hour }, 'target'],
    ['in a longer target', {}, { targetMs: 6 * hour }, 'target'],
    ['in the target by a second', {}, { targetMs: 5 * hour + 1000 }, 'target'],
    ['not in the target by less', {}, { targetMs: 5 * hour - 999 }, null],
    ['not in a target that is no plain duration', {}, { targetMs: null }, null],
    ['in a pause that it does not know', { state: 'paused', paused: true, dueAt: null }, {}, 'pause'],
    ['in a pause that it alone knows', {}, { stage: 'paused' }, 'pause'],
    [
      'not in a planned end that means nothing',
      { state: 'paused', paused: true, dueAt: null },
      { stage: 'paused', plannedEndAt: t('13:00') },
      null,
    ],
    ['in the due time', {}, { plannedEndAt: t('16:00') }, 'due'],
    ['in an earlier due time', {}, { plannedEndAt: t('14:00') }, 'due'],
    ['in the due time by more than a minute', {}, { plannedEndAt: t('15:01:00.001') }, 'due'],
    ['not in the due time by a minute', {}, { plannedEndAt: t('14:59') }, null],
    ['not in a due time that it does not say', {}, { plannedEndAt: null }, null],
    [
      'not in the due time of a wait, planned or not',
      { state: 'breached', paused: true, breachedAt: t('11:00'), dueAt: t('11:00') },
      { stage: 'paused', plannedEndAt: t('14:00'), hasBreached: true },
      null,
    ],
    ['not in a due time that we do not have', { dueAt: null }, {}, null],
    ['in the breach alone', breached, { plannedEndAt: t('11:00') }, 'breach'],
    ['not in a breach that both know', breached, { plannedEndAt: t('11:00'), hasBreached: true }, null],
    [
      'in a breach that only the instance knows',
      { dueAt: t('14:00') },
      { plannedEndAt: t('14:00'), hasBreached: true },
      'breach',
    ],
    ['in a breach whose time it does not say', breached, { plannedEndAt: null }, 'breach'],
    [
      'in a breach more than two minutes ago',
      { ...breached, dueAt: t('11:57:59.999') },
      { plannedEndAt: t('11:57:59.999') },
      'breach',
    ],
    ['not in one of two minutes ago', { ...breached, dueAt: t('11:58') }, { plannedEndAt: t('11:58') }, null],
    [
      'not in one that the instance expects in two minutes',
      { ...breached, dueAt: null },
      { plannedEndAt: t('12:02') },
      null,
    ],
    [
      'not in a breach of this minute',
      { ...breached, dueAt: t('11:59') },
      { plannedEndAt: t('11:59') },
      null,
    ],
    [
      'in the breach of a finished clock',
      { state: 'missed', dueAt: t('11:00') },
      { stage: 'completed' },
      'breach',
    ],
    [
      'not in the due time of a finished clock',
      { state: 'met' },
      { stage: 'completed', plannedEndAt: t('14:00') },
      null,
    ],
  ])('%s', (_, own, row, expected) => {
    expect(findDifference(ours(own), row === null ? null : theirs(row), now)).toBe(expected);
  });
});

test('of several rows for a clock the active one counts, then the one changed last, cancelled ones last', () => {
  const active = theirs({ updatedAt: t('10:00') });
  const completed = theirs({ stage: 'completed', updatedAt: t('11:00') });
  const earlier = theirs({ stage: 'completed', updatedAt: t('10:30') });
  const cancelled = theirs({ stage: 'cancelled', updatedAt: t('11:30') });
  const response = theirs({ kind: 'response' });

  expect(chooseRows([cancelled, completed, active, response])).toEqual(
    new Map([
      ['fix', active],
      ['response', response],
    ]),
  );
  expect(chooseRows([cancelled, earlier, completed]).get('fix')).toBe(completed);
  expect(chooseRows([completed, earlier]).get('fix')).toBe(completed);
  expect(chooseRows([cancelled]).get('fix')).toBe(cancelled);
  const paused = theirs({ stage: 'paused', updatedAt: t('09:00') });
  expect(chooseRows([completed, paused]).get('fix')).toBe(paused);
  expect(chooseRows([paused, cancelled]).get('fix')).toBe(paused);
  const undated = theirs({ updatedAt: null });
  expect(chooseRows([undated, active]).get('fix')).toBe(active);
  expect(chooseRows([active, undated]).get('fix')).toBe(active);
  expect(chooseRows([active, theirs()]).get('fix')).toBe(active);
});

describe('a difference is explained', () => {
  const calendars = new Map<string, CalendarDefinition>(
    ['always', 'business', 'escalation-desk'].map((name) => [name, shippedCalendar(name)]),
  );
  const makeCalendar = rememberCalendars();

  function explained(
    asOf: Instant,
    story: Story,
    row: Parameters<typeof theirs>[0],
    kind: ClockKind = 'fix',
  ): { kind: DriftKind; why: string } {
    const own = judged(asOf, story)[kind];
    const other = theirs({ targetMs: own.targetMs, ...row });
    const difference = findDifference(own, other, asOf);
    if (difference === null) throw new Error('The two do not differ.');
    const timeline = toVersions(story);
    const tried = {
      timeline,
      policy: shippedPolicy.clocks,
      kind,
      priority: own.priority,
      timezone: other.timezone,
      now: asOf,
    };
    const targets = priorities
      .filter((priority) => priority !== own.priority)
      .map((priority) => shippedPolicy.clocks.rules[priority][kind].targetMs);
    return explainDifference(difference, own, other, targets, hypothesesFor(tried, calendars, makeCalendar));
  }

  const normal: Story = [[t('10:00'), { state: 'open', priority: 'normal', tier: 2 }]];
  const easter: Story = [[at('2026-04-02T10:00:00+01:00'), { state: 'open', priority: 'normal', tier: 2 }]];
  const waited: Story = [
    [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
    [t('11:00'), { state: 'waiting' }],
    [t('12:00'), { state: 'open' }],
  ];

  /** When 48 h are used up on a calendar like ours with this changed. */
  function dueOn(name: string, changed: Partial<CalendarDefinition>, since = t('10:00')): Instant {
    return createCalendar({ ...shippedCalendar(name), ...changed }).add(since, 48 * hour);
  }

  test('by the time zone that the row names', () => {
    const plannedEndAt = dueOn('business', { timezone: 'America/New_York' });
    expect(explained(t('12:00'), normal, { plannedEndAt, timezone: 'America/New_York' })).toEqual({
      kind: 'timezone',
      why: 'ServiceNow counts in America/New_York instead of Europe/London',
    });
  });

  test('by a zone of UTC where the row names none', () => {
    const opened = at('2026-06-01T09:00:00+01:00');
    const summer: Story = [[opened, { state: 'open', priority: 'normal', tier: 2 }]];
    const plannedEndAt = dueOn('business', { timezone: 'UTC' }, opened);
    expect(explained(opened + hour, summer, { plannedEndAt }).kind).toBe('timezone');
  });

  test('never by a zone that is none', () => {
    expect(explained(t('12:00'), normal, { plannedEndAt: t('11:00', 5), timezone: 'Nowhere' }).kind).toBe(
      'unexplained',
    );
  });

  test('by a pause that was not counted', () => {
    expect(explained(t('13:00'), waited, { plannedEndAt: t('15:00') })).toEqual({
      kind: 'pause',
      why: 'ServiceNow does not pause while the ticket waits',
    });
  });

  test('by holidays that the instance does not know', () => {
    const plannedEndAt = dueOn('business', { holidaysOf: noHolidays }, at('2026-04-02T10:00:00+01:00'));
    expect(explained(at('2026-04-02T12:00:00+01:00'), easter, { plannedEndAt })).toEqual({
      kind: 'calendar',
      why: 'ServiceNow counts "business" without its holidays',
    });
  });

  test('by another calendar', () => {
    const plannedEndAt = t('10:00') + 48 * hour;
    expect(explained(t('12:00'), normal, { plannedEndAt })).toEqual({
      kind: 'calendar',
      why: 'ServiceNow counts "always" instead of "business"',
    });
  });

  test('by the target of another priority, or one that no priority has', () => {
    expect(explained(t('12:00'), normal, { targetMs: 5 * hour })).toEqual({
      kind: 'priority',
      why: "ServiceNow's target is the one of another priority",
    });
    expect(explained(t('12:00'), normal, { targetMs: 6 * hour })).toEqual({
      kind: 'target',
      why: "ServiceNow's target is another, and no priority of the policy has it",
    });
  });

  test('by a breach that a change of priority took back here only', () => {
    const story: Story = [
      [t('09:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('15:00'), { priority: 'high' }],
    ];
    expect(explained(t('16:00'), story, { hasBreached: true, plannedEndAt: t('19:00') })).toEqual({
      kind: 'priority',
      why: 'a change of priority took the breach back here, and not in ServiceNow',
    });
    expect(explained(t('16:00'), story, { plannedEndAt: t('17:17') }).kind).toBe('unexplained');
    const untouched: Story = [[t('09:00'), { state: 'open', priority: 'high', tier: 2 }]];
    expect(explained(t('16:00'), untouched, { hasBreached: true, plannedEndAt: t('19:00') })).toEqual({
      kind: 'unexplained',
      why: 'no single other rule of ours comes to what ServiceNow says',
    });
  });

  test('of a breach alone by no other rule, though one came to the same due time', () => {
    const own = ours({ state: 'breached', breachedAt: t('11:00'), dueAt: t('11:00') });
    const row = theirs({ plannedEndAt: t('11:00') });
    const tempting = [{ kind: 'pause', why: 'it pauses', dueAt: () => t('11:00') }] as const;
    expect(explainDifference('breach', own, row, [], tempting).kind).toBe('unexplained');
    const other = theirs({ plannedEndAt: t('10:00') });
    const silent = { kind: 'calendar', why: 'it never falls due', dueAt: () => null } as const;
    const late = { kind: 'target', why: 'it is late', dueAt: () => t('10:01:00.001') } as const;
    const right = { kind: 'pause', why: 'it pauses', dueAt: () => t('10:01') } as const;
    expect(explainDifference('due', own, other, [], [silent, late, right])).toEqual({
      kind: 'pause',
      why: 'it pauses',
    });
  });

  test('by nothing, where no single other rule comes to the same', () => {
    expect(explained(t('12:00'), normal, { plannedEndAt: t('10:00') + 47 * minute + 2 * hour }).kind).toBe(
      'unexplained',
    );
  });

  test('in words where a row is missing, left over or paused alone', () => {
    expect(explained(t('13:00'), waited, { stage: 'completed' }).why).toBe(
      'the clock is running, ServiceNow has a row that is completed',
    );
    expect(explained(t('13:00'), waited, { stage: 'paused' }).why).toBe(
      "ServiceNow's row is paused, the other is not",
    );
    const waiting: Story = waited.slice(0, 2);
    expect(explained(t('11:30'), waiting, { plannedEndAt: t('16:00') })).toEqual({
      kind: 'pause',
      why: 'the clock is paused, the other is not',
    });
    const resolved: Story = [...waited, [t('12:30'), { state: 'resolved' }]];
    expect(explained(t('13:00'), resolved, {})).toEqual({
      kind: 'extra',
      why: "ServiceNow's row is in_progress, the clock is met",
    });
  });
});

describe('the rules that are tried', () => {
  const calendars = new Map<string, CalendarDefinition>(
    ['always', 'business'].map((name) => [name, shippedCalendar(name)]),
  );

  function tried(given: Partial<TriedClock>, known = calendars): string[] {
    const story: Story = [[t('10:00'), { state: 'open', priority: 'normal', tier: 2 }]];
    const clock: TriedClock = {
      timeline: toVersions(story),
      policy: shippedPolicy.clocks,
      kind: 'fix',
      priority: 'normal',
      timezone: null,
      now: t('12:00'),
      ...given,
    };
    return [...hypothesesFor(clock, known, rememberCalendars())].map(({ kind, why }) => `${kind}: ${why}`);
  }

  const business = [
    'pause: ServiceNow does not pause while the ticket waits',
    'calendar: ServiceNow counts "business" without its holidays',
    'calendar: ServiceNow counts "always" instead of "business"',
    'priority: ServiceNow judges it as critical',
    'priority: ServiceNow judges it as high',
    'priority: ServiceNow judges it as low',
  ];
  const utc = 'timezone: ServiceNow counts in UTC instead of Europe/London';

  test('begin with the zone that the instance names, then UTC, and end with the other priorities', () => {
    expect(tried({ timezone: 'Asia/Kolkata' })).toEqual([
      'timezone: ServiceNow counts in Asia/Kolkata instead of Europe/London',
      utc,
      ...business,
    ]);
  });

  test.each([
    null,
    'UTC',
    'Europe/London',
    'Nowhere',
  ])('leave out a zone of %s that says nothing new', (timezone) => {
    expect(tried({ timezone })).toEqual([utc, ...business]);
  });

  test('leave out holidays where there are none, and ask for a pause where there was none', () => {
    expect(tried({ kind: 'response', priority: 'critical' })).toEqual([
      utc,
      'pause: ServiceNow pauses while the ticket waits',
      'calendar: ServiceNow counts "business" instead of "always"',
      'priority: ServiceNow judges it as high',
      'priority: ServiceNow judges it as normal',
      'priority: ServiceNow judges it as low',
    ]);
  });

  test('leave out what needs the calendar’s own hours where they are not known', () => {
    const others = new Map([['always', shippedCalendar('always')]]);
    expect(tried({}, others)).toEqual(business.filter((one) => !one.includes('without its holidays')));
  });

  test('make each calendar once', () => {
    const make = rememberCalendars();
    const definition = shippedCalendar('business');
    expect(make('business', definition)).toBe(make('business', definition));
    expect(make('business', definition)).not.toBe(make('business in UTC', definition));
  });

  test('come each to a due time of their own', () => {
    const opened = at('2026-04-02T10:00:00+01:00');
    const normal = shippedPolicy.clocks.rules.normal.fix;
    const clock: TriedClock = {
      timeline: toVersions([[opened, { state: 'open', priority: 'normal', tier: 2 }]]),
      policy: shippedPolicy.clocks,
      kind: 'fix',
      priority: 'normal',
      timezone: 'Asia/Kolkata',
      now: opened + hour,
    };
    const dueAt = [...hypothesesFor(clock, calendars, rememberCalendars())].map((one) => one.dueAt());
    const on = (changed: Partial<CalendarDefinition>, name = 'business') =>
      createCalendar({ ...shippedCalendar(name), ...changed }).add(opened, normal.targetMs);
    expect(dueAt).toEqual([
      on({ timezone: 'Asia/Kolkata' }),
      on({ timezone: 'UTC' }),
      on({}),
      on({ holidaysOf: noHolidays }),
      on({}, 'always'),
      opened + 5 * hour,
      opened + 10 * hour,
      on({}),
    ]);
  });
});
