import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { ClockKind, Priority } from '../vocabulary.ts';
import type { ForecastGroup, Horizon } from './forecast.ts';

/** A clock that will breach if nothing happens. */
export interface ComingBreach {
  readonly number: string;
  readonly table: string;
  readonly account: string | null;
  readonly kind: ClockKind;
  readonly priority: Priority | null;
  readonly dueAt: Instant;
}

/**
 * Counts the running clocks of live tickets that fall due up to each horizon. The due time of a running clock stands
 * still while it runs, so what was stored when it was judged last is what holds now.
 */
export async function countComingBreaches(db: Db, horizons: readonly Horizon[]): Promise<ForecastGroup[]> {
  const counts = horizons.map(
    ({ until }) => sql`(count(*) filter (where clock.due_at <= ${new Date(until)}))::int`,
  );
  const { rows } = await sql<ForecastGroup>`
    select clock.kind, clock.priority, ticket.account, jsonb_build_array(${sql.join(counts)}) as counts
    from clock join ticket on ticket.id = clock.ticket_id
    where clock.state = 'running' and clock.due_at <= ${new Date(lastOf(horizons))} and ticket.deleted_at is null
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** The first `limit` clocks that fall due up to the last horizon, the next one first. */
export async function listComingBreaches(
  db: Db,
  horizons: readonly Horizon[],
  limit: number,
): Promise<ComingBreach[]> {
  const rows = await db
    .selectFrom('clock')
    .innerJoin('ticket', 'ticket.id', 'clock.ticket_id')
    .select(['ticket.number', 'ticket.table_name', 'ticket.account', 'clock.kind', 'clock.priority'])
    .select('clock.due_at')
    .where('clock.state', '=', 'running')
    .where('clock.due_at', '<=', new Date(lastOf(horizons)))
    .where('ticket.deleted_at', 'is', null)
    .orderBy('clock.due_at')
    .orderBy('ticket.id')
    .limit(limit)
    .execute();
  return rows.map(({ table_name: table, due_at, ...row }) => ({ ...row, table, dueAt: due_at!.getTime() }));
}

function lastOf(horizons: readonly Horizon[]): Instant {
  return Math.max(...horizons.map(({ until }) => until));
}
