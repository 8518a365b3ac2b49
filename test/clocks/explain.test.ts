import { describe, expect, test } from 'vitest';
import { type ClockExplanation, explainClocks } from '../../src/clocks/explain.ts';
import { explainClockText } from '../../src/clocks/explain-text.ts';
import type { Instant } from '../../src/time/instant.ts';
import { type ClockKind, clockKinds } from '../../src/vocabulary.ts';
import { shippedCalendar } from '../support/calendar-definitions.ts';
import { at } from '../support/calendars.ts';
import { hour, type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

function explained(asOf: Instant, story: Story, kind: ClockKind = 'fix'): ClockExplanation {
  const clocks = explainClocks(toVersions(story), shippedPolicy.clocks, asOf, shippedCalendar)!.clocks;
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
    expect(fix.segments.at(-1)?.why).toContain('stays cancelled');
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
  });

  test('of a clock that was stopped in time is when it would have been used up', () => {
    const fix = explained(t('12:00'), [
      [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('11:00'), { state: 'resolved' }],
    ]);

    expect(fix.due).toMatchObject({ dueAt: t('15:00') });
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

test('a clock with a long life is told in lines that can be read, holidays still by name', () => {
  const fix = explained(at('2026-06-01T12:00:00Z'), [
    [at('2026-02-02T10:00:00Z'), { state: 'open', priority: 'normal', tier: 2 }],
  ]);
  const lines = text(fix).split('\n');

  expect(fix.segments.length).toBeGreaterThan(150);
  expect(lines.length).toBeLessThan(20);
  expect(lines.filter((line) => line.includes('holiday:'))).toHaveLength(4);
});
