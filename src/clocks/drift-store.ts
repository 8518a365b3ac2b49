import type { Expression, Kysely, Selectable, SqlBool } from 'kysely';
import type { Db, Tx } from '../store/database.ts';
import type { Database, TicketTable } from '../store/schema.ts';
import { loadClocks } from './clock-store.ts';
import { comparedClockJson, comparedTaskSlaJson } from './compared-clock.ts';
import type { ComparedTicket, DriftFinding, DriftRun } from './drift-job.ts';

const columns = ['id', 'table_name', 'sys_id', 'service_line', 'sys_updated_at'] as const;
type Row = Pick<Selectable<TicketTable>, (typeof columns)[number]>;

/** Live tickets with an unfinished clock, by id, after `afterId`. */
export async function loadOpenTickets(db: Db, afterId: number, limit: number): Promise<ComparedTicket[]> {
  const rows = await liveTickets(db)
    .where('id', '>', afterId)
    .where((eb): Expression<SqlBool> => {
      const unfinished = eb
        .selectFrom('clock')
        .select('clock.ticket_id')
        .whereRef('clock.ticket_id', '=', 'ticket.id')
        .where('clock.state', 'in', ['running', 'paused', 'breached']);
      return eb.exists(unfinished);
    })
    .orderBy('id')
    .limit(limit)
    .execute();
  return withClocks(db, rows);
}

/** Live tickets of these records of these tables. */
export async function loadTicketsOf(
  db: Db,
  tables: readonly string[],
  sysIds: readonly string[],
): Promise<ComparedTicket[]> {
  if (tables.length === 0 || sysIds.length === 0) return [];
  const rows = await liveTickets(db)
    .where('table_name', 'in', [...tables])
    .where('sys_id', 'in', [...sysIds])
    .orderBy('id')
    .execute();
  return withClocks(db, rows);
}

/** Replaces what the last run found; returns what is new: a clock that did not drift before, or for another reason. */
export async function saveDriftRun(db: Db, run: DriftRun): Promise<DriftFinding[]> {
  return db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('clock_drift')
      .select(['ticket_id', 'clock', 'kind', 'found_at'])
      .execute();
    const before = new Map(known.map((row) => [`${row.ticket_id} ${row.clock} ${row.kind}`, row.found_at]));
    const keyOf = (one: DriftFinding): string => `${one.ticketId} ${one.clock} ${one.kind}`;
    await tx.deleteFrom('clock_drift').execute();
    await insertFindings(tx, run, (finding) => before.get(keyOf(finding)) ?? new Date(run.startedAt));
    await tx
      .updateTable('drift_run')
      .set({
        started_at: new Date(run.startedAt),
        finished_at: new Date(run.finishedAt),
        compared: run.compared,
        unknown_definitions: JSON.stringify(run.unknownDefinitions),
      })
      .execute();
    return run.findings.filter((finding) => !before.has(keyOf(finding)));
  });
}

/** One statement takes so many rows: the protocol counts its parameters in two bytes. */
const ROWS_AT_ONCE = 1000;

async function insertFindings(
  tx: Tx,
  run: DriftRun,
  foundAt: (finding: DriftFinding) => Date,
): Promise<void> {
  for (let start = 0; start < run.findings.length; start += ROWS_AT_ONCE) {
    const rows = run.findings.slice(start, start + ROWS_AT_ONCE).map((finding) => ({
      ticket_id: finding.ticketId,
      clock: finding.clock,
      kind: finding.kind,
      why: finding.why,
      ours: JSON.stringify(comparedClockJson(finding.ours)),
      theirs: finding.theirs === null ? null : JSON.stringify(comparedTaskSlaJson(finding.theirs)),
      found_at: foundAt(finding),
      seen_at: new Date(run.startedAt),
    }));
    await tx.insertInto('clock_drift').values(rows).execute();
  }
}

function liveTickets(db: Kysely<Database>) {
  return db.selectFrom('ticket').select(columns).where('deleted_at', 'is', null);
}

async function withClocks(db: Db, rows: readonly Row[]): Promise<ComparedTicket[]> {
  const clocks = await loadClocks(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    table: row.table_name,
    sysId: row.sys_id,
    serviceLine: row.service_line,
    sysUpdatedAt: row.sys_updated_at.getTime(),
    clocks: clocks.get(row.id)!,
  }));
}
