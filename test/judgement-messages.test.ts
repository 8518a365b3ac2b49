import { describe, expect, it } from 'vitest';
import type { LadderCommand } from '../src/escalations/ladder.ts';
import { type Judgement, raiseStep } from '../src/judgement.ts';
import { messagesFor, requestedMessage, type WriteBackRules } from '../src/judgement-messages.ts';
import type { NewMessage } from '../src/outbox/outbox-store.ts';
import type { Policy } from '../src/policy/policy.ts';
import type { Observation } from '../src/servicenow/observation.ts';
import { followCase } from './support/case.ts';
import { shipped, shippedPolicy, t } from './support/story.ts';

const opened = t('10:00');
const rules: WriteBackRules = {
  phoneAdvice: shipped.file.phoneAdvice,
  groupOfTier: () => null,
  ownFields: {},
  pageOf: () => null,
};
const resetting: Policy = {
  ...shippedPolicy,
  ladder: { ...shippedPolicy.ladder, onEpisodeEnd: 'reset' },
};

/** A case of which everything that was asked to be written back is kept, each message once. */
function desk(policy: Policy = shippedPolicy, changes: Partial<WriteBackRules> = {}) {
  const case1 = followCase(opened, { policy });
  const all = new Map<string, NewMessage>();
  const take = (now: number, judgement: Judgement): string[] => {
    const wanted = messagesFor(judgement, case1.judgedFrom(), { ...rules, ...changes }, now);
    const fresh = wanted.filter(({ message }) => !all.has(message.id));
    for (const one of fresh) all.set(one.message.id, one);
    return fresh.map(({ message: { kind, level } }) => (level === null ? kind : `${kind} ${level}`));
  };
  return {
    case1,
    all: () => [...all.values()],
    see: (now: number, given: Partial<Observation>) => take(now, case1.see(now, given)),
    at: (now: number) => take(now, case1.judgeAt(now)),
    order: (command: LadderCommand) => take(command.at, case1.order(command)),
    remove: (now: number) => take(now, case1.remove(now)),
  };
}

describe('what is written back', () => {
  it('is nothing while nothing is overdue', () => {
    const { see, at } = desk();
    expect(see(t('10:05'), {})).toEqual([]);
    expect(at(t('10:15'))).toEqual([]);
  });

  it('for a breach is the step that it raises, and no note beside it', () => {
    const { see, at } = desk();
    see(t('10:05'), {});
    expect(at(t('10:30'))).toEqual(['escalation 1']);
    expect(at(t('14:30'))).toEqual(['escalation 2']);
  });

  it('for a breach that goes away and is there again is no note beside the step that told it', () => {
    const { see, at } = desk();
    see(t('10:05'), {});
    expect(at(t('10:30'))).toEqual(['escalation 1']);
    at(t('10:29'));
    expect(at(t('10:31'))).toEqual([]);
  });

  it('for a further breach inside an episode is a note of its own, to whoever is to be called at that level', () => {
    const { see, at, all } = desk();
    see(t('10:05'), {});
    at(t('10:30'));
    at(t('14:30'));
    expect(at(t('15:00'))).toEqual(['breach']);
    const note = all().at(-1)?.message.fields['work_notes'];
    expect(note).toContain('SLA breach: fix.');
    expect(note).toContain('Contact now: Service Desk Manager');
  });

  it('for a breach that falls together with a step is told by the step', () => {
    const { see, at, all } = desk();
    see(t('10:05'), { state: 'open' });
    see(t('10:06'), { state: 'open', priority: 'high' });
    expect(at(t('11:05'))).toEqual(['escalation 1']);
    expect(all()[0]?.message.fields['work_notes']).toContain('Breached: troubleshoot');
  });

  it('for a breach while the ticket waits is the step that is raised when it is worked on again', () => {
    const { see, at } = desk();
    see(t('10:05'), { state: 'open', priority: 'low', diagnosed: true });
    see(t('16:00'), { state: 'waiting', priority: 'low', diagnosed: true });
    expect(see(t('16:10'), { state: 'waiting', diagnosed: true })).toEqual([]);
    expect(at(t('16:20'))).toEqual([]);
    expect(see(t('16:30'), { state: 'open', diagnosed: true })).toEqual(['escalation 1']);
  });

  it('for a clock that is missed at its very stop is nothing', () => {
    const { see } = desk();
    see(t('10:05'), {});
    expect(see(t('10:40'), { state: 'open' })).toEqual([]);
  });

  it.each(['resolved', 'closed', 'cancelled'] as const)('for a ticket that is %s is nothing', (state) => {
    const { see } = desk();
    see(t('10:05'), {});
    expect(see(t('10:40'), { state, channel: 'email' })).toEqual([]);
  });

  it('for a ticket that was deleted is nothing', () => {
    const { see, remove } = desk();
    see(t('10:05'), { priority: 'high', channel: 'email' });
    expect(remove(t('10:40'))).toEqual([]);
  });

  it('for a breach that stood when the ticket was first mirrored is nothing, for a later one neither', () => {
    const { see, at } = desk();
    expect(see(t('12:00'), {})).toEqual([]);
    expect(at(t('15:00'))).toEqual([]);
  });
});

