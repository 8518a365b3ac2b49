import { type RawBuilder, sql } from 'kysely';
import { type ComplianceRow, type ComplianceTable, emptyComplianceTable } from '../evaluate/compliance.ts';
import type { Db } from '../store/database.ts';
import { type ClockKind, type ClockState, clockStates, type Priority } from '../vocabulary.ts';
import type { ReportScope } from './report-query.ts';
import { countedPriority, inScope } from './report-scope-store.ts';

/** By what, beside priority and clock, a compliance report tells tickets apart. Months are those of the opening, by UTC. */
export const reportDimensions = ['month', 'account', 'serviceLine'] as const;
export type ReportDimension = (typeof reportDimensions)[number];

/** What the tickets of one group have in common; null: they name none. */
export type ReportGroup = Readonly<Partial<Record<ReportDimension, string | null>>>;

export interface GroupedRow extends ComplianceRow {
  readonly group: ReportGroup;
}

interface Row extends Readonly<Record<ClockState, number>> {
  readonly priority: Priority;
  readonly kind: ClockKind;
  readonly superseded: number;
  readonly group: ReportGroup;
}

/** How the clocks stand of the tickets in scope: one row per priority and clock, also where there is none. */
export async function countCompliance(db: Db, scope: ReportScope): Promise<ComplianceTable> {
  const rows = await selectRows(db, scope, []);
  return emptyComplianceTable().map(
    (empty) => rows.find(({ priority, kind }) => priority === empty.priority && kind === empty.kind) ?? empty,
  );
}

/** The same told apart by `dimensions`: groups in order, and of each the rows that there are; `limit` rows at most. */
export function countComplianceBy(
  db: Db,
  scope: ReportScope,
  dimensions: readonly ReportDimension[],
  limit: number,
): Promise<GroupedRow[]> {
  return selectRows(db, scope, dimensions, limit);
}

/** What tells groups apart while they are counted, and how it is shown and put in order afterwards. */
const columns: Readonly<
  Record<ReportDimension, { counted: RawBuilder<unknown>; shown: RawBuilder<unknown> }>
> = {
  month: {
    counted: sql`date_trunc('month', ticket.opened_at at time zone 'UTC')`,
    shown: sql`to_char(month, 'YYYY-MM')`,
  },
  account: { counted: sql`ticket.account`, shown: sql`account` },
  serviceLine: { counted: sql`ticket.service_line`, shown: sql`"serviceLine"` },
};

/** Groups are written out and put in order once they are counted, instead of for each clock. */
async function selectRows(
  db: Db,
  scope: ReportScope,
  dimensions: readonly ReportDimension[],
  limit = Number.MAX_SAFE_INTEGER,
): Promise<GroupedRow[]> {
  const counted = dimensions.map((name) => sql`${columns[name].counted} as ${sql.ref(name)}`);
  const counts = clockStates.map(
    (state) => sql`(count(*) filter (where clock.state = ${sql.lit(state)}))::int as ${sql.ref(state)}`,
  );
  const pairs = dimensions.flatMap((name) => [sql`${sql.lit(name)}::text`, columns[name].shown]);
  const { rows } = await sql<Row>`
    with counted as (
      select ${sql.join([...counted, ...counts])}, ${countedPriority} as priority, clock.kind,
        sum(jsonb_array_length(clock.superseded))::int as superseded
      from ticket join clock on clock.ticket_id = ticket.id
      where ${inScope(scope)}
      group by ${sql.join([...dimensions.map((name) => columns[name].counted), countedPriority, sql`clock.kind`])}
    )
    select priority, kind, ${sql.join(clockStates.map((state) => sql.ref(state)))}, superseded,
      jsonb_build_object(${sql.join(pairs)}) as "group"
    from counted
    order by ${sql.join([
      ...dimensions.map((name) => sql.ref(name)),
      sql`array_position(array['critical', 'high', 'normal', 'low'], priority)`,
      sql`array_position(array['response', 'troubleshoot', 'fix'], kind)`,
    ])}
    limit ${limit}`.execute(db);
  return rows.map(({ priority, kind, superseded, group, ...counts }) => ({
    priority,
    kind,
    superseded,
    group,
    counts,
  }));
}

/** How many tickets are in scope, and how many of them have a clock that is or was over its target. */
export async function countTickets(
  db: Db,
  scope: ReportScope,
): Promise<{ opened: number; breached: number }> {
  const { rows } = await sql<{ opened: number; breached: number }>`
    select count(*)::int as opened, (count(*) filter (where is_over))::int as breached from (
      select bool_or(clock.state in ('breached', 'missed')) as is_over
      from ticket left join clock on clock.ticket_id = ticket.id where ${inScope(scope)} group by ticket.id
    ) as judged`.execute(db);
  return rows[0]!;
}
