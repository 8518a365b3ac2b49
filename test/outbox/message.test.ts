import { describe, expect, it } from 'vitest';
import type { ClockReport } from '../../src/clocks/clock-report.ts';
import { contactFor } from '../../src/escalations/route.ts';
import {
  breachMessage,
  breachMessageId,
  type EscalationNotice,
  escalationMessage,
  escalationMessageId,
  ladderResetMessage,
  marker,
  messageId,
  phoneAdviceMessage,
} from '../../src/outbox/message.ts';
import { mergeObservation } from '../../src/tickets/merge-observation.ts';
import { escalationLevels } from '../../src/vocabulary.ts';
import { observation } from '../support/observations.ts';
import { hour, minute, shippedPolicy, t } from '../support/story.ts';

const record = { table: 'sn_customerservice_case', sysId: '0123456789abcdef0123456789abcdef' };

const overdue: ClockReport = {
  kind: 'response',
  state: 'breached',
  reason: null,
  priority: 'critical',
  startedAt: t('10:00'),
  dueAt: t('10:30'),
  stoppedAt: null,
  breachedAt: t('10:30'),
  superseded: [],
  paused: false,
  elapsedMs: 2 * hour,
  targetMs: 30 * minute,
};

function notice(given: Partial<EscalationNotice> = {}): EscalationNotice {
  return {
    id: 'step-1',
    at: t('12:00'),
    level: 1,
    trigger: 'response',
    contact: contactFor(shippedPolicy.ladder, 1, t('12:00')),
    overdue: [overdue],
    nextAt: t('16:00'),
    request: null,
    handover: null,
    ownFields: {},
    page: null,
    ...given,
  };
}

const noteOf = (given: Partial<EscalationNotice> = {}): string[] =>
  escalationMessage(notice(given)).fields['work_notes']!.split('\n');

