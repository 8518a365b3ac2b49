import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../store/database.ts';
import { fromDate, toDate } from '../store/dates.ts';
import type { ClockTable } from '../store/schema.ts';
import { formatInstant, type Instant, parseInstant } from '../time/instant.ts';
import type { Priority } from '../vocabulary.ts';
import type { ClockReport } from './clock-report.ts';

/** A clock as it was judged and stored; the priority is null where none was ever known. */
export interface StoredClock extends Omit<ClockReport, 'priority' | 'reason'> {
  readonly reason: string | null;
  readonly priority: Priority | null;
  /** Highest warning threshold that was announced, in per cent. */
  readonly warnedPercent: number;
}

/** The stored clocks of these tickets, by ticket id. */
export async function loadClocks(
  db: Db | Tx,
  ticketIds: readonly number[],
): Promise<Map<number, StoredClock[]>> {
  const clocks = new Map<number, StoredClock[]>(ticketIds.map((id) => [id, []]));
  if (ticketIds.length === 0) return clocks;
  const rows = await db
    .selectFrom('clock')
    .selectAll()
    .where('ticket_id', 'in', [...ticketIds])
    .execute();
  for (const row of rows) clocks.get(row.ticket_id)?.push(clockFromRow(row));
  return clocks;
}

/** Stores how the clocks of these tickets stand at `judgedAt`. */
export async function saveClocks(
  tx: Tx,
  clocks: readonly { ticketId: number; clock: StoredClock }[],
  judgedAt: Instant,
): Promise<void> {
  if (clocks.length === 0) return;
  const rows = clocks.map(({ ticketId, clock }) => ({
    ticket_id: ticketId,
    kind: clock.kind,
    state: clock.state,
    reason: clock.reason,
    priority: clock.priority,
    started_at: toDate(clock.startedAt),
    due_at: toDate(clock.dueAt),
    stopped_at: toDate(clock.stoppedAt),
    breached_at: toDate(clock.breachedAt),
    superseded: clock.superseded.map(formatInstant),
    paused: clock.paused,
    elapsed_ms: clock.elapsedMs,
    target_ms: clock.targetMs,
    warned_percent: clock.warnedPercent,
    judged_at: toDate(judgedAt),
  }));
  await sql`
    insert into clock (ticket_id, kind, state, reason, priority, started_at, due_at, stopped_at, breached_at, superseded,
      paused, elapsed_ms, target_ms, warned_percent, judged_at)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as judged (
      ticket_id integer, kind text, state text, reason text, priority text, started_at timestamptz, due_at timestamptz,
      stopped_at timestamptz, breached_at timestamptz, superseded jsonb, paused boolean, elapsed_ms bigint,
      target_ms bigint, warned_percent smallint, judged_at timestamptz)
    on conflict (ticket_id, kind) do update set
      state = excluded.state, reason = excluded.reason, priority = excluded.priority, started_at = excluded.started_at,
      due_at = excluded.due_at, stopped_at = excluded.stopped_at, breached_at = excluded.breached_at,
      superseded = excluded.superseded, paused = excluded.paused, elapsed_ms = excluded.elapsed_ms,
      target_ms = excluded.target_ms, warned_percent = excluded.warned_percent, judged_at = excluded.judged_at`.execute(
    tx,
  );
}

function clockFromRow(row: Selectable<ClockTable>): StoredClock {
  return {
    kind: row.kind,
    state: row.state,
    reason: row.reason,
    priority: row.priority,
    startedAt: fromDate(row.started_at),
    dueAt: fromDate(row.due_at),
    stoppedAt: fromDate(row.stopped_at),
    breachedAt: fromDate(row.breached_at),
    superseded: row.superseded.map((text) => parseInstant(text)!),
    paused: row.paused,
    elapsedMs: row.elapsed_ms,
    targetMs: row.target_ms,
    warnedPercent: row.warned_percent,
  };
}
