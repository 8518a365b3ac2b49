import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/servicenow/observation.ts';
import { mergeObservation, versionOf } from '../../src/tickets/merge-observation.ts';
import type { Ticket } from '../../src/tickets/ticket.ts';
import { observation } from '../support/observations.ts';
import { t } from '../support/story.ts';

const opened = t('10:00');
const now = t('12:00');

const seen = (given: Partial<Observation> = {}): Observation =>
  observation(opened, { sysModCount: 3, sysUpdatedAt: t('11:00'), ...given });

/** The ticket as it is mirrored after one observation, with the id that storing gives it. */
function mirrored(given: Partial<Observation> = {}): Ticket {
  return { ...mergeObservation(null, seen(given), t('11:05')).ticket, id: 42 };
}

describe('what is seen of a record', () => {
  it('for the first time becomes a ticket, first seen now', () => {
    const { result, ticket, version } = mergeObservation(null, seen({ state: 'open' }), now);
    expect(result).toBe('inserted');
    expect(ticket).toMatchObject({ id: 0, number: 'CS0001001', state: 'open', firstSeenAt: now });
    expect(version).toMatchObject({ at: t('11:00'), sysModCount: 3, state: 'open' });
  });

  it('with the same content again is no news', () => {
    const known = mirrored();
    expect(mergeObservation(known, seen(), now)).toEqual({
      result: 'unchanged',
      ticket: known,
      version: null,
      between: [],
    });
  });

  it('after a change updates the ticket and keeps who it is', () => {
    const change = { state: 'open', sysModCount: 4, sysUpdatedAt: t('11:30') } as const;
    const { result, ticket, version } = mergeObservation(mirrored(), seen(change), now);
    expect(result).toBe('updated');
    expect(ticket).toMatchObject({ id: 42, state: 'open', firstSeenAt: t('11:05'), sysModCount: 4 });
    expect(version?.at).toBe(t('11:30'));
  });

  it.each<[string, Partial<Observation>]>([
    ['an older stamp', { sysUpdatedAt: t('10:30'), sysModCount: 2, state: 'waiting' }],
    ['a lower count in the same second', { sysModCount: 2, state: 'waiting' }],
  ])('late, with %s, completes the history and changes nothing else', (_how, late) => {
    const known = mirrored({ state: 'open' });
    const { result, ticket, version } = mergeObservation(known, seen(late), now);
    expect(result).toBe('stale');
    expect(ticket).toBe(known);
    expect(version).toMatchObject({ at: late.sysUpdatedAt ?? t('11:00'), state: 'waiting' });
  });

  it('changed by a script that leaves stamp and count alone is dated by the moment at which it is seen', () => {
    const { result, version } = mergeObservation(mirrored(), seen({ priority: 'low' }), now);
    expect(result).toBe('updated');
    expect(version).toMatchObject({ at: now, sysModCount: 3, priority: 'low' });
  });

  it('of a record that was deleted brings its ticket back', () => {
    const known = { ...mirrored(), deletedAt: t('11:10') };
    expect(mergeObservation(known, seen(), now)).toMatchObject({
      result: 'updated',
      ticket: { deletedAt: null },
    });
  });
});

describe('a value that is not understood', () => {
  it.each<[keyof Ticket & keyof Observation, unknown, unknown]>([
    ['state', 'waiting', 'open'],
    ['priority', 'critical', 'low'],
    ['tier', 3, 1],
    ['covered', false, true],
    ['openedAt', opened, t('11:00')],
  ])('of %s leaves the last known one (%s), or else is %s', (field, lastKnown, otherwise) => {
    const known = mirrored({ [field]: lastKnown });
    const unknown = seen({ [field]: null, sysModCount: 4 });
    expect(mergeObservation(known, unknown, now).ticket[field]).toBe(lastKnown);
    expect(mergeObservation(null, unknown, now).ticket[field]).toBe(otherwise);
  });

  it('is remembered as unknown in the version, so that a later judgement is not told a guess', () => {
    const { version } = mergeObservation(mirrored(), seen({ state: null, priority: null }), now);
    expect(version).toMatchObject({ state: null, priority: null });
  });
});

describe('the closure', () => {
  it.each<[string, Partial<Observation>, number | null]>([
    ['is dated by its field', { state: 'closed', closedAt: t('10:45') }, t('10:45')],
    ['is dated by the update where no field does', { state: 'closed' }, t('11:00')],
    ['is none while the ticket is not closed', { state: 'open', closedAt: t('10:45') }, null],
  ])('%s', (_how, given, closedAt) => {
    expect(mergeObservation(null, seen(given), now).ticket.closedAt).toBe(closedAt);
  });
});

describe('the account', () => {
  it('is shown by its name, or by its id where the name cannot be read', () => {
    expect(mirrored({ account: 'id-1', accountName: 'Boxeo' }).account).toBe('Boxeo');
    expect(mirrored({ account: 'id-1', accountName: null }).account).toBe('id-1');
  });
});

describe('versions that were missed', () => {
  const whole = { unknownBefore: 0, unknownBetween: 0, reason: null, problems: [] };
  const next = (sysModCount: number) => seen({ sysModCount, sysUpdatedAt: t('11:30') });
  const begun = (): Ticket => mirrored({ sysModCount: 0 });

  it('are to be looked up from now on, those before the first one too', () => {
    expect(mirrored()).toMatchObject({ unexaminedSince: t('11:05'), history: whole });
    expect(begun().unexaminedSince).toBe(null);
    expect(mergeObservation(begun(), next(1), now).ticket.unexaminedSince).toBe(null);
    expect(mergeObservation(begun(), next(2), now).ticket.unexaminedSince).toBe(now);
  });

  it('are still to be looked up after the next one', () => {
    const missed = mergeObservation(begun(), next(2), now).ticket;

    expect(mergeObservation(missed, next(3), now + 1).ticket.unexaminedSince).toBe(now);
  });

  it('are no news where they were looked up beforehand', () => {
    const told = { ...versionOf(seen()), sysModCount: 1 };
    const unknown = { ...whole, unknownBetween: 1, reason: 'not-kept' } as const;
    const gap = { after: 0, upTo: 3, versions: [told], history: unknown };

    const { ticket, between } = mergeObservation(begun(), next(3), now, [], gap);
    expect(between).toEqual([told]);
    expect(ticket).toMatchObject({ unexaminedSince: null, history: unknown });
    expect(
      mergeObservation(ticket, { ...next(6), state: 'open' }, now, [], { ...gap, after: 3, upTo: 6 }).ticket,
    ).toMatchObject({
      history: { unknownBetween: 2 },
    });
  });

  it.each([
    ['after another version', { after: 1, upTo: 3 }],
    ['up to another version', { after: 0, upTo: 2 }],
  ])('and were looked up %s are looked up once more', (_how, between) => {
    const gap = { ...between, versions: [versionOf(seen())], history: whole };

    const merge = mergeObservation(begun(), next(3), now, [], gap);
    expect(merge).toMatchObject({ between: [], ticket: { unexaminedSince: now } });
  });
});
