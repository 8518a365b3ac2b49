import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../time/instant.ts';
import type { ClockKind, ClockState, MessageState, Priority, TicketState } from '../vocabulary.ts';
import { type HistoryFigures, readHistoryFigures } from './history-figures-store.ts';

/** Counts that gauges show. They are read in the background, so that a scrape costs the same however many tickets there are. */
export interface Figures {
  readonly tickets: readonly { state: TicketState; priority: Priority; count: number }[];
  readonly clocks: readonly { kind: ClockKind; state: ClockState; count: number }[];
  readonly atRisk: readonly { window: '15m' | '1h' | '4h'; count: number }[];
  readonly problems: readonly { code: string; count: number }[];
  readonly messages: readonly { state: MessageState; count: number }[];
  /** When the oldest message that waits to be sent was made; null when none waits. */
  readonly oldestPendingAt: Instant | null;
  readonly isStormHeld: boolean;
  /** Tickets that are still to be judged by changed rules. */
  readonly ticketsToRejudge: number;
  /** How many open tickets lack which row of the checklist. */
  readonly detailsMissing: readonly { row: string; count: number }[];
  /** Up to which record stamp each table has been read; tables without a watermark are not named. */
  readonly watermarks: readonly { table: string; at: Instant }[];
  readonly histories: readonly HistoryFigures[];
  readonly databaseBytes: number;
}

const riskWindows = { '15m': 15 * MINUTE_MS, '1h': HOUR_MS, '4h': 4 * HOUR_MS } as const;

export async function readFigures(db: Db, now: Instant): Promise<Figures> {
  const live = db.selectFrom('ticket').where('deleted_at', 'is', null);
  const tickets = await live
    .select(['state', 'priority', sql<number>`count(*)::int`.as('count')])
    .groupBy(['state', 'priority'])
    .execute();
  const clocks = await db
    .selectFrom('clock')
    .select(['kind', 'state', sql<number>`count(*)::int`.as('count')])
    .groupBy(['kind', 'state'])
    .execute();
  const problems = await sql<{ code: string; count: number }>`
    select problem->>'code' as code, count(*)::int as count
    from ticket, jsonb_array_elements(ticket.problems) as problem
    where ticket.deleted_at is null and ticket.problems <> '[]'::jsonb group by 1`.execute(db);
  const guard = await db.selectFrom('storm_guard').select('held_since').executeTakeFirstOrThrow();
  const rejudging = await db
    .selectFrom('rejudging')
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return {
    tickets,
    clocks,
    atRisk: await countAtRisk(db, now),
    problems: problems.rows,
    ...(await readOutbox(db)),
    isStormHeld: guard.held_since !== null,
    ticketsToRejudge: rejudging.count,
    detailsMissing: await countMissingDetails(db),
    watermarks: await readWatermarks(db),
    histories: await readHistoryFigures(db),
    databaseBytes: await measureDatabase(db),
  };
}

/** Many tickets lack the same rows: those are counted together before they are taken apart. */
async function countMissingDetails(db: Db): Promise<Figures['detailsMissing']> {
  const { rows } = await sql<{ row: string; count: number }>`
    with lacking as (
      select missing, count(*) as count from ticket_details group by missing
    )
    select row, sum(count)::int as count from lacking, jsonb_array_elements_text(lacking.missing) as row
    group by row`.execute(db);
  return rows;
}

async function readWatermarks(db: Db): Promise<Figures['watermarks']> {
  const rows = await db.selectFrom('sync_cursor').select(['table_name', 'updated_at']).execute();
  return rows.flatMap(({ table_name: table, updated_at }) =>
    updated_at === null ? [] : [{ table, at: updated_at.getTime() }],
  );
}

async function measureDatabase(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_database_size(current_database()) as bytes`.execute(db);
  return rows[0]!.bytes;
}

async function countAtRisk(db: Db, now: Instant): Promise<Figures['atRisk']> {
  const within = (windowMs: number) =>
    sql<number>`count(*) filter (where due_at <= ${new Date(now + windowMs)})::int`;
  const row = await db
    .selectFrom('clock')
    .select([
      within(riskWindows['15m']).as('15m'),
      within(riskWindows['1h']).as('1h'),
      within(riskWindows['4h']).as('4h'),
    ])
    .where('state', '=', 'running')
    .where('due_at', '<=', new Date(now + riskWindows['4h']))
    .executeTakeFirstOrThrow();
  return (['15m', '1h', '4h'] as const).map((window) => ({ window, count: row[window] }));
}

async function readOutbox(db: Db): Promise<Pick<Figures, 'messages' | 'oldestPendingAt'>> {
  const messages = await db
    .selectFrom('outbox_message')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .groupBy('state')
    .execute();
  const oldest = await db
    .selectFrom('outbox_message')
    .select((eb) => eb.fn.min('created_at').as('at'))
    .where('state', 'in', ['pending', 'in-flight'])
    .executeTakeFirstOrThrow();
  return { messages, oldestPendingAt: oldest.at === null ? null : new Date(oldest.at).getTime() };
}
