import { describe, expect, it } from 'vitest';
import { isDone, type Judgement } from '../src/judgement.ts';
import { followCase } from './support/case.ts';
import { hour, minute, t } from './support/story.ts';

const opened = t('10:00');

/** "response breached", one for each clock. */
function told({ clocks }: Judgement): string[] {
  return clocks.map(({ kind, state, reason }) => `${kind} ${state}${reason === null ? '' : ` (${reason})`}`);
}

describe('when a ticket is judged', () => {
  it('is told by the next of its warnings, dues and ladder steps', () => {
    const case1 = followCase(opened);
    expect(case1.see(t('10:05'), {}).nextJudgementAt).toBe(t('10:15'));
    expect(case1.judgeAt(t('10:15')).nextJudgementAt).toBe(t('10:22:30'));
    expect(case1.judgeAt(t('10:22:30')).nextJudgementAt).toBe(t('10:27'));
    expect(case1.judgeAt(t('10:27')).nextJudgementAt).toBe(t('10:30'));
    expect(case1.judgeAt(t('10:30')).nextJudgementAt).toBe(t('12:30'));
  });

  it('is never again once nothing can happen by itself', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), { state: 'open' });
    expect(case1.see(t('10:10'), { state: 'resolved' }).nextJudgementAt).toBeNull();
  });

  it('is at the opening where the record is ahead of our clock', () => {
    const early = followCase(opened).see(t('09:59:59'), { sysUpdatedAt: opened });
    expect(early).toMatchObject({ clocks: [], raise: null, nextJudgementAt: opened });
  });

  it('is at its latest version where that is ahead of our clock', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    const { nextJudgementAt, clocks } = case1.see(t('10:06'), { state: 'open', sysUpdatedAt: t('10:06:01') });
    expect(nextJudgementAt).toBe(t('10:06:01'));
    expect(clocks[0]?.state).toBe('running');
    expect(told(case1.judgeAt(t('10:06:01')))[0]).toBe('response met');
  });
});

describe('a breach', () => {
  it('raises level 1 at its instant, and is new once', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    const at = case1.judgeAt(t('10:30'));
    expect(at.raise).toMatchObject({
      at: t('10:30'),
      level: 1,
      trigger: 'response',
      route: 'direct',
      ordinal: 1,
    });
    expect(at.newBreaches.map((clock) => clock.kind)).toEqual(['response']);
    const later = case1.judgeAt(t('10:31'));
    expect(later).toMatchObject({ raise: null, newBreaches: [] });
  });

  it('found late raises one step, at the moment it is found, and the next counts from there', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    expect(case1.judgeAt(t('13:00')).raise).toMatchObject({ at: t('13:00'), level: 1 });
    expect(case1.judgeAt(t('16:59')).raise).toBeNull();
    expect(case1.judgeAt(t('17:00')).raise).toMatchObject({ level: 2 });
  });

  it('that stood when the ticket was first mirrored is shown, neither new nor raised', () => {
    const case1 = followCase(opened);
    const first = case1.see(t('12:00'), {});
    expect(told(first)[0]).toBe('response breached');
    expect(first).toMatchObject({ raise: null, newBreaches: [] });
    expect(first.ladder.episode).toMatchObject({ heldBack: true, beganAt: t('10:30') });
  });

  it('that stood is raised once somebody adopts it', () => {
    const case1 = followCase(opened);
    case1.see(t('12:00'), {});
    const adopted = case1.order({ at: t('12:10'), kind: 'adopt', until: null });
    expect(adopted.raise).toMatchObject({ level: 1, at: t('12:10') });
  });

  it('that stood is raised at once where existing breaches are raised', () => {
    const first = followCase(opened, { holdsBackExisting: false }).see(t('12:00'), {});
    expect(first.raise).toMatchObject({ level: 1, at: t('12:00') });
  });

  it('is left to be raised by whoever only looks', () => {
    const case1 = followCase(opened, { raises: false });
    case1.see(t('10:05'), {});
    expect(case1.judgeAt(t('10:30'))).toMatchObject({ raise: null });
  });

  it('that the stopping version itself brings is missed, new, and raises nothing', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    const answered = case1.see(t('10:40'), { state: 'open' });
    expect(told(answered)[0]).toBe('response missed');
    expect(answered.newBreaches.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['response missed']);
    expect(answered.raise).toBeNull();
  });

  it('that later knowledge takes back is superseded, while what was raised stays raised', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    case1.judgeAt(t('10:30'));
    const corrected = case1.see(t('10:40'), { state: 'open', priority: 'low' });
    expect(corrected.clocks[0]).toMatchObject({ state: 'met', breachedAt: null, superseded: [t('10:30')] });
    expect(case1.escalations).toHaveLength(1);
    expect(corrected.ladder.episode).toBeNull();
  });
});

describe('a breach that a completed history takes back', () => {
  it('is superseded for good, and what was raised stays raised', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    expect(case1.judgeAt(t('10:30')).raise).toMatchObject({ level: 1 });
    case1.see(t('10:20'), { state: 'open' });
    const later = case1.judgeAt(t('10:50'));
    expect(later.clocks[0]).toMatchObject({ state: 'met', breachedAt: null, superseded: [t('10:30')] });
    expect(case1.escalations).toHaveLength(1);
  });
});

