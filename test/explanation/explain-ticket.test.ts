import { describe, expect, test } from 'vitest';
import { explainTicket } from '../../src/explanation/explain-ticket.ts';
import { explanationJson } from '../../src/explanation/explanation-json.ts';
import type { Case } from '../../src/judgement.ts';
import type { Observation } from '../../src/servicenow/observation.ts';
import type { ObservedVersion } from '../../src/tickets/build-timeline.ts';
import { mergeObservation } from '../../src/tickets/merge-observation.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import { at, observation } from '../support/observations.ts';
import { shipped } from '../support/story.ts';

const opened = at('2026-02-02 10:00');
const fields = {
  openedAt: 'opened_at',
  respondedAt: 'first_response_time',
  diagnosed: 'cause',
  resolvedAt: 'resolved_at',
  closedAt: 'closed_at',
};

/** What is known of a ticket after these observations, each made a minute after the record took that form. */
function caseOf(...seen: [updatedAt: string, given: Partial<Observation>][]): Case {
  let ticket: Ticket | null = null;
  const versions: ObservedVersion[] = [];
  seen.forEach(([updated, given], index) => {
    const sysUpdatedAt = at(updated);
    const seen = observation(opened, { sysUpdatedAt, sysModCount: index, ...given });
    const merge = mergeObservation(ticket, seen, sysUpdatedAt + 60_000);
    ticket = merge.ticket;
    if (merge.version !== null) versions.push(merge.version);
  });
  return { ticket: ticket!, versions, clocksBefore: [], escalations: [], commands: [] };
}

function explain(given: Case, now = '2026-02-02 18:00') {
  return explainTicket(given, { loaded: shipped, fields, holdsBackExisting: true }, at(now));
}

function milestone(given: Case, name: string) {
  return explain(given).milestones.find((one) => one.milestone === name);
}

describe('the policy', () => {
  test('is named with the line of each clock and why it was chosen', () => {
    const unnamed = explain(caseOf(['2026-02-02 10:00', { priority: 'normal' }]));
    const other = explain(caseOf(['2026-02-02 10:00', { serviceLine: 'Broadband' }]));
    const named = explain(caseOf(['2026-02-02 10:00', { serviceLine: 'UCC' }]));

    expect(unnamed.choice.why).toContain('names no service line, so the last policy');
    expect(other.choice.why).toContain('no policy is for the service line Broadband');
    expect(named.choice.why).toBe('it is the first for the service line UCC');
    expect(unnamed.clocks[2]?.line).toEqual({
      path: 'policies[0].targets.normal.fix',
      meaning: 'Intermittent Loss of Service',
      text: 'policy UCC, normal (Intermittent Loss of Service): the fix is due 48 h after the opening, counted on "business" (Monday to Friday 09:00–17:30, without bank holidays); it stands still while the ticket waits on the customer.',
    });
  });
});

describe('a milestone', () => {
  test('that a field gives is named with the field', () => {
    const given = caseOf(
      ['2026-02-02 10:30', { state: 'open', respondedAt: at('2026-02-02 10:05') }],
      [
        '2026-02-02 12:00',
        { state: 'resolved', respondedAt: at('2026-02-02 10:05'), resolvedAt: at('2026-02-02 11:00') },
      ],
    );

    expect(milestone(given, 'responded')).toMatchObject({
      at: at('2026-02-02 10:05'),
      field: 'first_response_time',
      estimated: false,
    });
    expect(milestone(given, 'resolved')).toMatchObject({ at: at('2026-02-02 11:00'), field: 'resolved_at' });
    expect(milestone(given, 'diagnosed')).toMatchObject({ at: at('2026-02-02 11:00'), field: 'resolved_at' });
  });

  test('that no field dates is estimated: the update of the version that first shows it', () => {
    const given = caseOf(
      ['2026-02-02 10:00', {}],
      ['2026-02-02 10:20', { state: 'open' }],
      ['2026-02-02 10:40', { state: 'open', diagnosed: true }],
      ['2026-02-02 11:00', { state: 'closed', diagnosed: true }],
    );

    const told = (name: string, instant: string, sysModCount: number) =>
      expect(milestone(given, name)).toMatchObject({
        at: at(instant),
        field: null,
        sysModCount,
        estimated: true,
      });
    told('responded', '2026-02-02 10:20', 1);
    told('diagnosed', '2026-02-02 10:40', 2);
    told('resolved', '2026-02-02 11:00', 3);
    told('closed', '2026-02-02 11:00', 3);
  });

  test('that a hand-over dates says that it counts as diagnosed, and whose rule that is', () => {
    const given = caseOf(['2026-02-02 10:00', {}], ['2026-02-02 10:20', { state: 'open', tier: 2 }]);

    expect(milestone(given, 'diagnosed')?.why).toContain(
      'support level 2 or higher, which counts as diagnosed',
    );
    expect(explain(given).assumptions).toContainEqual({
      kind: 'ours',
      setting: 'policies[0].tierDiagnoses',
      text: 'A hand-over to support level 2 or higher counts as diagnosed (ours: the support definition leaves it open)',
    });
  });

  test('that has not happened says so', () => {
    expect(milestone(caseOf(['2026-02-02 10:00', {}]), 'closed')).toMatchObject({
      at: null,
      why: 'it has not happened',
    });
  });
});

