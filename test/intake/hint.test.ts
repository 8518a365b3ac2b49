import { describe, expect, it } from 'vitest';
import {
  isGivenUp,
  judgeFetchFailure,
  type OpenHint,
  pickEchoes,
  planLookUp,
} from '../../src/intake/hint.ts';
import { isSilent } from '../../src/intake/webhook-silence.ts';
import { serviceNowErrorCodes } from '../../src/servicenow/servicenow-error.ts';
import { at } from '../support/observations.ts';

const now = at('2026-03-02 10:00');
const minute = 60_000;

let made = 0;
function open(sysId: string, changes: Partial<OpenHint> = {}): OpenHint {
  made += 1;
  return { id: `msg-${made}`, table: 'incident', sysId, receivedAt: now, isOwnWrite: false, ...changes };
}

describe('what to fetch for open hints', () => {
  it('is nothing where there are none, or only echoes of our own writes', () => {
    const echo = open('a', { isOwnWrite: true });

    expect(planLookUp([], 10)).toBe(null);
    expect(planLookUp([echo], 10)).toBe(null);
    expect(pickEchoes([echo, open('b')])).toEqual([echo.id]);
  });

  it('is each record once, those that have waited longest, of one table at a time', () => {
    const [first, again, second, third] = [open('a'), open('a'), open('b'), open('c')];
    const elsewhere = open('d', { table: 'problem' });
    const lookUp = planLookUp([first, elsewhere, second, again, third], 2);

    expect(lookUp?.table).toBe('incident');
    expect([...(lookUp?.hintsBySysId ?? [])]).toEqual([
      ['a', [first, again]],
      ['b', [second]],
    ]);
  });

  it('is a record with an echo too, if another hint is none, and the echo is settled by itself', () => {
    const [echo, foreign] = [open('a', { isOwnWrite: true }), open('a')];

    expect(planLookUp([echo, foreign], 2)?.hintsBySysId.get('a')).toEqual([foreign]);
    expect(pickEchoes([echo, foreign])).toEqual([echo.id]);
  });
});

describe('a record that cannot be fetched', () => {
  it('is asked for again as long as it is the instance that fails', () => {
    const old = open('a', { receivedAt: now - 600 * minute });

    expect(isGivenUp(judgeFetchFailure('servicenow-unreachable'), old, now)).toBe(false);
    expect(isGivenUp(judgeFetchFailure('servicenow-rate-limited'), old, now)).toBe(false);
  });

  it('is given up after ten minutes if it may be the record, and at once if the account is refused it', () => {
    const doubtful = judgeFetchFailure('servicenow-server-error');

    expect(isGivenUp(doubtful, open('a', { receivedAt: now - 10 * minute }), now)).toBe(false);
    expect(isGivenUp(doubtful, open('a', { receivedAt: now - 10 * minute - 1 }), now)).toBe(true);
    expect(isGivenUp(judgeFetchFailure('servicenow-forbidden'), open('a'), now)).toBe(true);
  });

  it('is refused only where asking again changes nothing', () => {
    expect(serviceNowErrorCodes.filter((code) => judgeFetchFailure(code) === 'refused')).toEqual([
      'servicenow-forbidden',
      'servicenow-unknown-table',
      'servicenow-bad-request',
    ]);
  });
});

describe('webhooks', () => {
  const since = now - 60 * minute;

  it.each([
    ['much changed since the last, a quarter of an hour ago', now - 15 * minute, 20, true],
    ['much changed, but the last came just now', now - 14 * minute, 20, false],
    ['little changed', now - 50 * minute, 19, false],
    ['none ever came, and much changed since we listen', null, 20, true],
    ['the last came before we listened', now - 90 * minute, 20, true],
  ])('silent? %s', (_name, lastReceivedAt, unannounced, expected) => {
    expect(isSilent({ lastReceivedAt, unannounced }, since, now)).toBe(expected);
  });

  it('are not silent while nobody has listened for long', () => {
    expect(isSilent({ lastReceivedAt: null, unannounced: 500 }, now - 14 * minute, now)).toBe(false);
  });
});
