import { expect, test } from 'vitest';
import { replay } from '../../src/clocks/replay.ts';
import { collectOverdue, type OverdueMoment } from '../../src/escalations/overdue.ts';
import { type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

function momentsOf(story: Story, asOf: number): OverdueMoment[] {
  const moments: OverdueMoment[] = [];
  replay(toVersions(story), shippedPolicy.clocks, asOf, collectOverdue(moments));
  return moments;
}

test('the opening and every change of what is overdue, of the priority or of an end are kept, and nothing else', () => {
  const story: Story = [
    [t('10:00'), { state: 'new', priority: 'critical' }],
    [t('10:40'), { tier: 1 }],
    [t('12:00'), { state: 'open' }],
    [t('12:30'), { tier: 1 }],
    [t('16:00'), { state: 'waiting' }],
    [t('16:30'), { state: 'open' }],
    [t('16:40'), { priority: 'low' }],
    [t('16:50'), { priority: 'critical' }],
    [t('17:00'), { covered: false }],
    [t('17:10'), { covered: true }],
    [t('17:20'), { state: 'resolved' }],
    [t('17:30'), { state: 'closed' }],
    [t('17:40'), { state: 'open' }],
    [t('17:50'), { state: 'cancelled' }],
  ];
  const told = momentsOf(story, t('20:00')).map(({ at, overdue, priority, done }) => {
    const clocks = overdue.map((clock) => `${clock.kind}${clock.paused ? ' paused' : ''}`);
    return [new Date(at).toISOString().slice(11, 16), priority, done, ...clocks];
  });

  expect(told).toEqual([
    ['10:00', 'critical', false],
    ['10:30', 'critical', false, 'response'],
    ['12:00', 'critical', false],
    ['13:00', 'critical', false, 'troubleshoot'],
    ['15:00', 'critical', false, 'troubleshoot', 'fix'],
    ['16:00', 'critical', false, 'troubleshoot paused', 'fix paused'],
    ['16:30', 'critical', false, 'troubleshoot', 'fix'],
    ['16:40', 'low', false, 'troubleshoot'],
    ['16:50', 'critical', false, 'troubleshoot', 'fix'],
    ['17:00', 'critical', false],
    ['17:10', 'critical', false, 'troubleshoot', 'fix'],
    ['17:20', 'critical', true],
    ['17:40', 'critical', false, 'fix'],
    ['17:50', 'critical', true],
  ]);
});

test('a breach is another one where a change of priority has moved it', () => {
  const story: Story = [
    [t('10:00'), { state: 'open', priority: 'critical', tier: 2 }],
    [t('15:30'), { priority: 'low' }],
    [t('16:00'), { priority: 'critical' }],
  ];
  const breaches = momentsOf(story, t('16:30')).map(({ overdue }) =>
    overdue.map((clock) => clock.breachedAt),
  );
  expect(breaches).toEqual([[], [t('15:00')], [], [t('16:00')]]);
});