describe('what is estimated or assumed', () => {
  const texts = (given: Case, now?: string) => explain(given, now).assumptions.map(({ text }) => text);

  test('is nothing for a ticket seen from its opening whose figures rest on the document alone', () => {
    expect(texts(caseOf(['2026-02-02 10:00', {}]), '2026-02-02 10:10')).toEqual([]);
  });

  test('includes what a late first sight leaves open', () => {
    expect(texts(caseOf(['2026-02-02 12:00', { state: 'open' }]))[0]).toBe(
      'Priority and state of the first version seen are taken to have held since the opening',
    );
  });

  test('includes the pause of the clocks that paused', () => {
    const given = caseOf(['2026-02-02 10:00', {}], ['2026-02-02 10:20', { state: 'waiting' }]);

    expect(texts(given).filter((text) => text.includes('waits on the customer'))).toHaveLength(2);
  });

  test('includes bank holidays of years that nobody has published yet', () => {
    const openedAt = at('2031-12-30 10:00');
    const given = caseOf(['2031-12-30 10:00', { openedAt, priority: 'normal' }]);

    expect(texts(given, '2031-12-30 11:00')).toContain(
      'Bank holidays of years that are not published are worked out by rule',
    );
  });
});

describe('a ticket without clocks', () => {
  test('says that its priority was never known', () => {
    const given = caseOf(['2026-02-02 10:00', { priority: null }]);

    expect(explain(given)).toMatchObject({ unjudged: expect.stringContaining('never known'), clocks: [] });
  });

  test('says that it is not opened yet', () => {
    expect(explain(caseOf(['2026-02-02 10:00', {}]), '2026-02-02 09:00').unjudged).toBe(
      'It is not opened yet.',
    );
  });
});

describe('as JSON', () => {
  test('instants are ISO text in UTC, stretches go from and to, and segments add up to the elapsed time', () => {
    const given = caseOf(['2026-02-02 10:00', {}], ['2026-02-02 10:20', { state: 'open' }]);
    const json = JSON.parse(JSON.stringify(explanationJson(explain(given))));
    const fix = json.clocks[2];

    expect(json).toMatchObject({ number: 'CS0001001', at: '2026-02-02T18:00:00.000Z' });
    expect(fix).toMatchObject({
      kind: 'fix',
      state: 'breached',
      elapsedMs: 8 * 3_600_000,
      segments: [
        {
          from: '2026-02-02T10:00:00.000Z',
          to: '2026-02-02T18:00:00.000Z',
          kind: 'running',
          countedMs: 28_800_000,
        },
      ],
      due: { at: '2026-02-02T15:00:00.000Z', steps: [{ leftMs: 0, to: '2026-02-02T15:00:00.000Z' }] },
      rule: { line: 'policies[0].targets.critical.fix', calendar: 'always', timezone: 'Europe/London' },
    });
    expect(json.ladder.next).toMatchObject({ level: 1, dueAt: '2026-02-02T11:20:00.000Z' });
    expect(json.text).toContain(json.clocks[0].text);
    expect(json.text).toContain(json.ladder.text);
  });

  test('a deleted ticket says since when, and why its clocks are cancelled', () => {
    const given = caseOf(['2026-02-02 10:00', {}]);
    const deleted = { ...given, ticket: { ...given.ticket, deletedAt: at('2026-02-02 10:10') } };
    const json = explanationJson(explain(deleted));

    expect(json['clocks']).toMatchObject([{ state: 'cancelled', reason: 'deleted' }, {}, {}]);
    expect(json['text']).toContain('deleted in ServiceNow on Mon 2 Feb 2026 10:10 GMT');
  });
});
