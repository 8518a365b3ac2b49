import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BaseFilter, parseBaseFilter } from '../../src/servicenow/base-filter.ts';
import { buildQuery, QueryRefused } from '../../src/servicenow/encoded-query.ts';
import { changesAfter, changesFrom, journalEntriesWith, recordsAfter } from '../../src/servicenow/queries.ts';
import { parseInstant } from '../../src/time/instant.ts';

const at = parseInstant('2026-03-01T12:34:56.789Z')!;
const sysId = '0123456789abcdef0123456789abcdef';

function baseFilter(text: string): BaseFilter {
  const reading = parseBaseFilter(text);
  if (!reading.ok) throw new Error(reading.fault);
  return reading.filter;
}

describe('an encoded query', () => {
  it('writes instants in UTC, cut to the second', () => {
    expect(buildQuery({ anyOf: [[{ field: 'sys_updated_on', operator: '>=', value: at }]] })).toBe(
      'sys_updated_on>=2026-03-01 12:34:56',
    );
  });

  it('repeats the base filter in every group, because ^NQ starts anew', () => {
    expect(changesAfter(baseFilter('active=true^ORstate=3'), { updatedAt: at, sysId })).toBe(
      'active=true^ORstate=3^sys_updated_on>2026-03-01 12:34:56' +
        `^NQactive=true^ORstate=3^sys_updated_on=2026-03-01 12:34:56^sys_id>${sysId}` +
        '^ORDERBYsys_updated_on^ORDERBYsys_id',
    );
  });

  it('asks for a whole table where there is no filter and no position', () => {
    expect(changesFrom(null, null)).toBe('ORDERBYsys_updated_on^ORDERBYsys_id');
    expect(recordsAfter(null, null)).toBe('ORDERBYsys_id');
    expect(recordsAfter(baseFilter('active=true'), sysId)).toBe(`active=true^sys_id>${sysId}^ORDERBYsys_id`);
  });

  it('writes lists and questions for emptiness', () => {
    const anyOf = [
      [
        { field: 'state', operator: 'IN' as const, values: ['1', '10'] },
        { field: 'contract.state', operator: 'ISNOTEMPTY' as const },
      ],
    ];
    expect(buildQuery({ anyOf })).toBe('stateIN1,10^contract.stateISNOTEMPTY');
  });

  it.each([
    ['a caret', 'x^ORactive=true'],
    ['a new group', '^NQactive=true'],
    ['a script', 'javascript:gs.getUserID()'],
    ['a script in other letters', 'JavaScript:1'],
    ['a line break', 'a\nb'],
    ['nothing', ''],
  ])('refuses a value that contains %s, and names the field', (_what, value) => {
    const build = (): unknown => buildQuery({ anyOf: [[{ field: 'number', operator: '=', value }]] });
    expect(build).toThrow(QueryRefused);
    expect(build).toThrow(/"number"/);
  });

  it('refuses a comma in a list and an empty list', () => {
    const list = (values: string[]) => () =>
      buildQuery({ anyOf: [[{ field: 'state', operator: 'IN', values }]] });
    expect(list(['1,2'])).toThrow(QueryRefused);
    expect(list([])).toThrow(QueryRefused);
  });

  it.each(['', 'State', 'state=1^', 'a b', 'a..b', '__proto__'])('refuses the field name "%s"', (field) => {
    expect(() => buildQuery({ anyOf: [[{ field, operator: '=', value: '1' }]] })).toThrow(QueryRefused);
  });

  it('has as many conditions as were asked for, whatever the values are', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc
        .array(fc.constantFrom('^', 'NQ', 'OR', 'EQ', 'ORDERBY', 'javascript:', '=', 'a', ',', '@', '\n'), {
          maxLength: 8,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        let query: string;
        try {
          query = buildQuery({
            anyOf: [
              [
                { field: 'number', operator: '=', value: one },
                { field: 'short_description', operator: 'LIKE', value: other },
              ],
            ],
          });
        } catch (error) {
          expect(error).toBeInstanceOf(QueryRefused);
          return;
        }
        expect(query.split('^')).toEqual([`number=${one}`, `short_descriptionLIKE${other}`]);
        expect(query).not.toMatch(/javascript:/i);
      }),
      { numRuns: 2_000 },
    );
  });

  it('looks a marker up in the journal of one record', () => {
    expect(journalEntriesWith(sysId, '[sla-bridge:abc-1]')).toBe(
      `element_id=${sysId}^valueLIKE[sla-bridge:abc-1]`,
    );
  });
});

describe("an operator's own filter", () => {
  it.each([
    'active=true',
    'active=true^ORstate=3',
    'stateIN1,2',
    'account.nameSTARTSWITHAcme',
    'contractISEMPTY',
  ])('may be %s', (text) => {
    expect(parseBaseFilter(text)).toEqual({ ok: true, filter: text });
  });

  it.each([
    'active=true^NQactive=false',
    'active=true^ORDERBYnumber',
    'active=true^EQ',
    'active=true^',
    '^active=true',
    '',
    'opened_at>javascript:gs.daysAgo(7)',
    'ORactive=true',
    'active',
    'a\u0000=1',
  ])('may not be "%s"', (text) => {
    expect(parseBaseFilter(text).ok).toBe(false);
  });
});
