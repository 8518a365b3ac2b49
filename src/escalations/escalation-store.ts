import { type Selectable, sql } from 'kysely';
import type { Db, Tx } from '../store/database.ts';
import { fromDate, toDate } from '../store/dates.ts';
import type { EscalationTable, LadderCommandTable } from '../store/schema.ts';
import type { Instant } from '../time/instant.ts';
import type { Route } from '../vocabulary.ts';
import type { LadderCommand, RaisedStep } from './ladder.ts';

/** A step that was really raised, and the message that carries it. */
export interface Escalation extends RaisedStep {
  readonly episodeBeganAt: Instant;
  /** 1 for the first raise of this level in the episode, 2 for the second, … */
  readonly ordinal: number;
  readonly route: Route;
  readonly messageId: string;
}

/** The steps really raised for these tickets, oldest first, by ticket id. */
export async function loadEscalations(
  db: Db | Tx,
  ticketIds: readonly number[],
): Promise<Map<number, Escalation[]>> {
  const found = new Map<number, Escalation[]>(ticketIds.map((id) => [id, []]));
  if (ticketIds.length === 0) return found;
  const rows = await db
    .selectFrom('escalation')
    .selectAll()
    .where('ticket_id', 'in', [...ticketIds])
    .orderBy('at')
    .orderBy('id')
    .execute();
  for (const row of rows) found.get(row.ticket_id)!.push(escalationFromRow(row));
  return found;
}

export async function insertEscalations(
  tx: Tx,
  raised: readonly { ticketId: number; escalation: Escalation }[],
): Promise<void> {
  if (raised.length === 0) return;
  await tx
    .insertInto('escalation')
    .values(
      raised.map(({ ticketId, escalation }) => ({
        ticket_id: ticketId,
        episode_began_at: new Date(escalation.episodeBeganAt),
        level: escalation.level,
        ordinal: escalation.ordinal,
        at: new Date(escalation.at),
        route: escalation.route,
        trigger: escalation.trigger,
        message_id: escalation.messageId,
      })),
    )
    .execute();
}

/** How many steps were raised after `since`: the storm guard's measure. */
export async function countEscalationsSince(tx: Tx, since: Instant): Promise<number> {
  const row = await tx
    .selectFrom('escalation')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('at', '>', new Date(since))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Whether the step that a message carries was asked for by a person. */
export async function wasRequested(db: Db, messageId: string): Promise<boolean> {
  const row = await db
    .selectFrom('escalation')
    .select('trigger')
    .where('message_id', '=', messageId)
    .executeTakeFirst();
  return row?.trigger === 'manual';
}

/** What people ordered for these tickets' ladders, oldest first, by ticket id. */
export async function loadCommands(
  db: Db | Tx,
  ticketIds: readonly number[],
): Promise<Map<number, LadderCommand[]>> {
  const found = new Map<number, LadderCommand[]>(ticketIds.map((id) => [id, []]));
  if (ticketIds.length === 0) return found;
  const rows = await db
    .selectFrom('ladder_command')
    .selectAll()
    .where('ticket_id', 'in', [...ticketIds])
    .orderBy('at')
    .orderBy('id')
    .execute();
  for (const row of rows) found.get(row.ticket_id)!.push(commandFromRow(row));
  return found;
}

/** Writes down what somebody ordered, the same for each of these tickets' ladders. */
export async function insertCommand(
  tx: Tx,
  ticketIds: readonly number[],
  command: LadderCommand & { readonly who: string; readonly note: string },
): Promise<void> {
  if (ticketIds.length === 0) return;
  const { at, kind, until, who, note } = command;
  await sql`
    insert into ladder_command (ticket_id, at, kind, until, who, note)
    select id, ${new Date(at)}, ${kind}, ${toDate(until)}, ${who}, ${note}
    from unnest(${[...ticketIds]}::integer[]) as id`.execute(tx);
}

function escalationFromRow(row: Selectable<EscalationTable>): Escalation {
  return {
    at: row.at.getTime(),
    level: row.level,
    trigger: row.trigger,
    episodeBeganAt: row.episode_began_at.getTime(),
    ordinal: row.ordinal,
    route: row.route,
    messageId: row.message_id,
  };
}

function commandFromRow(row: Selectable<LadderCommandTable>): LadderCommand {
  return { at: row.at.getTime(), kind: row.kind, until: fromDate(row.until) };
}
