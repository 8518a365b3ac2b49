import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertAudit, listAudit } from '../../src/admin/audit-store.ts';
import { claimKey } from '../../src/admin/idempotency-store.ts';
import { readLatestRuns } from '../../src/admin/reconcile-run-store.ts';
import { beginRun, finishRun } from '../../src/intake/reconcile-store.ts';
import { isOwnWrite, rememberOwnWrite } from '../../src/outbox/outbox-store.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { vacuumTables } from '../../src/store/upkeep.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { DAY_MS, HOUR_MS } from '../../src/time/instant.ts';
import { connectHousekeeping } from '../../src/wiring/housekeeping.ts';
import { openDesk } from '../support/desk.ts';
import { at, observation } from '../support/observations.ts';
import { engines, openTestDatabase } from '../support/test-database.ts';
import { virtualTime } from '../support/virtual-time.ts';

const TABLE = 'sn_customerservice_case';
const opened = at('2024-03-04 10:00');
const sysId = '0123456789abcdef0123456789abcdef';

describe.each(engines)('housekeeping on %s', (engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of ['ticket', 'admin_audit', 'idempotency_key', 'own_write', 'reconcile_run'] as const)
      await database.db.deleteFrom(table).execute();
  });

  /** Housekeeping at an instant, with 400 days of retention; says what the metrics say afterwards. */
  async function forgetAt(now: number) {
    const { metrics, expose } = createMetrics({
      version: '0',
      revision: '0',
      tables: [],
      withProcessMetrics: false,
    });
    const logger = createLogger({ level: 'silent', destination: process.stdout, isTerminal: false });
    const housekeeping = connectHousekeeping({
      database,
      metrics,
      logger,
      time: virtualTime(now),
      now: () => now,
      retentionMs: 400 * DAY_MS,
    });
    await housekeeping.forget();
    const { body } = await expose('text');
    return (line: string) =>
      Number(
        body
          .split('\n')
          .find((one) => one.startsWith(`${line} `))
          ?.split(' ')[1],
      );
  }

  /** A critical case that came by mail, breached, was escalated, and ended in `state` an hour later. */
  async function finishedCase(state: 'closed' | 'open') {
    const desk = openDesk(database);
    desk.setNow(opened);
    await desk.pipeline.applyObservations(TABLE, [observation(opened, { channel: 'email' })], 'poll');
    desk.setNow(opened + HOUR_MS / 2);
    const { id } = await database.db.selectFrom('ticket').select('id').executeTakeFirstOrThrow();
    await desk.pipeline.judgeAgain([id]);
    await database.db
      .updateTable('outbox_message')
      .set({ state: 'delivered', delivered_at: new Date(opened + HOUR_MS) })
      .execute();
    desk.setNow(opened + HOUR_MS);
    const end = observation(opened, { state, sysModCount: 1, sysUpdatedAt: opened + HOUR_MS });
    await desk.pipeline.applyObservations(TABLE, [end], 'poll');
    return desk;
  }
  const kinds = async (): Promise<string[]> =>
    (await database.db.selectFrom('outbox_message').select('kind').orderBy('seq').execute()).map(
      (row) => row.kind,
    );

  it('forgets settled notes of a ticket that has long been done, but never what is said only once', async () => {
    await finishedCase('closed');
    expect(await kinds()).toEqual(['phone-advice', 'escalation']);

    await forgetAt(opened + HOUR_MS + 400 * DAY_MS);
    expect(await kinds()).toEqual(['phone-advice', 'escalation']);
    const metric = await forgetAt(opened + HOUR_MS + 400 * DAY_MS + 1);

    expect(await kinds()).toEqual(['phone-advice']);
    expect(metric('slabridge_rows_forgotten_total{what="write-backs"}')).toBe(1);
    expect(metric('slabridge_housekeeping_last_success_timestamp_seconds')).toBeGreaterThan(0);
  });

  it('keeps everything about a ticket that is still open, however old', async () => {
    await finishedCase('open');

    await forgetAt(opened + 4000 * DAY_MS);

    expect(await kinds()).toEqual(['phone-advice', 'escalation']);
  });

  it('keeps notes that were given up or are held, for somebody has to look at them', async () => {
    await finishedCase('closed');
    await database.db.updateTable('outbox_message').set({ state: 'dead' }).execute();

    await forgetAt(opened + 4000 * DAY_MS);

    expect(await kinds()).toEqual(['phone-advice', 'escalation']);
  });

  it('sends nothing again when a ticket is reopened whose notes were forgotten', async () => {
    const desk = await finishedCase('closed');
    const later = opened + 500 * DAY_MS;
    await forgetAt(later);
    desk.setNow(later);
    const reopened = observation(opened, {
      state: 'waiting',
      channel: 'email',
      sysModCount: 2,
      sysUpdatedAt: later,
    });
    await desk.pipeline.applyObservations(TABLE, [reopened], 'poll');

    expect(desk.committed.at(-1)?.messages).toEqual([]);
  });

  it('forgets a deleted ticket with everything about it after the retention', async () => {
    const desk = await finishedCase('open');
    await desk.pipeline.applyDeletion(TABLE, sysId, 'reconcile');
    const deletedAt = opened + HOUR_MS;
    const tickets = () => database.db.selectFrom('ticket').select('id').execute();

    await forgetAt(deletedAt + 400 * DAY_MS);
    expect(await tickets()).toHaveLength(1);
    await forgetAt(deletedAt + 400 * DAY_MS + 1);

    expect(await tickets()).toEqual([]);
    expect(await kinds()).toEqual([]);
    expect(await database.db.selectFrom('clock').select('kind').execute()).toEqual([]);
  });

  it('forgets idempotency keys after a day and own writes after a month', async () => {
    const use = { key: 'key-1', who: 'ops', path: '/admin/x', bodyHash: 'hash' };
    const write = { table: TABLE, sysId, sysModCount: 3, at: opened };
    await database.db.transaction().execute(async (tx) => {
      await claimKey(tx, use, opened);
      await rememberOwnWrite(tx, write);
    });
    const keys = () => database.db.selectFrom('idempotency_key').select('key').execute();

    await forgetAt(opened + DAY_MS - 1);
    expect(await keys()).toHaveLength(1);
    await forgetAt(opened + DAY_MS);
    expect(await keys()).toEqual([]);
    await forgetAt(opened + 30 * DAY_MS);
    expect(await isOwnWrite(database.db, TABLE, sysId, 3)).toBe(true);
    await forgetAt(opened + 30 * DAY_MS + 1);
    expect(await isOwnWrite(database.db, TABLE, sysId, 3)).toBe(false);
  });

  it('forgets the audit after the retention, and comparisons but the latest of each table', async () => {
    const entry = { who: 'ops', action: 'poll', target: TABLE, idempotencyKey: null, outcome: 'done' };
    await insertAudit(database.db, { ...entry, at: opened });
    await insertAudit(database.db, { ...entry, at: opened + DAY_MS });
    const counts = { scanned: 1, inserted: 0, updated: 0, deleted: 0 };
    for (const [runId, startedAt] of [
      ['first', opened],
      ['second', opened + HOUR_MS],
    ] as const) {
      await beginRun(database.db, { runId, table: TABLE, startedAt });
      await finishRun(database.db, runId, { outcome: 'complete', counts, finishedAt: startedAt + 1000 });
    }

    const metric = await forgetAt(opened + 400 * DAY_MS + 2 * HOUR_MS);

    const { entries } = await listAudit(database.db, { limit: 10 });
    expect(entries.map((one) => one.at)).toEqual([opened + DAY_MS]);
    expect((await readLatestRuns(database.db)).get(TABLE)?.runId).toBe('second');
    expect(metric('slabridge_rows_forgotten_total{what="comparisons"}')).toBe(1);
  });

  const own = (from: number, count: number, writtenAt: number) =>
    Array.from({ length: count }, (_, index) => ({
      table_name: TABLE,
      sys_id: sysId,
      sys_mod_count: from + index,
      at: new Date(writtenAt),
    }));
  const insertOwnWrites = async (from: number, count: number, writtenAt: number): Promise<void> => {
    await database.db
      .insertInto('own_write')
      .values(own(from, count, writtenAt))
      .execute();
  };

  it('removes more rows than go into one statement', async () => {
    for (let from = 0; from < 12_000; from += 4000) await insertOwnWrites(from, 4000, opened);

    const metric = await forgetAt(opened + 31 * DAY_MS);

    expect(metric('slabridge_rows_forgotten_total{what="own-writes"}')).toBe(12_000);
    expect(await database.db.selectFrom('own_write').select('sys_id').execute()).toEqual([]);
  });

  it.runIf(engine === 'pglite')('keeps the database as small after years as after months', async () => {
    const sizes: number[] = [];
    for (let month = 1; month <= 24; month++) {
      const now = opened + month * 31 * DAY_MS;
      await insertOwnWrites(month * 1000, 1000, now);
      await forgetAt(now);
      await sql`select pg_stat_force_next_flush()`.execute(database.db);
      await vacuumTables(database);
      const { rows } = await sql<{
        bytes: number;
      }>`select pg_database_size(current_database()) as bytes`.execute(database.db);
      sizes.push(rows[0]!.bytes);
    }

    expect(Math.max(...sizes.slice(6))).toBeLessThanOrEqual(sizes[5]! + 200_000);
  });
});
