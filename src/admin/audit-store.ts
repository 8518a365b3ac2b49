import { z } from 'zod';
import type { Db, Tx } from '../store/database.ts';
import { removeInBatches } from '../store/remove-in-batches.ts';
import type { Instant } from '../time/instant.ts';
import { cutPage, idPlace, readCursor } from './list-query.ts';

/** One action that somebody asked for. */
export interface AuditEntry {
  readonly at: Instant;
  readonly who: string;
  readonly action: string;
  /** A ticket's number, a table, a message's id. */
  readonly target: string;
  readonly idempotencyKey: string | null;
  /** `done`, `begun`, `failed`, or the code of the refusal. */
  readonly outcome: string;
}

export async function insertAudit(db: Db | Tx, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('admin_audit')
    .values({
      at: new Date(entry.at),
      who: entry.who,
      action: entry.action,
      target: entry.target,
      idempotency_key: entry.idempotencyKey,
      outcome: entry.outcome,
    })
    .execute();
}

export interface AuditQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly who?: string | undefined;
}

const Place = z.tuple([idPlace]);

/** The newest first. */
export async function listAudit(
  db: Db,
  query: AuditQuery,
): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> {
  let select = db.selectFrom('admin_audit').selectAll();
  if (query.action !== undefined) select = select.where('action', '=', query.action);
  if (query.target !== undefined) select = select.where('target', '=', query.target);
  if (query.who !== undefined) select = select.where('who', '=', query.who);
  if (query.cursor !== undefined) select = select.where('id', '<', readCursor(query.cursor, Place)[0]);
  const found = await select
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => [row.id]);
  const entries = rows.map((row) => ({
    at: row.at.getTime(),
    who: row.who,
    action: row.action,
    target: row.target,
    idempotencyKey: row.idempotency_key,
    outcome: row.outcome,
  }));
  return { entries, nextCursor };
}

/** Forgets what was asked for before `before`; returns how many entries. */
export function forgetAudit(db: Db, before: Instant): Promise<number> {
  return removeInBatches((limit) =>
    db
      .deleteFrom('admin_audit')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('admin_audit')
          .select('id')
          .where('at', '<', new Date(before))
          .orderBy('id')
          .limit(limit),
      )
      .executeTakeFirstOrThrow(),
  );
}
