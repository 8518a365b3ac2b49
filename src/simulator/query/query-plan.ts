import type { FieldType } from '../database/dictionary.ts';
import { compareValues } from '../database/ordering.ts';
import type { Row } from '../database/row.ts';
import type { TableStore } from '../database/table-store.ts';
import type { Condition, EncodedQuery, Group } from './encoded-query.ts';

/** The least and the greatest value of a field that any match can have; null where the query sets no such limit. */
export interface Bounds {
  readonly low: string | null;
  readonly high: string | null;
}

/** A match satisfies one of the groups, so its limits are the widest of theirs. */
export function findBounds(query: EncodedQuery, field: string, type: FieldType): Bounds {
  const each = query.groups.map((group) => boundsOfGroup(group, field, type));
  const widest = (values: (string | null)[], sign: 1 | -1): string | null =>
    values.reduce((left, right) => {
      if (left === null || right === null) return null;
      return compareValues(left, right, type) * sign <= 0 ? left : right;
    });
  return {
    low: widest(
      each.map(({ low }) => low),
      1,
    ),
    high: widest(
      each.map(({ high }) => high),
      -1,
    ),
  };
}

/** Any one limit of a group will do: the scan tests each row anyway. */
function boundsOfGroup(group: Group, field: string, type: FieldType): Bounds {
  let low: string | null = null;
  let high: string | null = null;
  for (const clause of group) {
    const condition = clause.length === 1 && clause[0]!.field === field ? clause[0]! : null;
    if (condition === null || condition.value === '') continue;
    const [least, most] = limitsOf(condition, type);
    low ??= least;
    high ??= most;
  }
  return { low, high };
}

function limitsOf({ operator, value }: Condition, type: FieldType): [string | null, string | null] {
  // Texts are equal whatever their case, so equality is no limit in their order.
  if (operator === '=' && type !== 'string') return [value, value];
  if (operator === '>' || operator === '>=') return [value, null];
  if (operator === '<' || operator === '<=') return [null, value];
  if (operator === 'BETWEEN') return [value.split('@')[0]!, value.split('@')[1] ?? null];
  return [null, null];
}

/**
 * The candidates of a query of which every group names its records outright, by `sys_id` or a lookup field; null if
 * one does not.
 */
export function findLookup(stores: readonly TableStore[], query: EncodedQuery): Iterable<Row> | null {
  const candidates = new Set<Row>();
  for (const group of query.groups) {
    const found = lookUpGroup(stores, group);
    if (found === null) return null;
    for (const row of found) candidates.add(row);
  }
  return candidates;
}

function lookUpGroup(stores: readonly TableStore[], group: Group): Row[] | null {
  for (const clause of group) {
    const condition = clause.length === 1 ? clause[0]! : null;
    if (condition === null || (condition.operator !== '=' && condition.operator !== 'IN')) continue;
    const values = condition.operator === 'IN' ? condition.value.split(',') : [condition.value];
    const found = lookUpValues(stores, condition.field, values);
    if (found !== null) return found;
  }
  return null;
}

function lookUpValues(stores: readonly TableStore[], field: string, values: string[]): Row[] | null {
  const rows: Row[] = [];
  for (const store of stores) {
    for (const value of values) {
      const found = field === 'sys_id' ? lookUpId(store, value.trim()) : store.lookUp(field, value.trim());
      if (found === null) return null;
      rows.push(...found);
    }
  }
  return rows;
}

function lookUpId(store: TableStore, sysId: string): Row[] {
  const row = store.get(sysId);
  return row === undefined ? [] : [row];
}
