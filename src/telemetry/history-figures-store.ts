import { sql } from 'kysely';
import type { Db } from '../store/database.ts';

/** How far the histories of one table's live tickets are known. */
export interface HistoryFigures {
  readonly table: string;
  /** Tickets of which versions were missed that are still to be looked up in the audit trail. */
  readonly waiting: number;
  /** Tickets with versions that nobody knows, because the audit trail cannot be read. */
  readonly unreadable: number;
  /** Tickets with versions that nobody knows, although the audit trail was read. */
  readonly notKept: number;
}

/** Counts by indexes that hold such tickets only, for each table that was ever read. */
export async function readHistoryFigures(db: Db): Promise<HistoryFigures[]> {
  const { rows } = await sql<HistoryFigures>`
    select sync_cursor.table_name as "table",
      (select count(*)::int from ticket where ticket.table_name = sync_cursor.table_name
        and unexamined_since is not null and deleted_at is null) as waiting,
      (select count(*)::int from ticket where ticket.table_name = sync_cursor.table_name
        and history->>'reason' = 'unreadable' and deleted_at is null) as unreadable,
      (select count(*)::int from ticket where ticket.table_name = sync_cursor.table_name
        and history->>'reason' = 'not-kept' and deleted_at is null) as "notKept"
    from sync_cursor`.execute(db);
  return rows;
}
