import { sql } from 'kysely';
import { nameColumns, selectRows, setColumns } from '../store/bulk-rows.ts';
import type { Db, Tx } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { Ticket } from './ticket.ts';
import type { Attachments, DetailsReport } from './ticket-details.ts';
import { lockTickets, ticketFromRow } from './ticket-store.ts';

/** An open ticket whose details are to be gone through. */
export interface UncheckedTicket {
  readonly ticket: Ticket;
  /** It was there before anything was mirrored, or was found with breaches that are held back: history, not news. */
  readonly isOld: boolean;
}

/** What going through a ticket's details came to. */
export interface CheckedDetails {
  readonly ticket: Pick<Ticket, 'id' | 'contentHash'>;
  /** Null where they were not asked for, or cannot be read. */
  readonly attachments: Attachments | null;
  readonly report: Pick<DetailsReport, 'missing'>;
  /** When to look again although nothing has changed; null for never. */
  readonly lookAgainAt: Instant | null;
}

/**
 * Open tickets whose details are to be gone through, because they are new or have changed, or because their time to be
 * looked at again has come. Tables that are being read for the first time wait until that is done.
 */
export async function findUncheckedTickets(db: Db, now: Instant, limit: number): Promise<UncheckedTicket[]> {
  const rows = await db
    .selectFrom('ticket')
    .innerJoin('sync_cursor', 'sync_cursor.table_name', 'ticket.table_name')
    .selectAll('ticket')
    .select('sync_cursor.first_load_from_at')
    .where('ticket.details_look_at', '<=', new Date(now))
    .where('ticket.deleted_at', 'is', null)
    .where('sync_cursor.first_load_done', '=', true)
    .orderBy('ticket.details_look_at')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    ticket: ticketFromRow(row),
    isOld:
      row.held_back_since !== null || row.opened_at.getTime() <= (row.first_load_from_at?.getTime() ?? 0),
  }));
}

/** Remembers what was found. A ticket that has changed since it was looked at is still to be gone through. */
export async function saveCheckedDetails(
  db: Db,
  checked: readonly CheckedDetails[],
  now: Instant,
): Promise<void> {
  if (checked.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const locked = await lockTickets(
      tx,
      checked.map(({ ticket }) => ticket.id),
    );
    const hashes = new Map(locked.map(({ id, contentHash }) => [id, contentHash]));
    const unchanged = checked.filter(({ ticket }) => hashes.get(ticket.id) === ticket.contentHash);
    if (unchanged.length === 0) return;
    await insertChecked(tx, unchanged, now);
    await setNextLook(tx, unchanged);
  });
}

const foundColumns = {
  ticket_id: 'integer',
  attachments: 'json',
  missing: 'json',
  checked_at: 'instant',
} as const;

async function insertChecked(tx: Tx, checked: readonly CheckedDetails[], now: Instant): Promise<void> {
  const rows = checked.map(({ ticket, attachments, report }) => ({
    ticket_id: ticket.id,
    attachments,
    missing: report.missing,
    checked_at: now,
  }));
  await sql`
    insert into ticket_details (${nameColumns(foundColumns)}) ${selectRows(foundColumns, rows)}
    on conflict (ticket_id) do update set ${setColumns(foundColumns, 'excluded', ['ticket_id'])}`.execute(tx);
}

const lookColumns = { id: 'integer', details_look_at: 'instant' } as const;

async function setNextLook(tx: Tx, checked: readonly CheckedDetails[]): Promise<void> {
  const rows = checked.map(({ ticket, lookAgainAt }) => ({ id: ticket.id, details_look_at: lookAgainAt }));
  await sql`
    update ticket set ${setColumns(lookColumns, 'checked', ['id'])}
    from (${selectRows(lookColumns, rows)}) as checked where ticket.id = checked.id`.execute(tx);
}

/**
 * Has these tickets gone through anew that were gone through before: the checklist may be another one.
 * Whoever locks several tickets does so in the order of their ids.
 */
export async function lookAgainAtDetails(tx: Tx, ticketIds: readonly number[], now: Instant): Promise<void> {
  await sql`
    with checked as (
      select ticket.id from ticket join ticket_details on ticket_details.ticket_id = ticket.id
      where ticket.id = any(${[...ticketIds]}::integer[])
      order by ticket.id for update of ticket
    )
    update ticket set details_look_at = ${new Date(now)} from checked where ticket.id = checked.id`.execute(
    tx,
  );
}

/** What an open ticket had attached when last looked; null where that is not known. */
export async function readAttachments(db: Db, ticketId: number): Promise<Attachments | null> {
  const row = await db
    .selectFrom('ticket_details')
    .select('attachments')
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst();
  return row?.attachments ?? null;
}
