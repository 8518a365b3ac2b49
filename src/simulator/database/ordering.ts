import type { FieldType, TableDefinition } from './dictionary.ts';
import { cell } from './row.ts';
import type { CompareRows } from './sorted-rows.ts';

export interface Order {
  readonly field: string;
  readonly descending: boolean;
}

/** Compares two raw values of a field as the database does: numbers by size, everything else as text; empty first. */
export function compareValues(left: string, right: string, type: FieldType): number {
  if (left === right) return 0;
  if (type === 'integer' && left !== '' && right !== '') return Number(left) - Number(right);
  return left < right ? -1 : 1;
}

/**
 * Compares rows by the given fields; `ties` decides between those that are equal so far, `sys_id` last of all, so
 * that the order is total.
 */
export function compareBy(
  order: readonly Order[],
  definition: TableDefinition,
  ties: CompareRows | null = null,
): CompareRows {
  const keys = order.map(({ field, descending }) => ({
    field,
    sign: descending ? -1 : 1,
    type: definition.fields.get(field)?.type ?? ('string' as const),
  }));
  return (left, right) => {
    for (const { field, sign, type } of keys) {
      const difference = compareValues(cell(left, field), cell(right, field), type);
      if (difference !== 0) return difference * sign;
    }
    return (
      (ties === null ? 0 : ties(left, right)) ||
      compareValues(cell(left, 'sys_id'), cell(right, 'sys_id'), 'string')
    );
  };
}
