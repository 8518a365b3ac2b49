import { describe, expect, test } from 'vitest';
import type { ClockReport } from '../../src/clocks/clock-report.ts';
import { replay } from '../../src/clocks/replay.ts';
import { nextWarningAt, warningLevel } from '../../src/clocks/warning.ts';
import { judged, type Story, shippedPolicy, t, toVersions } from '../support/story.ts';

const percents = [50, 75, 90];

/** High, created open at tier 2: ten hours to fix, so 50 % are reached after five. */
const opened: Story = [[t('08:00'), { state: 'open', priority: 'high', tier: 2 }]];

function fixAt(at: number, story: Story = opened): ClockReport {
  return judged(at, story).fix;
}

describe('a warning', () => {
  test('is announced when elapsed reaches its threshold, and once', () => {
    expect(warningLevel(fixAt(t('12:59:59.999')), percents, 0)).toEqual({ warnedPercent: 0, announce: null });
    expect(warningLevel(fixAt(t('13:00')), percents, 0)).toEqual({ warnedPercent: 50, announce: 50 });
    expect(warningLevel(fixAt(t('14:00')), percents, 50)).toEqual({ warnedPercent: 50, announce: null });
  });

  test('of several passed at once is only the highest', () => {
    const raised: Story = [...opened, [t('12:36'), { priority: 'critical' }]];
    expect(warningLevel(fixAt(t('12:36'), raised), percents, 0)).toEqual({ warnedPercent: 90, announce: 90 });
  });

  test('is announced again only if a change took the clock back below it', () => {
    const lowered: Story = [
      [t('08:00'), { state: 'open', priority: 'critical', tier: 2 }],
      [t('12:00'), { priority: 'high' }],
    ];
    const { warnedPercent, announce } = warningLevel(fixAt(t('12:00'), lowered), percents, 75);
    expect([warnedPercent, announce]).toEqual([0, null]);
    expect(warningLevel(fixAt(t('13:00'), lowered), percents, warnedPercent).announce).toBe(50);
  });

  test('is not announced while the clock is paused, finished, cancelled or breached', () => {
    const endings: Story[] = [
      [...opened, [t('14:00'), { state: 'waiting' }]],
      [...opened, [t('14:00'), { state: 'resolved' }]],
      [...opened, [t('14:00'), { state: 'cancelled' }]],
    ];
    for (const ending of endings)
      expect(warningLevel(fixAt(t('16:00'), ending), percents, 0).announce).toBeNull();
    expect(warningLevel(fixAt(t('19:00')), percents, 0)).toEqual({ warnedPercent: 0, announce: null });
  });

  test('that was given is not forgotten by a breach', () => {
    expect(warningLevel(fixAt(t('19:00')), percents, 90).warnedPercent).toBe(90);
  });
});

describe('what was announced', () => {
  const critical: Story = [
    [t('08:00'), { state: 'open', priority: 'critical', tier: 2 }],
    [t('11:00'), { state: 'waiting' }],
  ];

  test('is taken back by a change of priority also while the clock waits', () => {
    expect(fixAt(t('11:30'), critical).state).toBe('paused');
    expect(warningLevel(fixAt(t('11:30'), critical), percents, 50).warnedPercent).toBe(50);
    const lowered: Story = [...critical, [t('11:30'), { priority: 'high' }]];
    expect(warningLevel(fixAt(t('11:30'), lowered), percents, 50).warnedPercent).toBe(0);
  });

  test('stays while the clock is cancelled, whatever the priority meanwhile', () => {
    const cancelled: Story = [...critical, [t('11:30'), { state: 'cancelled', priority: 'low' }]];
    expect(warningLevel(fixAt(t('12:00'), cancelled), percents, 50)).toEqual({
      warnedPercent: 50,
      announce: null,
    });
  });
});

describe('the next warning', () => {
  function nextAt(at: number, story: Story, warned: number): number | null {
    const ticket = replay(toVersions(story), shippedPolicy.clocks, at)!;
    return nextWarningAt(ticket, 'fix', warned);
  }

  test('comes when the running clock reaches the next threshold', () => {
    expect(nextAt(t('09:00'), opened, 0)).toBe(t('13:00'));
    expect(nextAt(t('13:00'), opened, 50)).toBe(t('15:30'));
    expect(nextAt(t('17:00'), opened, 75)).toBe(t('17:00'));
  });

  test('does not come while the clock waits, after the last one, or after the breach', () => {
    expect(nextAt(t('12:00'), [...opened, [t('11:00'), { state: 'waiting' }]], 0)).toBeNull();
    expect(nextAt(t('17:30'), opened, 90)).toBeNull();
    expect(nextAt(t('19:00'), opened, 75)).toBeNull();
  });
});
