import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { up as addTicketDetails } from '../../src/store/migrations/0006-ticket-details.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
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
    const measuredAt = new Date('2026-03-04T10:00:00.123Z');
    await database.db
      .updateTable('instance_clock')
      .set({ skew_ms: 86_400_000 * 365, measured_at: measuredAt })
      .execute();

    const row = await database.db.selectFrom('instance_clock').selectAll().executeTakeFirstOrThrow();

    expect(row).toEqual({ id: 1, skew_ms: 31_536_000_000, measured_at: measuredAt });
  });

  it('keeps open tickets from before the checklist out of it until they are read again', async () => {
    const { db } = database;
    await openDesk(database).pipeline.applyObservations(
      'sn_customerservice_case',
      [observation(at('2026-03-04 10:00'), { details: { product: 'Poly' } })],
      'poll',
    );
    await sql`update ticket set details = '{"product": "Poly"}'::jsonb`.execute(db);
    await sql`alter table ticket drop column details_look_at`.execute(db);
    await sql`drop table ticket_details`.execute(db);
    await addTicketDetails(db as unknown as Kysely<unknown>);

    expect(
      await db.selectFrom('ticket').select(['details', 'details_look_at', 'content_hash']).execute(),
    ).toEqual([
      {
        details: { fields: { product: 'Poly' }, labels: [], mentions: [] },
        details_look_at: null,
        content_hash: '',
      },
    ]);
  });
});
