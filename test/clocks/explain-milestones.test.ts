import { describe, expect, test } from 'vitest';
import { explainMilestones, type MilestoneFields } from '../../src/clocks/explain-milestones.ts';
import { replay } from '../../src/clocks/replay.ts';
import type { Observation } from '../../src/servicenow/observation.ts';
import { buildTimeline, type ObservedVersion } from '../../src/tickets/build-timeline.ts';
import { mergeObservation } from '../../src/tickets/merge-observation.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import { observation } from '../support/observations.ts';
import { shippedPolicy, t } from '../support/story.ts';

const opened = t('10:00');
const fields: MilestoneFields = {
  openedAt: 'opened_at',
  respondedAt: 'first_response_time',
  diagnosed: 'cause',
  resolvedAt: 'resolved_at',
  closedAt: 'closed_at',
};

type Seen = readonly [updatedAt: number, given: Partial<Observation>];

/** "responded 10:20 estimated: why": each milestone that the record, seen in these forms, comes to. */
function told(seen: readonly Seen[], policy = shippedPolicy.clocks, mapped = fields): Record<string, string> {
  let ticket: Ticket | null = null;
  const versions: ObservedVersion[] = [];
  seen.forEach(([sysUpdatedAt, given], index) => {
    const form = observation(opened, { sysUpdatedAt, sysModCount: index + 3, ...given });
    const merge = mergeObservation(ticket, form, sysUpdatedAt);
    ticket = merge.ticket;
    if (merge.version !== null) versions.push(merge.version);
  });
  const timeline = buildTimeline(opened, versions, null);
  const replayed = replay(timeline, policy, t('20:00'))!;
  const milestones = explainMilestones({ ticket: ticket!, versions, timeline, replayed, fields: mapped });
  return Object.fromEntries(
    milestones.map(({ milestone, at, field, sysModCount, estimated, why }) => [
      milestone,
      `${at === null ? 'never' : new Date(at).toISOString().slice(11, 16)} ${field} ${sysModCount} ${estimated}: ${why}`,
    ]),
  );
}

const anew: Seen = [t('10:00'), {}];
const byState =
  'no field dates it: taken as the update of version 4, the first that shows that its state is no longer new';

