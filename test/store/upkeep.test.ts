import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { cutLog, vacuumTables } from '../../src/store/upkeep.ts';
import { openTestDatabase } from '../support/test-database.ts';

describe('the embedded engine', () => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase('pglite');
    await sql`create table churned (id integer primary key, text text)`.execute(database.db);
  });
  afterAll(() => database.close());

  const rewrite = (round: number): Promise<unknown> =>
    sql`insert into churned select n, repeat(${String(round % 10)}::text, 400) from generate_series(1, 2000) as n
      on conflict (id) do update set text = excluded.text`.execute(database.db);
  const size = async (): Promise<number> => {
    const { rows } = await sql<{ bytes: number }>`select pg_total_relation_size('churned') as bytes`.execute(
      database.db,
    );
    return rows[0]!.bytes;
  };
  /** Statistics are brought together now and then; this asks for it at once. */
  const flush = (): Promise<unknown> => sql`select pg_stat_force_next_flush()`.execute(database.db);

  it('gives back the space of rows that are rewritten again and again, once it is told to', async () => {
    const sizes: number[] = [];
    for (let round = 0; round < 8; round++) {
      await flush();
      await rewrite(round);
      await vacuumTables(database);
      sizes.push(await size());
    }

    expect(sizes.at(-1)).toBeLessThanOrEqual(sizes[1]! * 1.2);
  });

  it('is left alone where little has changed', async () => {
    await flush();
    await flush();
    await vacuumTables(database);
    await flush();
    await sql`update churned set text = 'x' where id < 100`.execute(database.db);

    expect(await vacuumTables(database)).toEqual([]);
  });

  it('cuts its write-ahead log once that has grown long, and not before', async () => {
    await cutLog(database);
    expect(await cutLog(database)).toBe(false);

    for (let round = 0; round < 20; round++) await rewrite(round);
    expect(await cutLog(database)).toBe(true);
    expect(await cutLog(database)).toBe(false);
  });
});

it('a server looks after itself', async () => {
  const database = await openTestDatabase('postgres');
  await sql`create table churned as select n from generate_series(1, 5000) as n`.execute(database.db);

  expect(await vacuumTables(database)).toEqual([]);
  expect(await cutLog(database)).toBe(false);
  await database.close();
});
