import { sql } from 'kysely';
import { selectRows, setColumns } from '../store/bulk-rows.ts';
import type { Db, Tx } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import { storedHistory } from './history-gaps.ts';
import type { Ticket } from './ticket.ts';

/** A ticket whose history is to be looked up. */
export interface UnexaminedTicket {
  readonly id: number;
  readonly table: string;
  readonly sysId: string;
  readonly openedAt: Instant;
  /** Its latest version. */
  readonly sysModCount: number;
}

/** Live tickets of a table of which versions are missing, those that are not done first. */
export async function listUnexamined(db: Db, table: string, limit: number): Promise<UnexaminedTicket[]> {
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'table_name as table', 'sys_id as sysId', 'opened_at', 'sys_mod_count as sysModCount'])
    .where('table_name', '=', table)
    .where('unexamined_since', 'is not', null)
    .where('deleted_at', 'is', null)
    .orderBy(sql`(state in ('resolved', 'closed', 'cancelled'))`)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ opened_at, ...row }) => ({ ...row, openedAt: opened_at.getTime() }));
}

/** Which live tickets lack versions between what is mirrored of them and what was read of their records. */
export async function listOvertaken(
  db: Db,
  table: string,
  read: readonly { readonly sysId: string; readonly sysModCount: number }[],
): Promise<UnexaminedTicket[]> {
  if (read.length === 0) return [];
  const columns = { sys_id: 'text', sys_mod_count: 'integer' } as const;
  const asked = read.map(({ sysId, sysModCount }) => ({ sys_id: sysId, sys_mod_count: sysModCount }));
  const { rows } = await sql<Omit<UnexaminedTicket, 'openedAt'> & { opened_at: Date }>`
    select ticket.id, table_name as "table", ticket.sys_id as "sysId", opened_at, ticket.sys_mod_count as "sysModCount"
    from (${selectRows(columns, asked)}) as read
    join ticket on table_name = ${table} and ticket.sys_id = read.sys_id
    where ticket.sys_mod_count < read.sys_mod_count - 1 and deleted_at is null`.execute(db);
  return rows.map(({ opened_at, ...row }) => ({ ...row, openedAt: opened_at.getTime() }));
}

const historyColumns = { id: 'integer', unexamined_since: 'instant', history: 'json' } as const;

/** Stores how far the histories of tickets are known. */
export async function saveHistories(
  tx: Tx,
  tickets: readonly Pick<Ticket, 'id' | 'unexaminedSince' | 'history'>[],
): Promise<void> {
  if (tickets.length === 0) return;
  const rows = tickets.map(({ id, unexaminedSince, history }) => ({
    id,
    unexamined_since: unexaminedSince,
    history: storedHistory(history),
  }));
  await sql`
    update ticket set ${setColumns(historyColumns, 'examined', ['id'])}
    from (${selectRows(historyColumns, rows)}) as examined where ticket.id = examined.id`.execute(tx);
}

/** Has some histories looked up again that could not be read before; says how many. */
export async function reopenUnreadable(db: Db, table: string, limit: number): Promise<number> {
  const some = db
    .selectFrom('ticket')
    .select('id')
    .where('table_name', '=', table)
    .where(sql`history->>'reason'`, '=', 'unreadable')
    .where('unexamined_since', 'is', null)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .limit(limit);
  const { numUpdatedRows } = await db
    .updateTable('ticket')
    .set((eb) => ({ unexamined_since: eb.ref('first_seen_at') }))
    .where('id', 'in', some)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Records of a table that were changed most often. */
export async function listMuchChanged(db: Db, table: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('ticket')
    .select('sys_id')
    .where('table_name', '=', table)
    .where('sys_mod_count', '>', 0)
    .where('deleted_at', 'is', null)
    .orderBy('sys_mod_count', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.sys_id);
}