describe('what dated a milestone', () => {
  test('is the field that gives it', () => {
    const answered = { state: 'open', respondedAt: t('10:05') } as const;
    const closed = { ...answered, state: 'closed', resolvedAt: t('11:00'), closedAt: t('11:30') } as const;
    expect(
      told([
        [t('10:30'), answered],
        [t('12:00'), closed],
      ]),
    ).toEqual({
      opened: '10:00 opened_at null false: the field opened_at says when it was opened',
      responded:
        '10:05 first_response_time null false: the field first_response_time says when it was answered, and counts before any change of state',
      diagnosed: '11:00 resolved_at null false: the field resolved_at says when it was resolved',
      resolved: '11:00 resolved_at null false: the field resolved_at says when it was resolved',
      closed: '11:30 closed_at null false: the field closed_at says when it was closed',
    });
  });

  test('is otherwise the first version that shows it, which makes it an estimate', () => {
    const estimate = (version: number, what: string) =>
      `null ${version} true: no field dates it: taken as the update of version ${version}, the first that shows that ${what}`;
    expect(
      told([
        anew,
        [t('10:20'), { state: 'open' }],
        [t('10:40'), { state: 'open', diagnosed: true }],
        [t('11:00'), { state: 'resolved', diagnosed: true }],
        [t('12:00'), { state: 'closed', diagnosed: true }],
      ]),
    ).toMatchObject({
      responded: `10:20 ${estimate(4, 'its state is no longer new')}`,
      diagnosed: `10:40 ${estimate(5, 'its field cause is filled in')}`,
      resolved: `11:00 ${estimate(6, 'it is resolved or closed')}`,
      closed: `12:00 ${estimate(7, 'it is closed')}`,
    });
    // Whatever a record shows when it is first seen may have been so for long.
    expect(told([[t('12:00'), { state: 'closed' }]])).toMatchObject({
      responded: `12:00 ${estimate(3, 'its state is no longer new')}`,
      diagnosed: `12:00 ${estimate(3, 'it is resolved or closed')}`,
    });
  });

  test('is nothing while it has not happened', () => {
    const never = 'never null null false: it has not happened';
    expect(told([anew])).toMatchObject({
      responded: never,
      diagnosed: never,
      resolved: never,
      closed: never,
    });
  });

  test('is the hand-over, if that counts as diagnosed, from support level 2 on', () => {
    const seen: Seen[] = [
      anew,
      [t('10:20'), { state: 'open', tier: 2 }],
      [t('11:00'), { state: 'resolved', tier: 2 }],
    ];
    expect(told(seen)['diagnosed']).toBe(
      '10:20 null 4 true: no field dates it: taken as the update of version 4, the first that shows that it is with support level 2 or higher, which counts as diagnosed',
    );
    const resolved =
      '11:00 null 5 true: no field dates it: taken as the update of version 5, the first that shows that it is resolved or closed';
    expect(told(seen, { ...shippedPolicy.clocks, tierDiagnoses: false })['diagnosed']).toBe(resolved);
    const atLevelOne: Seen[] = [anew, [t('10:20'), { state: 'open' }], [t('11:00'), { state: 'resolved' }]];
    expect(told(atLevelOne)['diagnosed']).toBe(resolved);
  });

  test('is no hand-over that came after the resolution', () => {
    const seen: Seen[] = [
      anew,
      [t('11:00'), { state: 'resolved' }],
      [t('12:00'), { state: 'open', tier: 2 }],
    ];
    expect(told(seen)['diagnosed']).toMatch(/^11:00 null 4 true: .* it is resolved or closed$/);
  });

  test('of a hand-over with the resolution is the hand-over', () => {
    const seen: Seen[] = [anew, [t('11:00'), { state: 'resolved', tier: 3 }]];
    expect(told(seen, { ...shippedPolicy.clocks, tierDiagnoses: false })['diagnosed']).toMatch(
      /it is resolved or closed$/,
    );
    expect(told(seen)['diagnosed']).toMatch(/which counts as diagnosed$/);
  });

  test.each<[string, Partial<Observation>, string]>([
    [
      'closure',
      { state: 'closed', closedAt: t('11:30') },
      'closed_at null false: the field closed_at says when it was closed',
    ],
    [
      'resolution',
      { state: 'resolved', resolvedAt: t('11:30') },
      'resolved_at null false: the field resolved_at says when it was resolved',
    ],
  ])('is the %s where the record goes from new straight to it', (_, given, source) => {
    const { responded, diagnosed, resolved } = told([anew, [t('12:00'), given]]);
    expect([responded, diagnosed, resolved]).toEqual(Array(3).fill(`11:30 ${source}`));
  });

  test('is no resolution of long ago that happens to lie at the instant of an answer', () => {
    const reopened = { state: 'open', resolvedAt: t('12:00') } as const;
    expect(told([anew, [t('12:00'), reopened]])['responded']).toBe(`12:00 null 4 true: ${byState}`);
  });

  test('before the opening counts at the opening', () => {
    const early = told([[t('09:30'), { state: 'open', diagnosed: true }]]);
    expect(early['responded']).toMatch(/^10:00 null 3 true/);
    expect(early['diagnosed']).toMatch(/^10:00 null 3 true: .* its field cause is filled in$/);
    expect(told([[t('09:30'), { state: 'open', tier: 2 }]])['diagnosed']).toMatch(
      /which counts as diagnosed$/,
    );
  });

  test('has no name where the table is mapped no more', () => {
    const unmapped = { ...fields, respondedAt: null, diagnosed: null };
    const seen: Seen[] = [anew, [t('10:30'), { state: 'open', respondedAt: t('10:05'), diagnosed: true }]];
    const milestones = told(seen, shippedPolicy.clocks, unmapped);
    expect(milestones['responded']).toMatch(/^10:05 null null false: the field of the record says when/);
    expect(milestones['diagnosed']).toMatch(/shows that its field for a diagnosis is filled in$/);
  });

  test('has no number where the version is not kept', () => {
    const merge = mergeObservation(null, observation(opened), opened);
    const ticket = { ...merge.ticket, closedAt: t('11:00') };
    const replayed = replay(buildTimeline(opened, [merge.version!], null), shippedPolicy.clocks, t('20:00'))!;
    const milestones = explainMilestones({ ticket, versions: [], timeline: [], replayed, fields });
    expect(milestones.at(-1)).toEqual({
      milestone: 'closed',
      at: t('11:00'),
      field: null,
      sysModCount: null,
      estimated: true,
      why: 'no field dates it: taken as the update of the first version that was seen, the first that shows that it is closed',
    });
  });
});
