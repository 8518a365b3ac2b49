import type { Db } from '../store/database.ts';
import { removeInBatches } from '../store/remove-in-batches.ts';
import type { Instant } from '../time/instant.ts';

/**
 * Forgets write-backs that were delivered or dropped, of tickets that are done and have not changed since `before`;
 * returns how many. What is said once to a ticket is kept as long as the ticket, for only that keeps it from being said
 * again; steps and breaches are remembered elsewhere.
 */
export function forgetSettledMessages(db: Db, before: Instant): Promise<number> {
  return removeInBatches((limit) =>
    db
      .deleteFrom('outbox_message')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('outbox_message')
          .innerJoin('ticket', 'ticket.id', 'outbox_message.ticket_id')
          .select('outbox_message.id')
          .where('outbox_message.state', 'in', ['delivered', 'dropped'])
          .where('outbox_message.kind', 'in', ['escalation', 'breach'])
          .where('outbox_message.created_at', '<', new Date(before))
          .where('ticket.state', 'in', ['resolved', 'closed', 'cancelled'])
          .where('ticket.sys_updated_at', '<', new Date(before))
          .limit(limit),
      )
      .executeTakeFirstOrThrow(),
  );
}

/** Forgets which versions of records were our own writes, where they were made before `before`; returns how many. */
export function forgetOwnWrites(db: Db, before: Instant): Promise<number> {
  return removeInBatches((limit) =>
    db
      .deleteFrom('own_write')
      .where((eb) =>
        eb(
          eb.refTuple('table_name', 'sys_id', 'sys_mod_count'),
          'in',
          eb
            .selectFrom('own_write')
            .select(['table_name', 'sys_id', 'sys_mod_count'])
            .where('at', '<', new Date(before))
            .limit(limit)
            .$asTuple('table_name', 'sys_id', 'sys_mod_count'),
        ),
      )
      .executeTakeFirstOrThrow(),
  );
}
