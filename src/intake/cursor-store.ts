import type { Selectable, Updateable } from 'kysely';
import type { ScanPosition } from '../servicenow/queries.ts';
import type { Db } from '../store/database.ts';
import { fromDate, toDate } from '../store/dates.ts';
import type { SyncCursorTable } from '../store/schema.ts';
import { type CursorStore, type SyncCursor, UNREAD } from './cursor.ts';

type Columns = Omit<Updateable<SyncCursorTable>, 'table_name'>;

/** Keeps cursors in the database. */
export function makeCursorStore(db: Db): CursorStore {
  const save = (table: string, columns: Columns) => saveCursor(db, table, columns);
  return {
    async load(table) {
      const query = db.selectFrom('sync_cursor').selectAll().where('table_name', '=', table);
      const row = await query.executeTakeFirst();
      return row === undefined ? UNREAD : cursorFromRow(row);
    },
    beginFirstLoad: (table, watermark) =>
      save(table, {
        ...watermarkColumns(watermark),
        first_load_sys_id: null,
        first_load_from_at: toDate(watermark?.updatedAt ?? 0),
        first_load_done: false,
      }),
    saveFirstLoad: (table, lastSysId, isDone) =>
      save(table, { first_load_sys_id: lastSysId, first_load_done: isDone }),
    saveWatermark: (table, watermark) => save(table, watermarkColumns(watermark)),
    savePoll: (table, { finishedAt, outcome }) =>
      save(table, { last_poll_at: new Date(finishedAt), last_poll_outcome: outcome }),
  };
}

async function saveCursor(db: Db, table: string, columns: Columns): Promise<void> {
  await db
    .insertInto('sync_cursor')
    .values({ table_name: table, first_load_done: false, ...columns })
    .onConflict((conflict) => conflict.column('table_name').doUpdateSet(columns))
    .execute();
}

function watermarkColumns(watermark: ScanPosition | null) {
  return { updated_at: toDate(watermark?.updatedAt ?? null), sys_id: watermark?.sysId ?? null };
}

function cursorFromRow(row: Selectable<SyncCursorTable>): SyncCursor {
  const updatedAt = fromDate(row.updated_at);
  const finishedAt = fromDate(row.last_poll_at);
  return {
    watermark: updatedAt === null ? null : { updatedAt, sysId: row.sys_id ?? '' },
    firstLoad: {
      hasBegun: row.first_load_from_at !== null,
      isDone: row.first_load_done,
      lastSysId: row.first_load_sys_id,
    },
    lastPoll: finishedAt === null ? null : { finishedAt, outcome: row.last_poll_outcome ?? 'ok' },
  };
}