describe('a message may have been sent by an earlier life of this database', () => {
  it('where it comes with the first sight of its ticket, or tells what stood before that', () => {
    const { see, at, all, case1 } = desk();
    see(t('10:40'), { channel: 'email' });
    case1.order({ at: t('10:50'), kind: 'adopt', until: null });
    at(t('14:50'));
    expect(all().map(({ message, mayExist }) => [message.kind, mayExist])).toEqual([
      ['phone-advice', true],
      ['escalation', true],
    ]);
  });

  it('but not where we saw it come', () => {
    const { see, at, all } = desk();
    see(t('10:05'), {});
    at(t('10:30'));
    expect(all()[0]?.mayExist).toBe(false);
  });
});

describe('a hand-over', () => {
  const groupOfTier = (tier: number): string | null => (tier === 2 ? 'group-of-engineers' : null);

  it('is asked for when the troubleshoot clock breaches at support level 1', () => {
    const { see, at, all } = desk(shippedPolicy, { groupOfTier });
    see(t('10:05'), { state: 'open' });
    at(t('11:05'));
    expect(all()[0]?.message.fields).toMatchObject({ assignment_group: 'group-of-engineers' });
    expect(all()[0]?.message.fields['work_notes']).toContain('Hand-over asked for: support level 2.');
  });

  it('is not asked for when another clock breaches', () => {
    const { see, at, all } = desk(shippedPolicy, { groupOfTier });
    see(t('10:05'), {});
    at(t('10:30'));
    expect(all()[0]?.message.fields).not.toHaveProperty('assignment_group');
  });

  it('is asked for by the step that is raised late, because the ladder waited or was held back at the breach', () => {
    const handoversOf = ({ all }: ReturnType<typeof desk>) =>
      all().map(({ message }) => message.fields['work_notes']?.includes('Hand-over asked for'));
    const waiting = desk(shippedPolicy, { groupOfTier });
    waiting.see(t('10:05'), { state: 'open' });
    expect(waiting.see(t('11:05'), { state: 'waiting' })).toEqual([]);
    expect(waiting.see(t('11:30'), { state: 'open' })).toEqual(['escalation 1']);
    expect(waiting.at(t('15:30'))).toEqual(['escalation 2']);
    expect(handoversOf(waiting)).toEqual([true, false]);

    const adopted = desk(shippedPolicy, { groupOfTier });
    expect(adopted.see(t('11:30'), { state: 'open', respondedAt: t('10:05') })).toEqual([]);
    expect(adopted.order({ at: t('11:40'), kind: 'adopt', until: null })).toEqual(['escalation 1']);
    expect(handoversOf(adopted)).toEqual([true]);
  });

  it('is asked for by a step on request, where that is the first', () => {
    const case1 = followCase(opened);
    const { see, judgedFrom } = case1;
    see(t('10:05'), { state: 'open' });
    const standing = see(t('11:05'), { state: 'waiting' });
    const raised = raiseStep(judgedFrom(), standing.ladder, { level: 1, trigger: 'manual' }, t('11:10'));
    const { message } = requestedMessage(standing, raised, 'Nobody calls back', { ...rules, groupOfTier });
    expect(message.fields).toMatchObject({ assignment_group: 'group-of-engineers' });
  });

  it('is not asked for where a higher level has the ticket', () => {
    const untouched = { ...shippedPolicy, clocks: { ...shippedPolicy.clocks, tierDiagnoses: false } };
    const { see, at, all } = desk(untouched, { groupOfTier });
    see(t('10:05'), { state: 'open', tier: 2 });
    at(t('11:05'));
    expect(all()[0]?.message.fields['work_notes']).not.toContain('Hand-over');
  });
});

