import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Priority } from '../vocabulary.ts';
import type { ReportScope } from './report-query.ts';

/** The live tickets of the scope; deleted ones are left out. */
export function inScope(scope: ReportScope): RawBuilder<SqlBool> {
  const conditions = [
    sql<SqlBool>`ticket.deleted_at is null`,
    sql<SqlBool>`ticket.opened_at >= ${new Date(scope.from)}`,
    sql<SqlBool>`ticket.opened_at < ${new Date(scope.to)}`,
  ];
  if (scope.account !== undefined) conditions.push(sql`ticket.account = ${scope.account}`);
  if (scope.serviceLine !== undefined) conditions.push(sql`ticket.service_line = ${scope.serviceLine}`);
  if (scope.table !== undefined) conditions.push(sql`ticket.table_name = ${scope.table}`);
  return sql.join(conditions, sql` and `);
}

/** A ticket whose priority was never known counts under the one that it is shown with. */
export const countedPriority = sql<Priority>`coalesce(clock.priority, ticket.priority)`;
