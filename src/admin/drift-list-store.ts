import { z } from 'zod';
import type { ComparedClockJson, ComparedTaskSlaJson } from '../clocks/compared-clock.ts';
import type { Db } from '../store/database.ts';
import { fromDate } from '../store/dates.ts';
import type { Instant } from '../time/instant.ts';
import { type ClockKind, clockKinds, type DriftKind } from '../vocabulary.ts';
import { cutPage, idPlace, readCursor } from './list-query.ts';

/** A clock that ServiceNow judged otherwise when last compared. */
export interface DriftItem {
  readonly number: string;
  readonly table: string;
  readonly clock: ClockKind;
  readonly kind: DriftKind;
  readonly why: string;
  readonly ours: z.infer<typeof ComparedClockJson>;
  readonly theirs: z.infer<typeof ComparedTaskSlaJson> | null;
  readonly foundAt: Instant;
}

export interface DriftQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly kind?: readonly DriftKind[] | undefined;
  readonly clock?: readonly ClockKind[] | undefined;
}

/** The last comparison: when, how much, and what of each kind. */
export interface DriftSummary {
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly compared: number;
  readonly unknownDefinitions: readonly string[];
  readonly counts: readonly { readonly kind: DriftKind; readonly count: number }[];
}

export async function readDriftSummary(db: Db): Promise<DriftSummary> {
  const run = await db.selectFrom('drift_run').selectAll().executeTakeFirstOrThrow();
  const counts = await db
    .selectFrom('clock_drift')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('count')])
    .groupBy('kind')
    .execute();
  return {
    startedAt: fromDate(run.started_at),
    finishedAt: fromDate(run.finished_at),
    compared: run.compared,
    unknownDefinitions: run.unknown_definitions,
    counts: counts.map(({ kind, count }) => ({ kind, count: Number(count) })),
  };
}

const Place = z.tuple([idPlace, z.enum(clockKinds)]);

/** In the order in which their tickets were first mirrored. */
export async function listDrift(
  db: Db,
  query: DriftQuery,
): Promise<{ items: DriftItem[]; nextCursor: string | null }> {
  let select = db
    .selectFrom('clock_drift')
    .innerJoin('ticket', 'ticket.id', 'clock_drift.ticket_id')
    .selectAll('clock_drift')
    .select(['ticket.number', 'ticket.table_name']);
  if (query.kind !== undefined) select = select.where('clock_drift.kind', 'in', [...query.kind]);
  if (query.clock !== undefined) select = select.where('clock_drift.clock', 'in', [...query.clock]);
  if (query.cursor !== undefined) {
    const [id, clock] = readCursor(query.cursor, Place);
    select = select.where((eb) =>
      eb(eb.refTuple('clock_drift.ticket_id', 'clock_drift.clock'), '>', eb.tuple(id, clock)),
    );
  }
  const found = await select
    .orderBy('clock_drift.ticket_id')
    .orderBy('clock_drift.clock')
    .limit(query.limit + 1)
    .execute();
  const { rows, nextCursor } = cutPage(found, query.limit, (row) => [row.ticket_id, row.clock]);
  const items = rows.map((row) => ({
    number: row.number,
    table: row.table_name,
    clock: row.clock,
    kind: row.kind,
    why: row.why,
    ours: row.ours as DriftItem['ours'],
    theirs: row.theirs as DriftItem['theirs'],
    foundAt: row.found_at.getTime(),
  }));
  return { items, nextCursor };
}