describe('the advice to phone', () => {
  it.each<[string, Partial<Observation>, string[]]>([
    ['a critical ticket that came by mail', { channel: 'email' }, ['phone-advice']],
    ['a critical ticket from the portal', { channel: 'portal' }, ['phone-advice']],
    ['a critical ticket that was phoned in', { channel: 'phone' }, []],
    ['a critical ticket of unknown channel', { channel: 'other', isChannelKnown: false }, []],
    ['a ticket of high priority', { channel: 'email', priority: 'high' }, []],
    ['a critical ticket that is done', { channel: 'email', state: 'resolved' }, []],
  ])('goes for %s', (_which, given, expected) => {
    expect(desk().see(t('10:05'), given)).toEqual(expected);
  });

  it('goes once, whatever happens to the ticket', () => {
    const { see, at } = desk();
    see(t('10:05'), { channel: 'email' });
    expect(at(t('10:06'))).toEqual([]);
    expect(see(t('10:07'), { channel: 'email', state: 'open' })).toEqual([]);
  });

  it('goes for nobody where it is turned off', () => {
    const phoneAdvice = { ...rules.phoneAdvice, enabled: false };
    expect(desk(shippedPolicy, { phoneAdvice }).see(t('10:05'), { channel: 'email' })).toEqual([]);
  });
});

describe('the end of an episode on a ticket that stays open', () => {
  it('leaves the escalation field as it is', () => {
    const { see, at } = desk();
    see(t('10:05'), {});
    at(t('10:30'));
    expect(see(t('10:40'), { state: 'open' })).toEqual([]);
  });

  it('sets it back, once, where the policy says so', () => {
    const { see, at } = desk(resetting);
    see(t('10:05'), {});
    at(t('10:30'));
    expect(see(t('10:40'), { state: 'open' })).toEqual(['ladder-reset']);
    expect(at(t('10:45'))).toEqual([]);
  });

  it('sets nothing back where nothing was raised', () => {
    const { see, at } = desk(resetting);
    see(t('12:00'), {});
    expect(see(t('12:10'), { state: 'open' })).toEqual([]);
    expect(at(t('12:20'))).toEqual([]);
  });
});

describe('a step that somebody asked for', () => {
  it('says why, names the contact, and may be asked for where nothing is overdue', () => {
    const case1 = followCase(opened);
    const standing = case1.see(t('10:05'), {});
    const raised = raiseStep(
      case1.judgedFrom(),
      standing.ladder,
      { level: 1, trigger: 'manual' },
      t('10:06'),
    );
    expect(raised).toMatchObject({ at: t('10:06'), episodeBeganAt: t('10:06'), ordinal: 1, route: 'direct' });
    const { message, mayExist } = requestedMessage(standing, raised, 'Nobody calls back', rules);
    expect(mayExist).toBe(false);
    expect(message.fields['work_notes']?.split('\n')).toEqual([
      'SLA escalation level 1 (Service Desk), raised 2026-02-02 10:06:00 UTC.',
      'Requested: Nobody calls back',
      'Contact now: Service Desk, support@exponential-e.com, 0800 1303 365.',
      'Next escalation not before 2026-02-02 14:06:00 UTC.',
      `[sla-bridge:${raised.messageId}]`,
    ]);
  });
});
