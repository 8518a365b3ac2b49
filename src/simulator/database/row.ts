/**
 * One record as the instance stores it: every value a string, an absent field the same as an empty one. Rows are
 * never changed in place; a new version replaces the old, so whoever holds a row holds a version.
 */
export type Row = Readonly<Record<string, string>>;

/** The raw value of a field; `''` where the row has none. */
export function cell(row: Row, field: string): string {
  return row[field] ?? '';
}
