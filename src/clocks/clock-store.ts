import { type Selectable, sql } from 'kysely';
import { type BulkRow, nameColumns, selectRows, setColumns } from '../store/bulk-rows.ts';
import type { Db, Tx } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { ClockTable } from '../store/schema.ts';
import { formatInstant, type Instant, parseInstant } from '../time/instant.ts';
import { clockKinds, type Priority } from '../vocabulary.ts';
import type { ClockReport } from './clock-report.ts';

/** A clock as it was judged and stored; the priority is null where none was ever known. */
export interface StoredClock extends Omit<ClockReport, 'priority' | 'reason'> {
  readonly reason: string | null;
  readonly priority: Priority | null;
  /** Highest warning threshold that was announced, in per cent. */
  readonly warnedPercent: number;
}

/** The stored clocks of these tickets, by ticket id; in the order response, troubleshoot, fix. */
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
  for (const row of rows) clocks.get(row.ticket_id)!.push(clockFromRow(row));
  for (const ofTicket of clocks.values()) ofTicket.sort(inOrder);
  return clocks;
}

/** The database gives rows as they were last written. */
function inOrder(one: StoredClock, other: StoredClock): number {
  return clockKinds.indexOf(one.kind) - clockKinds.indexOf(other.kind);
}

/** Stores how the clocks of these tickets stand at `judgedAt`. */
export async function saveClocks(
  tx: Tx,
  clocks: readonly { ticketId: number; clock: StoredClock }[],
  judgedAt: Instant,
): Promise<void> {
  if (clocks.length === 0) return;
  const rows = clocks.map(({ ticketId, clock }) => clockRow(ticketId, clock, judgedAt));
  await sql`
    insert into clock (${nameColumns(clockColumns)}) ${selectRows(clockColumns, rows)}
    on conflict (ticket_id, kind) do update set
      ${setColumns(clockColumns, 'excluded', ['ticket_id', 'kind'])}`.execute(tx);
}

const clockColumns = {
  ticket_id: 'integer',
  kind: 'text',
  state: 'text',
  reason: 'text',
  priority: 'text',
  started_at: 'instant',
  due_at: 'instant',
  stopped_at: 'instant',
  breached_at: 'instant',
  superseded: 'json',
  paused: 'boolean',
  elapsed_ms: 'bigint',
  target_ms: 'bigint',
  warned_percent: 'smallint',
  judged_at: 'instant',
} as const;

function clockRow(ticketId: number, clock: StoredClock, judgedAt: Instant): BulkRow<typeof clockColumns> {
  return {
    ticket_id: ticketId,
    kind: clock.kind,
    state: clock.state,
    reason: clock.reason,
    priority: clock.priority,
    started_at: clock.startedAt,
    due_at: clock.dueAt,
    stopped_at: clock.stoppedAt,
    breached_at: clock.breachedAt,
    superseded: clock.superseded.map(formatInstant),
    paused: clock.paused,
    elapsed_ms: clock.elapsedMs,
    target_ms: clock.targetMs,
    warned_percent: clock.warnedPercent,
    judged_at: judgedAt,
  };
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
