import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildTimeline,
  type ObservedVersion,
  type TimelineVersion,
} from '../../src/tickets/build-timeline.ts';
import { type TicketState, ticketStates } from '../../src/vocabulary.ts';
import { minute, t } from '../support/story.ts';

const opened = t('10:00');

/** A version that was observed: normal priority, level 1, covered, unless told otherwise. */
function seen(at: number, state: TicketState | null, given: Partial<ObservedVersion> = {}): ObservedVersion {
  return {
    at,
    sysModCount: 0,
    state,
    priority: 'normal',
    tier: 1,
    covered: true,
    respondedAt: null,
    diagnosed: false,
    resolvedAt: null,
    closedAt: null,
    ...given,
  };
}

/** "10:00 new, taken to have held" for each version that says something about the state. */
function told(timeline: readonly TimelineVersion[]): string[] {
  return timeline.map(({ at, state, estimated }) => {
    const time = new Date(at).toISOString().slice(11, 16);
    return `${time} ${state}${estimated ? ', taken to have held' : ''}`;
  });
}

const statesOf = (observed: readonly ObservedVersion[], deletedAt: number | null = null): string[] =>
  told(buildTimeline(opened, observed, deletedAt));

describe('the first version observed', () => {
  it.each<[TicketState | null, string]>([
    ['new', 'new'],
    ['open', 'open'],
    ['waiting', 'waiting'],
    ['resolved', 'new'],
    ['closed', 'new'],
    ['cancelled', 'new'],
    [null, 'open'],
  ])('in state %s is taken to have been %s since the opening', (state, held) => {
    expect(statesOf([seen(t('10:20'), state)])[0]).toBe(`10:00 ${held}, taken to have held`);
  });

  it('gives priority and coverage back to the opening, but not the support level', () => {
    const version = seen(t('10:20'), 'new', { priority: 'high', covered: false, tier: 3 });
    expect(buildTimeline(opened, [version], null)[0]).toMatchObject({
      priority: 'high',
      covered: false,
      tier: null,
    });
  });

  it.each<[TicketState, number | null]>([
    ['open', t('10:20')],
    ['waiting', t('10:20')],
    ['new', null],
    ['resolved', null],
    ['cancelled', null],
  ])('in state %s dates the response by itself where no field does', (state, respondedAt) => {
    expect(buildTimeline(opened, [seen(t('10:20'), state)], null)[0]?.respondedAt).toBe(respondedAt);
  });

  it('leaves the response to the field that dates it, even in a later version', () => {
    const timeline = buildTimeline(
      opened,
      [
        seen(t('10:20'), 'open', { sysModCount: 1 }),
        seen(t('10:30'), 'open', { sysModCount: 2, respondedAt: t('10:05') }),
      ],
      null,
    );
    expect(timeline.map((version) => version.respondedAt)).toEqual([null, null, t('10:05')]);
  });

  it('never lies before the opening', () => {
    const early = buildTimeline(opened, [seen(t('09:55'), 'open', { diagnosed: true })], null);
    expect(early.map(({ at }) => at)).toEqual([opened, opened]);
    expect(early[0]?.respondedAt).toBe(opened);
    expect(early[1]?.diagnosedAt).toBe(opened);
  });

  it('is answered by its state alone where it is seen at the opening: nothing is estimated', () => {
    const [first] = buildTimeline(opened, [seen(opened, 'open')], null);
    expect([first?.state, first?.respondedAt]).toEqual(['open', null]);
  });
});

