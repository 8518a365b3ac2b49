import { sql } from 'kysely';
import type { Db } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { ClockKind, EscalationLevel, Priority } from '../vocabulary.ts';
import type { BreachedClock } from './breached-clock.ts';

/**
 * The clocks that are overdue now, of tickets with an id above `afterId`, at most `limit`, in the order of the tickets'
 * ids; all clocks of the last ticket may not be among them. Tickets that are held back are left out.
 */
export async function loadStandingBreaches(
  db: Db,
  after: { readonly ticketId: number; readonly kind: string },
  limit: number,
): Promise<BreachedClock[]> {
  const rows = await breaches(db)
    .where('clock.state', '=', 'breached')
    .where('ticket.deleted_at', 'is', null)
    .where(sql<boolean>`(clock.ticket_id, clock.kind) > (${after.ticketId}::integer, ${after.kind}::text)`)
    .orderBy('clock.ticket_id')
    .orderBy('clock.kind')
    .limit(limit)
    .execute();
  return rows.map(breachFromRow);
}

/** Every clock of a ticket that is overdue, or was: what Alertmanager may know of. Empty while it is held back. */
export async function loadBreachesOf(db: Db, ticketId: number): Promise<BreachedClock[]> {
  const rows = await breaches(db)
    .where('ticket.id', '=', ticketId)
    .where((eb) =>
      eb.or([eb('clock.breached_at', 'is not', null), sql<boolean>`clock.superseded <> '[]'::jsonb`]),
    )
    .execute();
  return rows.map(breachFromRow);
}

function breaches(db: Db) {
  return db
    .selectFrom('clock')
    .innerJoin('ticket', 'ticket.id', 'clock.ticket_id')
    .where('ticket.held_back_since', 'is', null)
    .select([
      'ticket.id',
      'ticket.table_name',
      'ticket.sys_id',
      'ticket.number',
      'ticket.account',
      'ticket.service_line',
      'ticket.short_description',
      'ticket.priority as ticket_priority',
      'ticket.deleted_at',
      'clock.kind',
      'clock.state',
      'clock.priority',
      'clock.due_at',
      'clock.breached_at',
      'clock.stopped_at',
      'clock.superseded',
      'clock.judged_at',
    ])
    .select((eb) =>
      eb
        .selectFrom('escalation')
        .whereRef('escalation.ticket_id', '=', 'ticket.id')
        .orderBy('escalation.at', 'desc')
        .orderBy('escalation.id', 'desc')
        .limit(1)
        .select('escalation.level')
        .as('level'),
    );
}

interface BreachRow {
  id: number;
  table_name: string;
  sys_id: string;
  number: string;
  account: string | null;
  service_line: string | null;
  short_description: string;
  ticket_priority: Priority;
  deleted_at: Date | null;
  kind: ClockKind;
  state: string;
  priority: Priority | null;
  due_at: Date | null;
  breached_at: Date | null;
  stopped_at: Date | null;
  superseded: string[];
  judged_at: Date;
  level: EscalationLevel | null;
}

function breachFromRow(row: BreachRow): BreachedClock {
  const isStanding = row.state === 'breached' && row.deleted_at === null;
  const ended = row.stopped_at ?? row.judged_at;
  // A breach that no longer holds stands among the superseded ones.
  const breached = row.breached_at ?? new Date(row.superseded.at(-1)!);
  return {
    ticket: {
      id: row.id,
      table: row.table_name,
      sysId: row.sys_id,
      number: row.number,
      account: row.account,
      serviceLine: row.service_line,
      shortDescription: row.short_description,
    },
    kind: row.kind,
    priority: row.priority ?? row.ticket_priority,
    dueAt: fromDate(row.due_at),
    breachedAt: breached.getTime(),
    endedAt: isStanding ? null : ended.getTime(),
    level: row.level ?? 0,
  };
}
