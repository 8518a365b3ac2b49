import type { TableDefinition } from './dictionary.ts';
import { compareBy, type Order } from './ordering.ts';
import { cell, type Row } from './row.ts';
import { createSortedRows, type SortedRows } from './sorted-rows.ts';

/** The rows of one table, with the indexes that make them quick to find. */
export interface TableStore {
  readonly definition: TableDefinition;
  size(): number;
  get(sysId: string): Row | undefined;
  rows(): Iterable<Row>;
  /** Inserts the row, or replaces the version that has its `sys_id`. */
  put(row: Row): void;
  remove(sysId: string): void;
  /** Rows with that value in a lookup field, whatever the case; null for another field, and for the empty value, which is not indexed. */
  lookUp(field: string, value: string): Iterable<Row> | null;
  /** All rows in that order; null if the table keeps no index for it and has room for no further one. */
  inOrder(order: readonly Order[]): SortedRows | null;
}

/** Orders are indexed when first asked for. A client uses two or three; whoever invents more pays for the sorting. */
const MOST_INDEXES = 8;

export function createTableStore(definition: TableDefinition): TableStore {
  const byId = new Map<string, Row>();
  const lookups = new Map(definition.lookups.map((field) => [field, new Map<string, Set<Row>>()]));
  const sorted = new Map<string, SortedRows>();

  const forget = (row: Row): void => {
    for (const [field, index] of lookups) dropFromLookup(index, cell(row, field).toLowerCase(), row);
    for (const index of sorted.values()) index.remove(row);
  };
  const remember = (row: Row): void => {
    for (const [field, index] of lookups) addToLookup(index, cell(row, field).toLowerCase(), row);
    for (const index of sorted.values()) index.add(row);
  };
  return {
    definition,
    size: () => byId.size,
    get: (sysId) => byId.get(sysId),
    rows: () => byId.values(),
    put(row) {
      const before = byId.get(cell(row, 'sys_id'));
      if (before !== undefined) forget(before);
      byId.set(cell(row, 'sys_id'), row);
      remember(row);
    },
    remove(sysId) {
      const row = byId.get(sysId);
      if (row === undefined) return;
      forget(row);
      byId.delete(sysId);
    },
    lookUp: (field, value) =>
      value !== '' && lookups.has(field) ? (lookups.get(field)!.get(value.toLowerCase()) ?? []) : null,
    inOrder(order) {
      const key = order.map(({ field, descending }) => `${field} ${descending}`).join();
      const known = sorted.get(key);
      if (known !== undefined || sorted.size >= MOST_INDEXES) return known ?? null;
      const made = createSortedRows(byId.values(), compareBy(order, definition));
      sorted.set(key, made);
      return made;
    },
  };
}

function addToLookup(index: Map<string, Set<Row>>, value: string, row: Row): void {
  if (value === '') return;
  const rows = index.get(value);
  if (rows === undefined) index.set(value, new Set([row]));
  else rows.add(row);
}

function dropFromLookup(index: Map<string, Set<Row>>, value: string, row: Row): void {
  const rows = index.get(value);
  rows?.delete(row);
  if (rows?.size === 0) index.delete(value);
}
