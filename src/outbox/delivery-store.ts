import { sql } from 'kysely';
import { selectRows } from '../store/bulk-rows.ts';
import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { StoredMessage } from './outbox-store.ts';

/** A message that is about to be sent, as it was read. */
export interface Claim {
  readonly message: Pick<StoredMessage, 'id' | 'state' | 'attempts'>;
  readonly handedAt: Instant;
}

/**
 * Takes messages for one attempt each, unless they have changed since they were read: a replica that stood still for so
 * long that its work was given to another must not send what that one sends. Returns the ids of those that were taken.
 */
export async function claimMessages(db: Db, claims: readonly Claim[]): Promise<Set<string>> {
  const columns = { id: 'text', state: 'text', attempts: 'integer', handed_at: 'instant' } as const;
  const given = claims.map(({ message: { id, state, attempts }, handedAt }) => ({
    id,
    state,
    attempts,
    handed_at: handedAt,
  }));
  const { rows } = await sql<{ id: string }>`
    update outbox_message as message
    set state = 'in-flight', attempts = given.attempts + 1, handed_at = given.handed_at
    from (${selectRows(columns, given)}) as given
    where message.id = given.id and message.state = given.state and message.attempts = given.attempts
    returning message.id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** A message that the instance has applied. */
export interface Delivery {
  readonly message: Pick<StoredMessage, 'id' | 'table' | 'sysId'>;
  /** The version that it made of the record; null where that is not known. */
  readonly sysModCount: number | null;
  readonly at: Instant;
}

/** Marks messages delivered and remembers the versions that they made as ours, as one unit: their echo causes nothing. */
export async function markDelivered(db: Db, deliveries: readonly Delivery[]): Promise<void> {
  const columns = {
    id: 'text',
    table_name: 'text',
    sys_id: 'text',
    sys_mod_count: 'integer',
    at: 'instant',
  } as const;
  const given = deliveries.map(({ message: { id, table, sysId }, sysModCount, at }) => ({
    id,
    table_name: table,
    sys_id: sysId,
    sys_mod_count: sysModCount,
    at,
  }));
  await sql`
    with given as (${selectRows(columns, given)}),
    delivered as (
      update outbox_message set state = 'delivered', reason = null, delivered_at = given.at
      from given where outbox_message.id = given.id
    )
    insert into own_write (table_name, sys_id, sys_mod_count, at)
    select table_name, sys_id, sys_mod_count, at from given where sys_mod_count is not null
    on conflict do nothing`.execute(db);
}
