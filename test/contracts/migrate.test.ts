import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';

describe.each(engines)('the schema on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());

  it('is brought up to date once, however often that is asked for', async () => {
    expect(await migrate(database.db)).toEqual([]);
  });

  it('reads amounts of milliseconds as numbers and instants as dates', async () => {
    const at = new Date('2026-03-04T10:00:00.123Z');
    await database.db
      .updateTable('instance_clock')
      .set({ skew_ms: 86_400_000 * 365, measured_at: at })
      .execute();

    const row = await database.db.selectFrom('instance_clock').selectAll().executeTakeFirstOrThrow();

    expect(row).toEqual({ id: 1, skew_ms: 31_536_000_000, measured_at: at });
  });
});
