import type { Database } from '../database/database.ts';
import type { FieldType, TableDefinition } from '../database/dictionary.ts';
import { compareBy, compareValues } from '../database/ordering.ts';
import { cell, type Row } from '../database/row.ts';
import type { CompareRows } from '../database/sorted-rows.ts';
import type { TableStore } from '../database/table-store.ts';
import { compileQuery, type QueryScope, settleQuery, type TestRow } from './compile-query.ts';
import type { EncodedQuery } from './encoded-query.ts';
import { findBounds, findLookup } from './query-plan.ts';
import { compileRelated } from './related-rows.ts';

export interface Page {
  readonly offset: number;
  readonly limit: number;
  /** Whether the number of all matches is wanted: that costs a look at each of them. */
  readonly count: boolean;
}

export interface QueryResult {
  readonly rows: readonly Row[];
  /** All matches, whatever the page; null when it was not asked for. */
  readonly total: number | null;
}

/** What a lagging replica shows instead of the present rows. */
export interface PastRows {
  /** Whether the present version of that row is not to be seen yet. */
  readonly hides: (sysId: string) => boolean;
  /** The older versions to be seen in their place. */
  readonly rows: readonly Row[];
}

export interface QueryView {
  readonly scope: QueryScope;
  readonly past: PastRows | null;
  /** Decides between rows that the query's own order leaves equal; null: by `sys_id`. */
  readonly ties: CompareRows | null;
}

const EVERYTHING: Page = { offset: 0, limit: Number.POSITIVE_INFINITY, count: false };

/** Every match, in order. */
export function findRows(
  database: Database,
  table: string,
  query: EncodedQuery,
  view: QueryView,
): readonly Row[] {
  return runQuery(database, table, query, EVERYTHING, view).rows;
}

/** Runs a query on a table and those that extend it. */
export function runQuery(
  database: Database,
  table: string,
  query: EncodedQuery,
  page: Page,
  view: QueryView,
): QueryResult {
  const definition = database.table(table)!.definition;
  const settled = settleQuery(database, definition, query, view.scope);
  if (settled === null) return { rows: [], total: 0 };
  const matches = compileAll(database, definition, settled, view.scope);
  const stores = database.family(table);
  const lookup = view.past === null ? findLookup(stores, settled) : null;
  if (lookup !== null) return cutPage(sortMatches(lookup, matches, settled, stores[0]!, view), page);
  if (stores.length === 1 && view.past === null && view.ties === null) {
    const inOrder = scanInOrder(stores[0]!, settled, matches, page);
    if (inOrder !== null) return inOrder;
  }
  return cutPage(sortMatches(rowsOf(stores, view.past), matches, settled, stores[0]!, view), page);
}

function compileAll(
  database: Database,
  definition: TableDefinition,
  query: EncodedQuery,
  scope: QueryScope,
): TestRow {
  const matches = compileQuery(database, definition, query, scope.now);
  if (query.related.length === 0) return matches;
  const related = query.related.map((item) => compileRelated(database, item, scope));
  return (row) => matches(row) && related.every((test) => test(row));
}

function* rowsOf(stores: readonly TableStore[], past: PastRows | null): Generator<Row> {
  for (const store of stores) {
    for (const row of store.rows()) if (!past?.hides(cell(row, 'sys_id'))) yield row;
  }
  if (past !== null) yield* past.rows;
}

function sortMatches(
  rows: Iterable<Row>,
  matches: TestRow,
  query: EncodedQuery,
  store: TableStore,
  view: QueryView,
): Row[] {
  const byOrder = compareBy(query.order, store.definition, view.ties);
  return [...rows].filter(matches).sort(byOrder);
}

function cutPage(rows: readonly Row[], page: Page): QueryResult {
  return {
    rows: rows.slice(page.offset, page.offset + page.limit),
    total: page.count ? rows.length : null,
  };
}

/** Walks an index, beginning where the query's own bounds allow; null if the table has none for that order. */
function scanInOrder(
  store: TableStore,
  query: EncodedQuery,
  matches: TestRow,
  page: Page,
): QueryResult | null {
  const index = query.order.some(({ field }) => field.includes('.')) ? null : store.inOrder(query.order);
  if (index === null) return null;
  const matchesAll = query.related.length === 0 && query.groups.some((group) => group.length === 0);
  const end = page.offset + page.limit;
  const rows: Row[] = [];
  let seen = 0;
  const { isBefore, isBeyond } = compileBounds(store, query);
  index.scan(isBefore, (row) => {
    if (isBeyond(row)) return false;
    if (!matches(row)) return true;
    if (seen >= page.offset && seen < end) rows.push(row);
    seen += 1;
    return seen < end || (page.count && !matchesAll);
  });
  return { rows, total: page.count ? (matchesAll ? store.size() : seen) : null };
}

interface ScanBounds {
  readonly isBefore: TestRow;
  readonly isBeyond: TestRow;
}

function compileBounds(store: TableStore, query: EncodedQuery): ScanBounds {
  const first = query.order[0];
  const field = first?.field ?? 'sys_id';
  const type: FieldType = store.definition.fields.get(field)?.type ?? 'string';
  const { low, high } = findBounds(query, field, type);
  const isBelow: TestRow = (row) => low !== null && compareValues(cell(row, field), low, type) < 0;
  const isAbove: TestRow = (row) => high !== null && compareValues(cell(row, field), high, type) > 0;
  return first?.descending
    ? { isBefore: isAbove, isBeyond: isBelow }
    : { isBefore: isBelow, isBeyond: isAbove };
}
