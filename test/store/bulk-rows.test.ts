import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameColumns, selectRows, setColumns } from '../../src/store/bulk-rows.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

const columns = {
  id: 'integer',
  said: 'text',
  size: 'smallint',
  amount: 'bigint',
  holds: 'boolean',
  at: 'instant',
  details: 'json',
} as const;

/** PostgreSQL holds every text but one with a zero byte or half a surrogate pair. */
const text = fc.string({ unit: 'binary' }).filter((one) => !one.includes('\0') && one.isWellFormed());
const row = fc.record({
  said: fc.option(fc.oneof(text, fc.constantFrom('', 'NULL', 'null', '{}', '"', '\\', ',', '{"a",\\"b"}'))),
  size: fc.option(fc.integer({ min: -32_768, max: 32_767 })),
  amount: fc.option(fc.maxSafeInteger()),
  holds: fc.option(fc.boolean()),
  at: fc.option(fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2100, 0, 1) })),
  details: fc.option(fc.oneof(fc.dictionary(text, text), fc.array(text))),
});

describe.each(engines)('many rows at once, on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
    await sql`create table many (id integer primary key, said text, size smallint, amount bigint, holds boolean,
      at timestamptz(3), details jsonb)`.execute(database.db);
  });
  afterAll(() => database.close());

  const read = async () => {
    const { rows } = await sql<Record<string, unknown> & { at: Date | null }>`
      select * from many order by id`.execute(database.db);
    return rows.map((one) => ({ ...one, at: one.at?.getTime() ?? null }));
  };

  it('are stored as they are, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (given) => {
        const rows = given.map((one, id) => ({ id, ...one }));
        await sql`truncate many`.execute(database.db);
        await sql`insert into many (${nameColumns(columns)}) ${selectRows(columns, rows)}`.execute(
          database.db,
        );
        expect(await read()).toEqual(rows);
      }),
      { numRuns: 50 },
    );
  });

  it('replace those that are there, all columns but the key', async () => {
    await sql`truncate many`.execute(database.db);
    const before = { id: 1, said: 'a', size: 1, amount: 1, holds: true, at: 1, details: {} };
    const after = { id: 1, said: null, size: 2, amount: null, holds: false, at: 2, details: ['b'] };
    for (const one of [before, after]) {
      await sql`insert into many (${nameColumns(columns)}) ${selectRows(columns, [one])}
        on conflict (id) do update set ${setColumns(columns, 'excluded', ['id'])}`.execute(database.db);
    }
    expect(await read()).toEqual([after]);
  });
});
