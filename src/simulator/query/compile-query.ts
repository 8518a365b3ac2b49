import type { Database } from '../database/database.ts';
import type { TableDefinition } from '../database/dictionary.ts';
import { compareValues } from '../database/ordering.ts';
import type { Row } from '../database/row.ts';
import { formatWireTime, parseInZone } from '../time/wire-time.ts';
import type { Clause, Condition, EncodedQuery } from './encoded-query.ts';
import { resolvePath } from './field-path.ts';
import { compileOperator, FIELD_OPERATORS, isRangeOperator } from './operators.ts';
import { evaluateScript, type QueryMoment } from './script-values.ts';

/** How the instance is set up to treat queries, and for whom it runs this one. */
export interface QueryScope extends QueryMoment {
  /** What happens to a condition on a field the table does not have. */
  readonly invalidField: 'dropped' | 'no-rows';
  /** The zone in which plain date literals are read: sources differ, so both can be tried. */
  readonly literalZone: 'utc' | 'session';
  /** Whether a `query_range` rule takes ranges and orders on that field out of the query. */
  readonly mayNotRange: (field: string) => boolean;
}

export type TestRow = (row: Row) => boolean;

/**
 * Brings a query into the form in which the instance really runs it: scripts evaluated, literals in UTC, forbidden
 * and invalid conditions dropped. Null means that the query matches nothing at all.
 */
export function settleQuery(
  database: Database,
  definition: TableDefinition,
  query: EncodedQuery,
  scope: QueryScope,
): EncodedQuery | null {
  const isValid = ({ field }: { field: string }): boolean =>
    resolvePath(database, definition, field) !== null;
  const everyCondition = query.groups.flat(2);
  if (scope.invalidField === 'no-rows' && !everyCondition.every(isValid)) return null;
  const keeps = (condition: Condition): boolean =>
    isValid(condition) && !(isRangeOperator(condition.operator) && scope.mayNotRange(condition.field));
  const groups = query.groups.map((group) =>
    group
      .map((clause) =>
        clause.filter(keeps).map((condition) => settle(database, definition, condition, scope)),
      )
      .filter((clause) => clause.length > 0),
  );
  const order = query.order.filter((item) => isValid(item) && !scope.mayNotRange(item.field));
  return { groups, order, related: query.related };
}

function settle(
  database: Database,
  definition: TableDefinition,
  condition: Condition,
  scope: QueryScope,
): Condition {
  const isDate = resolvePath(database, definition, condition.field)?.field.type === 'datetime';
  const settleLiteral = (literal: string): string => {
    if (literal.startsWith('javascript:')) return evaluateScript(literal, scope);
    if (!isDate || scope.literalZone === 'utc') return literal;
    const at = parseInZone(literal, scope.timeZone);
    return Number.isNaN(at) ? literal : formatWireTime(at);
  };
  const value = condition.operator === 'DYNAMIC' ? scope.userSysId : condition.value;
  return { ...condition, value: value.split('@').map(settleLiteral).join('@') };
}

/** A test for the rows a settled query means. */
export function compileQuery(
  database: Database,
  definition: TableDefinition,
  query: EncodedQuery,
  now: number,
): TestRow {
  const groups = query.groups.map((group) =>
    group.map((clause) => compileClause(database, definition, clause, now)),
  );
  if (groups.some((group) => group.length === 0)) return () => true;
  return (row) => groups.some((group) => group.every((test) => test(row)));
}

function compileClause(
  database: Database,
  definition: TableDefinition,
  clause: Clause,
  now: number,
): TestRow {
  const tests = clause.map((condition) => compileCondition(database, definition, condition, now));
  return tests.length === 1 ? tests[0]! : (row) => tests.some((test) => test(row));
}

function compileCondition(
  database: Database,
  definition: TableDefinition,
  { field, operator, value }: Condition,
  now: number,
): TestRow {
  const path = resolvePath(database, definition, field);
  if (path === null) return () => true;
  const { type } = path.field;
  const test = compileOperator(operator, { type, value, now });
  if (test !== null) return (row) => test(path.read(row));
  const other = resolvePath(database, definition, value);
  const holds = FIELD_OPERATORS[operator];
  if (other === null || holds === undefined) return () => true;
  return (row) => holds(compareValues(path.read(row), other.read(row), type));
}
