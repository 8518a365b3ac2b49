import { describe, expect, test } from 'vitest';
import {
  createLadder,
  enterCommand,
  enterRaise,
  type Ladder,
  nextStep,
  type RaisedStep,
} from '../../src/escalations/ladder.ts';
import { adviseRequest } from '../../src/escalations/request.ts';
import { shippedPolicy, t } from '../support/story.ts';

/** A ladder on which these levels were asked for, at these times of Monday or another day. */
function asked(...steps: [at: number, level: RaisedStep['level']][]): Ladder {
  const ladder = createLadder(shippedPolicy.ladder);
  for (const [at, level] of steps) enterRaise(ladder, { at, level, trigger: 'manual' });
  return ladder;
}

describe('somebody who feels that a ticket is not progressing may escalate', () => {
  test('to level 1 where nothing was raised', () => {
    expect(adviseRequest(asked(), false, t('10:00'))).toEqual({ kind: 'permitted', level: 1 });
  });

  test('to the next level once the minimum time has passed, and not before', () => {
    const ladder = asked([t('10:00'), 1]);
    expect(adviseRequest(ladder, false, t('13:59:59.999'))).toEqual({
      kind: 'too-early',
      level: 2,
      earliestAt: t('14:00'),
    });
    expect(adviseRequest(ladder, false, t('14:00'))).toEqual({ kind: 'permitted', level: 2 });
  });

  test('to level 4 again after a day', () => {
    const ladder = asked([t('10:00'), 3], [t('10:00', 3), 4]);
    expect(adviseRequest(ladder, false, t('09:00', 4))).toMatchObject({
      kind: 'too-early',
      earliestAt: t('10:00', 4),
    });
    expect(adviseRequest(ladder, false, t('10:00', 4))).toEqual({ kind: 'permitted', level: 4 });
  });

  test('not within the minimum time of an episode that was stood down; after it, from level 1', () => {
    const ladder = asked([t('10:00'), 1]);
    enterCommand(ladder, { at: t('11:00'), kind: 'stand-down', until: null });
    expect(adviseRequest(ladder, false, t('12:00'))).toEqual({
      kind: 'too-early',
      level: 2,
      earliestAt: t('14:00'),
    });
    expect(adviseRequest(ladder, false, t('14:00'))).toEqual({ kind: 'permitted', level: 1 });
  });

  test('and nothing follows by itself where nothing was ever overdue', () => {
    expect(nextStep(asked([t('10:00'), 1]))).toBeNull();
  });

  test('not a ticket that is done', () => {
    expect(adviseRequest(asked(), true, t('10:00'))).toEqual({ kind: 'done' });
  });
});
