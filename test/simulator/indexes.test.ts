import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../src/simulator/database/database.ts';
import { compareBy } from '../../src/simulator/database/ordering.ts';
import type { Row } from '../../src/simulator/database/row.ts';
import { createSortedRows } from '../../src/simulator/database/sorted-rows.ts';
import { compileQuery } from '../../src/simulator/query/compile-query.ts';
import { parseEncodedQuery } from '../../src/simulator/query/encoded-query.ts';
import { runQuery } from '../../src/simulator/query/run-query.ts';

const scope = {
  now: 0,
  timeZone: 'UTC',
  userSysId: '',
  invalidField: 'dropped',
  literalZone: 'utc',
  mayNotRange: () => false,
} as const;

describe('rows kept in order', () => {
  const compare = (left: Row, right: Row): number => Number(left['n']) - Number(right['n']);

  it('stay in order whatever comes and goes', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { maxLength: 1500 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 5000 }),
        (numbers, every, from) => {
          const rows = numbers.map((n) => ({ n: String(n) }));
          const half = Math.floor(rows.length / 2);
          const sorted = createSortedRows(rows.slice(0, half), compare);
          for (const row of rows.slice(half)) sorted.add(row);
          const kept = rows.filter((_, index) => index % every !== 0);
          for (const [index, row] of rows.entries()) if (index % every === 0) sorted.remove(row);
          const seen: number[] = [];
          sorted.scan(
            (row) => Number(row['n']) < from,
            (row) => seen.push(Number(row['n'])) > 0,
          );
          const expected = kept.map((row) => Number(row['n'])).filter((n) => n >= from);
          expect(seen).toEqual(expected.sort((left, right) => left - right));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuse to lose a row that was changed in place', () => {
    const row = { n: '1' };
    const sorted = createSortedRows([row, { n: '5' }], compare);
    row.n = '9';
    expect(() => sorted.remove(row)).toThrow('must not be changed in place');
  });
});

describe('the query planner', () => {
  const stamp = fc.integer({ min: 0, max: 9 }).map((second) => `2026-03-02 10:00:0${second}`);
  const id = fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16).repeat(32));
  const condition = fc.oneof(
    fc
      .tuple(fc.constantFrom('>', '>=', '<', '<=', '='), stamp)
      .map((parts) => `sys_updated_on${parts.join('')}`),
    fc.tuple(fc.constantFrom('>', '>=', '=', '<'), id).map((parts) => `sys_id${parts.join('')}`),
    fc.tuple(stamp, stamp).map(([low, high]) => `sys_updated_onBETWEEN${low}@${high}`),
    fc.constantFrom('state=1', 'state!=1', 'state>3', 'number=CS0000003', 'numberINCS0000001,CS0000002'),
  );
  const query = fc
    .array(fc.tuple(fc.constantFrom('^', '^OR', '^NQ'), condition), { maxLength: 5 })
    .map((parts) =>
      parts
        .map((part) => part.join(''))
        .join('')
        .replace(/^\^(OR|NQ)?/, ''),
    );
  const order = fc.constantFrom(
    '',
    '^ORDERBYsys_updated_on',
    '^ORDERBYsys_updated_on^ORDERBYsys_id',
    '^ORDERBYDESCsys_updated_on',
    '^ORDERBYsys_id',
    '^ORDERBYDESCstate',
  );
  const rows = fc.array(fc.tuple(stamp, fc.constantFrom('1', '3', '10')), { maxLength: 40 });

  it('finds with its indexes what a look at every row finds', () => {
    fc.assert(
      fc.property(
        rows,
        query,
        order,
        fc.nat(5),
        fc.integer({ min: 1, max: 9 }),
        (contents, text, by, offset, limit) => {
          const database = createDatabase('planner');
          for (const [index, [sys_updated_on, state]] of contents.entries()) {
            const sys_id = ((index * 7) % 16).toString(16).repeat(16) + String(index).padStart(16, '0');
            database.put('incident', { sys_id, sys_updated_on, state, number: `CS000000${index}` });
          }
          const parsed = parseEncodedQuery(text + by);
          const { definition } = database.table('incident')!;
          const expected = [...database.table('incident')!.rows()]
            .filter(compileQuery(database, definition, parsed, 0))
            .sort(compareBy(parsed.order, definition));
          const page = { offset, limit, count: true };
          const found = runQuery(database, 'incident', parsed, page, { scope, past: null, ties: null });
          expect(found.total).toBe(expected.length);
          expect(found.rows).toEqual(expected.slice(offset, offset + limit));
        },
      ),
      { numRuns: 400 },
    );
  });
});
