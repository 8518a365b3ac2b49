import type { Database } from '../database/database.ts';
import { cell, type Row } from '../database/row.ts';
import { compileQuery, type QueryScope, settleQuery, type TestRow } from './compile-query.ts';
import type { EncodedQuery } from './encoded-query.ts';

/** A condition on how many rows of another table point to the record. */
export interface RelatedRows {
  /** The record's own field, to which the other table's field is compared. */
  readonly ownField: string;
  readonly table: string;
  readonly field: string;
  /** Which of the other table's rows count. */
  readonly query: EncodedQuery;
  readonly operator: string;
  readonly count: number;
}

/**
 * Reads `JOINtable.field=other.field!query`: some row of the other table must point to the record. Null for anything
 * else.
 */
export function readJoin(piece: string, parse: (text: string) => EncodedQuery): RelatedRows | null {
  const match = /^JOIN\w+\.(\w+)=(\w+)\.(\w+)(?:!(.*))?$/s.exec(piece);
  if (match === null) return null;
  const [, ownField = '', table = '', field = '', query = ''] = match;
  return { ownField, table, field, query: parse(query), operator: '>', count: 0 };
}

/** Reads `RLQUERYtable.field,>=2[,m2m]` with the pieces up to `ENDRLQUERY`. */
export function readRelatedList(
  head: string,
  inner: readonly string[],
  parse: (text: string) => EncodedQuery,
): RelatedRows | null {
  const match = /^RLQUERY(\w+)\.(\w+),\s*(>=|<=|!=|>|<|=)?\s*(\d+)/.exec(head);
  if (match === null) return null;
  const [, table = '', field = '', operator = '=', count = '0'] = match;
  return { ownField: 'sys_id', table, field, query: parse(inner.join('^')), operator, count: Number(count) };
}

/** Counts the other table's rows once and tests each record against the figures. */
export function compileRelated(database: Database, related: RelatedRows, scope: QueryScope): TestRow {
  const counts = countRows(database, related, scope);
  const compare = COMPARISONS[related.operator] ?? COMPARISONS['=']!;
  return (row) => compare((counts.get(cell(row, related.ownField)) ?? 0) - related.count);
}

const COMPARISONS: Readonly<Record<string, (difference: number) => boolean>> = {
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '=': (difference) => difference === 0,
  '!=': (difference) => difference !== 0,
};

function countRows(database: Database, related: RelatedRows, scope: QueryScope): Map<string, number> {
  const counts = new Map<string, number>();
  const definition = database.table(related.table)?.definition;
  if (definition === undefined) return counts;
  const settled = settleQuery(database, definition, related.query, scope);
  if (settled === null) return counts;
  const matches = compileQuery(database, definition, settled, scope.now);
  const count = (row: Row): void => {
    const target = cell(row, related.field);
    if (matches(row)) counts.set(target, (counts.get(target) ?? 0) + 1);
  };
  for (const store of database.family(related.table)) for (const row of store.rows()) count(row);
  return counts;
}
