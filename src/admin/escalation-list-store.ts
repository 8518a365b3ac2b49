import { z } from 'zod';
import type { Db } from '../store/database.ts';
import type { Instant } from '../time/instant.ts';
import type { EscalationLevel, EscalationTrigger, Route } from '../vocabulary.ts';
import { cutPage, idPlace, instantPlace, readCursor } from './list-query.ts';

/** One step that was raised, with the ticket that it was raised for. */
export interface ListedEscalation {
  readonly number: string;
  readonly table: string;
  readonly account: string | null;
  readonly at: Instant;
  readonly level: EscalationLevel;
  readonly route: Route;
  readonly trigger: EscalationTrigger;
  readonly messageId: string;
}

export interface EscalationQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly level?: EscalationLevel | undefined;
}

const Place = z.tuple([instantPlace, idPlace]);

/** The newest first. */
export async function listEscalations(
  db: Db,
  query: EscalationQuery,
): Promise<{ escalations: ListedEscalation[]; nextCursor: string | null }> {
  let select = db
    .selectFrom('escalation')
    .innerJoin('ticket', 'ticket.id', 'escalation.ticket_id')
    .selectAll('escalation')
    .select(['ticket.number', 'ticket.table_name', 'ticket.account']);
  if (query.level !== undefined) select = select.where('level', '=', query.level);
  if (query.cursor !== undefined) {
    const [at, id] = readCursor(query.cursor, Place);
    select = select.where((eb) => eb(eb.refTuple('escalation.at', 'escalation.id'), '<', eb.tuple(at, id)));
  }
  const found = await select
    .orderBy('escalation.at', 'desc')
    .orderBy('escalation.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => [row.at.getTime(), row.id]);
  const escalations = rows.map((row) => ({
    number: row.number,
    table: row.table_name,
    account: row.account,
    at: row.at.getTime(),
    level: row.level as EscalationLevel,
    route: row.route,
    trigger: row.trigger as EscalationTrigger,
    messageId: row.message_id,
  }));
  return { escalations, nextCursor };
}