describe('a step of the ladder', () => {
  it('bears an id that is the same whenever it is worked out, and another for every step', () => {
    const climb = (): string[] => {
      const case1 = followCase(opened);
      case1.see(t('10:05'), {});
      for (const at of [t('10:30'), t('14:30'), t('18:30')]) case1.judgeAt(at);
      return case1.escalations.map((step) => step.messageId);
    };
    expect(climb()).toEqual(climb());
    expect(new Set(climb()).size).toBe(3);
  });

  it('at level 4 is counted, so that each of its repetitions is a message of its own', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    let at = t('10:30');
    for (const hours of [0, 4, 4, 16, 24, 24, 24]) {
      at += hours * hour;
      case1.judgeAt(at);
    }
    const steps = case1.escalations.map(({ level, ordinal }) => `${level}.${ordinal}`);
    expect(steps).toEqual(['1.1', '2.1', '3.1', '4.1', '4.2', '4.3']);
    expect(new Set(case1.escalations.map((step) => step.messageId)).size).toBe(6);
  });
});

describe('another replica, whose clock is a moment ahead', () => {
  it('has raised the step that is due, so it is not raised again', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    case1.judgeAt(t('10:30:01'));
    const behind = case1.judgeAt(t('10:30'));
    expect(behind.raise).toBeNull();
    expect(behind.ladder.run).toMatchObject({ level: 1, lastRaisedAt: t('10:30') });
    expect(case1.judgeAt(t('14:30')).raise).toBeNull();
    expect(case1.judgeAt(t('14:30:01')).raise).toMatchObject({ level: 2 });
  });

  it('has taken in an order, so it holds', () => {
    const case1 = followCase(opened);
    case1.see(t('12:00'), {});
    case1.order({ at: t('12:10:01'), kind: 'adopt', until: null });
    expect(case1.judgeAt(t('12:10')).ladder.episode).toMatchObject({ heldBack: false });
  });
});

describe('warnings', () => {
  it('name the clock and the highest threshold it has passed, once', () => {
    const case1 = followCase(opened);
    expect(case1.see(t('10:24'), {}).warnings).toEqual([{ kind: 'response', percent: 75 }]);
    expect(case1.judgeAt(t('10:25')).warnings).toEqual([]);
    expect(case1.judgeAt(t('10:27')).warnings).toEqual([{ kind: 'response', percent: 90 }]);
  });
});

describe('a ticket', () => {
  it('whose priority was never known has clocks that wait for one', () => {
    const unknown = followCase(opened).see(t('12:00'), { priority: null });
    expect(told(unknown)).toEqual(['response pending', 'troubleshoot pending', 'fix pending']);
    expect(unknown.clocks[0]).toMatchObject({ priority: null, dueAt: null, targetMs: 4 * hour });
    expect(unknown).toMatchObject({ raise: null, nextJudgementAt: null });
    expect(unknown.milestones).toEqual({ respondedAt: null, diagnosedAt: null, resolvedAt: null });
  });

  it('whose priority becomes known is judged from its opening', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), { priority: null });
    const known = case1.see(t('10:40'), { priority: 'critical' });
    expect(told(known)[0]).toBe('response breached');
  });

  it('tells its milestones', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    case1.see(t('10:10'), { state: 'open' });
    case1.see(t('10:20'), { state: 'open', diagnosed: true });
    expect(case1.see(t('11:00'), { state: 'resolved' }).milestones).toEqual({
      respondedAt: t('10:10'),
      diagnosedAt: t('10:20'),
      resolvedAt: t('11:00'),
    });
  });

  it('that was deleted in ServiceNow has cancelled clocks, and says why', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    case1.judgeAt(t('10:30'));
    const gone = case1.remove(t('10:45'));
    expect(told(gone)).toEqual([
      'response cancelled (deleted)',
      'troubleshoot cancelled (deleted)',
      'fix cancelled (deleted)',
    ]);
    expect(gone.ladder.episode).toBeNull();
    expect(case1.judgeAt(t('10:45') + 4 * hour + minute).raise).toBeNull();
  });

  it('that was met before it was deleted keeps what it met', () => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), {});
    case1.see(t('10:10'), { state: 'open' });
    expect(told(case1.remove(t('10:45')))).toEqual([
      'response met',
      'troubleshoot cancelled (deleted)',
      'fix cancelled (deleted)',
    ]);
  });

  it.each([
    ['new', null, false],
    ['open', null, false],
    ['waiting', null, false],
    ['resolved', null, true],
    ['closed', null, true],
    ['cancelled', null, true],
    ['open', opened, true],
  ] as const)('that is %s, deleted at %s, is done: %s', (state, deletedAt, done) => {
    const case1 = followCase(opened);
    case1.see(t('10:05'), { state });
    expect(isDone({ ...case1.ticket, deletedAt })).toBe(done);
  });
});