describe('the id of a message', () => {
  it('follows from what the message stands for, and from nothing else', () => {
    const id = escalationMessageId(record, t('10:30'), 1, 1);
    expect(id).toBe(escalationMessageId({ ...record }, t('10:30'), 1, 1));
    // Were it to change between two versions, the newer one would not find the notes of the older.
    expect(id).toBe('wTeIHHc5I0qIf3unq0IETx-E');
  });

  it('differs wherever one of those facts differs', () => {
    const other = { ...record, sysId: 'f'.repeat(32) };
    const ids = [
      escalationMessageId(record, t('10:30'), 1, 1),
      escalationMessageId(record, t('10:30'), 1, 2),
      escalationMessageId(record, t('10:30'), 2, 1),
      escalationMessageId(record, t('10:31'), 1, 1),
      escalationMessageId(other, t('10:30'), 1, 1),
      escalationMessageId({ ...record, table: 'incident' }, t('10:30'), 1, 1),
      breachMessageId(record, 'response', t('10:30')),
      breachMessageId(record, 'fix', t('10:30')),
      breachMessageId(record, 'fix', t('10:31')),
      messageId(record, 'phone-advice'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
  });
});

describe('the note of an escalation', () => {
  it('names the breached clock, the overrun, the contact, how and until when, and ends with the marker', () => {
    expect(noteOf()).toEqual([
      'SLA escalation level 1 (Service Desk), raised 2026-02-02 12:00:00 UTC.',
      'Breached: response (target 30 min, due 2026-02-02 10:30:00 UTC), overdue by 1 h 30 min.',
      'Contact now: Service Desk, support@exponential-e.com, 0800 1303 365.',
      'Next escalation not before 2026-02-02 16:00:00 UTC.',
      '[sla-bridge:step-1]',
    ]);
  });

  it("names the level's own contact inside the escalation desk's hours", () => {
    const contact = contactFor(shippedPolicy.ladder, 3, t('12:00'));
    expect(noteOf({ level: 3, contact })).toContain(
      'Contact now: Senior Support Leader, Network & Voice, Manish.Tankaria@exponential-e.com, 020 7096 4051.',
    );
  });

  it('goes through the service desk outside them', () => {
    const contact = contactFor(shippedPolicy.ladder, 3, t('20:00'));
    expect(noteOf({ level: 3, contact })).toContain(
      'Contact now: Service Desk, support@exponential-e.com, 0800 1303 365, who will contact the Senior Support Leader.',
    );
  });

  it('names every clock that is overdue, paused ones as such, and one that has no due time yet', () => {
    const fix: ClockReport = { ...overdue, kind: 'fix', dueAt: null, paused: true, targetMs: hour };
    expect(noteOf({ overdue: [overdue, fix] })[2]).toBe(
      'Breached: fix (target 1 h), overdue by 1 h (waiting on the customer now).',
    );
  });

  it('never tells of less than no overrun', () => {
    expect(noteOf({ overdue: [{ ...overdue, elapsedMs: 29 * minute }] })[1]).toContain('overdue by 0 s.');
  });

  it('says why somebody asked for it', () => {
    expect(noteOf({ request: 'No progress since noon' })).toContain('Requested: No progress since noon');
  });
});

describe('the PATCH of an escalation', () => {
  it.each(
    escalationLevels.map((level) => [level, level === 4 ? '3' : String(level)] as const),
  )('at level %i sets the escalation field to %s', (level, escalation) => {
    expect(escalationMessage(notice({ level }))).toMatchObject({
      kind: 'escalation',
      level,
      fields: { escalation },
    });
  });

  it('carries the field and the note and nothing else', () => {
    expect(Object.keys(escalationMessage(notice()).fields)).toEqual(['escalation', 'work_notes']);
  });

  it('asks for a hand-over in the note, and writes the group only where one is configured', () => {
    const asked = escalationMessage(notice({ handover: { supportLevel: '2', group: null } })).fields;
    expect(asked['work_notes']).toContain('Hand-over asked for: support level 2.');
    expect(asked).not.toHaveProperty('assignment_group');
    const written = escalationMessage(notice({ handover: { supportLevel: '2', group: 'group-2' } })).fields;
    expect(written).toMatchObject({ assignment_group: 'group-2' });
  });

  const ownFields = {
    u_level: 'level',
    u_position: 'position',
    u_clock: 'clock',
    u_breached: 'breachedAt',
    u_next: 'nextEscalationAt',
  } as const;

  it("fills the instance's own fields as it stores values", () => {
    expect(escalationMessage(notice({ ownFields })).fields).toMatchObject({
      u_level: '1',
      u_position: 'Service Desk',
      u_clock: 'response',
      u_breached: '2026-02-02 10:30:00',
      u_next: '2026-02-02 16:00:00',
    });
  });

  it('leaves the breach empty where the escalation was asked for', () => {
    const fields = escalationMessage(notice({ trigger: 'manual', ownFields })).fields;
    expect(fields).toMatchObject({ u_clock: 'manual', u_breached: '' });
  });
});

it('a note leads to the page of its ticket, where there is an address for it', () => {
  const page = 'https://sla.example.org/console/tickets/CS1?table=incident';
  const breach = breachMessage('breach-1', overdue, contactFor(shippedPolicy.ladder, 2, t('12:00')), {
    handover: null,
    page,
  });
  const lines = breach.fields['work_notes']!.split('\n');

  expect(noteOf({ page }).slice(-2)).toEqual([`Clocks and ladder: ${page}`, '[sla-bridge:step-1]']);
  expect(lines.slice(-2)).toEqual([`Clocks and ladder: ${page}`, '[sla-bridge:breach-1]']);
});

describe('the other notes', () => {
  const contact = contactFor(shippedPolicy.ladder, 2, t('12:00'));

  it('tell a breach that raises no step, with clock, overrun, contact and marker', () => {
    const message = breachMessage('breach-1', { ...overdue, kind: 'fix' }, contact, {
      handover: null,
      page: null,
    });
    expect(message).toMatchObject({ kind: 'breach', level: null });
    expect(message.fields['work_notes']?.split('\n')).toEqual([
      'SLA breach: fix.',
      'Breached: fix (target 30 min, due 2026-02-02 10:30:00 UTC), overdue by 1 h 30 min.',
      'Contact now: Service Desk Manager, support@exponential-e.com, 0800 1303 365.',
      '[sla-bridge:breach-1]',
    ]);
    expect(Object.keys(message.fields)).toEqual(['work_notes']);
  });

  it('ask for the hand-over with the breach where no step tells it', () => {
    const { fields } = breachMessage('breach-1', overdue, contact, {
      handover: { supportLevel: '2', group: 'group-2' },
      page: null,
    });
    expect(fields['work_notes']).toContain('Hand-over asked for: support level 2.');
    expect(fields['assignment_group']).toBe('group-2');
  });

  it('advise to phone, with priority, channel and number', () => {
    const { ticket } = mergeObservation(null, observation(t('10:00'), { channel: 'email' }), t('10:01'));
    const { kind, fields } = phoneAdviceMessage('advice-1', ticket, '+44 (0) 800 1303 365');
    expect(kind).toBe('phone-advice');
    expect(fields['work_notes']).toBe(
      'This critical ticket came by email. Urgent or critical issues are best raised by telephone: +44 (0) 800 1303 365.\n[sla-bridge:advice-1]',
    );
  });

  it('set the escalation field back when an episode has ended', () => {
    expect(ladderResetMessage('reset-1', t('12:00'))).toMatchObject({
      kind: 'ladder-reset',
      fields: {
        escalation: '0',
        work_notes: `SLA escalation ended 2026-02-02 12:00:00 UTC: nothing is overdue any more.\n${marker('reset-1')}`,
      },
    });
  });
});