describe('between two observations', () => {
  it.each<[string, TicketState, Partial<ObservedVersion>, string[]]>([
    ['a resolution', 'resolved', { resolvedAt: t('11:10') }, ['11:10 resolved', '11:30 resolved']],
    ['a cancellation', 'cancelled', { closedAt: t('11:10') }, ['11:10 cancelled', '11:30 cancelled']],
    [
      'a closure with its resolution',
      'closed',
      { resolvedAt: t('11:10'), closedAt: t('11:20') },
      ['11:10 resolved', '11:20 closed', '11:30 closed'],
    ],
    ['a closure alone', 'closed', { closedAt: t('11:20') }, ['11:20 closed', '11:30 closed']],
  ])('%s happened when the later one says', (_what, state, dates, expected) => {
    const observed = [seen(t('11:00'), 'open'), seen(t('11:30'), state, { sysModCount: 1, ...dates })];
    expect(statesOf(observed).slice(2)).toEqual(expected);
  });

  it.each<[string, number]>([
    ['at the earlier one', t('11:00')],
    ['before the earlier one', t('10:30')],
    ['at the later one', t('11:30')],
    ['after the later one', t('11:45')],
  ])('a resolution dated %s is not believed', (_when, resolvedAt) => {
    const observed = [seen(t('11:00'), 'open'), seen(t('11:30'), 'resolved', { sysModCount: 1, resolvedAt })];
    expect(statesOf(observed).slice(2)).toEqual(['11:30 resolved']);
  });

  it('a resolution is not told again by later versions that show it', () => {
    const dates = { resolvedAt: t('11:10'), closedAt: t('11:40') };
    const observed = [
      seen(t('11:20'), 'resolved', { sysModCount: 1, ...dates, closedAt: null }),
      seen(t('11:30'), 'resolved', { sysModCount: 2, ...dates, closedAt: null }),
      seen(t('11:50'), 'closed', { sysModCount: 3, ...dates }),
      seen(t('11:55'), 'closed', { sysModCount: 4, ...dates }),
    ];
    expect(statesOf(observed)).toEqual([
      '10:00 new, taken to have held',
      '11:10 resolved',
      '11:20 resolved',
      '11:30 resolved',
      '11:40 closed',
      '11:50 closed',
      '11:55 closed',
    ]);
  });

  it('a cancellation is not told again either', () => {
    const closedAt = t('11:10');
    const observed = [
      seen(t('11:20'), 'cancelled', { closedAt }),
      seen(t('11:30'), 'cancelled', { sysModCount: 1, closedAt }),
    ];
    expect(statesOf(observed).slice(1)).toEqual(['11:10 cancelled', '11:20 cancelled', '11:30 cancelled']);
  });

  it('the state before them is what tells a new resolution from an old one, after a reopening too', () => {
    const observed = [
      seen(t('11:00'), 'resolved', { resolvedAt: t('10:50') }),
      seen(t('11:20'), 'open', { sysModCount: 1 }),
      seen(t('12:00'), 'resolved', { sysModCount: 2, resolvedAt: t('11:40') }),
    ];
    expect(statesOf(observed).slice(3)).toEqual(['11:20 open', '11:40 resolved', '12:00 resolved']);
  });

  it('what a field dates carries the priority and coverage of the version that tells it', () => {
    const later = seen(t('11:30'), 'resolved', {
      sysModCount: 1,
      resolvedAt: t('11:10'),
      priority: 'low',
      covered: false,
    });
    const timeline = buildTimeline(opened, [seen(t('11:00'), 'open'), later], null);
    expect(timeline[2]).toMatchObject({ at: t('11:10'), priority: 'low', covered: false, estimated: false });
  });
});

describe('a diagnosis', () => {
  it('is dated by the version that first shows it written down', () => {
    const observed = [
      seen(t('10:20'), 'open'),
      seen(t('10:40'), 'open', { sysModCount: 1, diagnosed: true }),
    ];
    expect(buildTimeline(opened, observed, null).map((version) => version.diagnosedAt)).toEqual([
      null,
      null,
      t('10:40'),
    ]);
  });
});

describe('a record deleted in ServiceNow', () => {
  it('is cancelled from then on', () => {
    expect(statesOf([seen(t('10:20'), 'open')], t('11:00')).at(-1)).toBe('11:00 cancelled');
  });

  it('is cancelled at its opening at the earliest, even where nothing of it was ever observed', () => {
    expect(statesOf([], t('09:00'))).toEqual(['10:00 cancelled']);
  });

  it('keeps the count of its last version', () => {
    const timeline = buildTimeline(opened, [seen(t('10:20'), 'open', { sysModCount: 4 })], t('11:00'));
    expect(timeline.at(-1)?.sysModCount).toBe(4);
  });
});

describe('the order', () => {
  it('of versions that share a second is that of their counts', () => {
    const observed = [
      seen(t('10:20'), 'waiting', { sysModCount: 2 }),
      seen(t('10:20'), 'open', { sysModCount: 1 }),
    ];
    expect(statesOf(observed).slice(1)).toEqual(['10:20 open', '10:20 waiting']);
  });

  it('in which versions arrive makes no difference', () => {
    const version = fc.record({
      at: fc.integer({ min: -5, max: 120 }).map((minutes) => opened + minutes * minute),
      state: fc.option(fc.constantFrom(...ticketStates)),
      resolvedAt: fc.option(fc.integer({ min: -5, max: 120 }).map((minutes) => opened + minutes * minute)),
      diagnosed: fc.boolean(),
    });
    const history = fc
      .array(version, { maxLength: 8 })
      .map((all) =>
        all.map(({ at, state, ...rest }, index) => seen(at, state, { sysModCount: index, ...rest })),
      );
    const shuffled = history.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, mixed]) => {
        expect(buildTimeline(opened, mixed, null)).toEqual(buildTimeline(opened, inOrder, null));
      }),
    );
  });
});
