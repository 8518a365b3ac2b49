import { type Selectable, sql } from 'kysely';
import { type BulkRow, nameColumns, selectRows } from '../store/bulk-rows.ts';
import type { Db, Tx } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { TicketVersionTable } from '../store/schema.ts';
import type { ObservedVersion } from './build-timeline.ts';

/** Remembers observed versions; one that is known already is left as it is. */
export async function insertVersions(
  tx: Tx,
  versions: readonly { ticketId: number; version: ObservedVersion; source: string }[],
): Promise<void> {
  if (versions.length === 0) return;
  const rows = versions.map(({ ticketId, version, source }) => versionRow(ticketId, version, source));
  await sql`
    insert into ticket_version (${nameColumns(versionColumns)}) ${selectRows(versionColumns, rows)}
    on conflict (ticket_id, at, sys_mod_count) do nothing`.execute(tx);
}

/** All observed versions of these tickets, by ticket id. */
export async function loadVersions(
  db: Db | Tx,
  ticketIds: readonly number[],
): Promise<Map<number, ObservedVersion[]>> {
  const versions = new Map<number, ObservedVersion[]>(ticketIds.map((id) => [id, []]));
  if (ticketIds.length === 0) return versions;
  const rows = await db
    .selectFrom('ticket_version')
    .selectAll()
    .where('ticket_id', 'in', [...ticketIds])
    .orderBy('at')
    .orderBy('sys_mod_count')
    .execute();
  for (const row of rows) versions.get(row.ticket_id)?.push(versionFromRow(row));
  return versions;
}

const versionColumns = {
  ticket_id: 'integer',
  at: 'instant',
  sys_mod_count: 'integer',
  source: 'text',
  state: 'text',
  priority: 'text',
  tier: 'smallint',
  covered: 'boolean',
  responded_at: 'instant',
  diagnosed: 'boolean',
  resolved_at: 'instant',
  closed_at: 'instant',
} as const;

function versionRow(
  ticketId: number,
  version: ObservedVersion,
  source: string,
): BulkRow<typeof versionColumns> {
  return {
    ticket_id: ticketId,
    at: version.at,
    sys_mod_count: version.sysModCount,
    source,
    state: version.state,
    priority: version.priority,
    tier: version.tier,
    covered: version.covered,
    responded_at: version.respondedAt,
    diagnosed: version.diagnosed,
    resolved_at: version.resolvedAt,
    closed_at: version.closedAt,
  };
}

function versionFromRow(row: Selectable<TicketVersionTable>): ObservedVersion {
  return {
    at: row.at.getTime(),
    sysModCount: row.sys_mod_count,
    state: row.state,
    priority: row.priority,
    tier: row.tier,
    covered: row.covered,
    respondedAt: fromDate(row.responded_at),
    diagnosed: row.diagnosed,
    resolvedAt: fromDate(row.resolved_at),
    closedAt: fromDate(row.closed_at),
  };
}
