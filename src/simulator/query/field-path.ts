import type { Database } from '../database/database.ts';
import type { Field, TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';

/** A field of a table, or of a record it refers to (`account.name`), ready to be read from many rows. */
export interface FieldPath {
  readonly field: Field;
  /** The row that really bears the field; undefined if a reference on the way is empty or dangling. */
  owner(row: Row): Row | undefined;
  read(row: Row): string;
}

/** Resolves a dotted name against the dictionary; null for a field the table does not have. */
export function resolvePath(database: Database, definition: TableDefinition, name: string): FieldPath | null {
  const dot = name.indexOf('.');
  const field = definition.fields.get(dot < 0 ? name : name.slice(0, dot));
  if (field === undefined) return null;
  if (dot < 0) return { field, owner: (row) => row, read: (row) => cell(row, field.name) };
  const target = field.reference === undefined ? undefined : database.table(field.reference);
  if (field.reference === undefined || target === undefined) return null;
  const rest = resolvePath(database, target.definition, name.slice(dot + 1));
  if (rest === null) return null;
  const step = (row: Row): Row | undefined =>
    findReferenced(database, field.reference!, cell(row, field.name));
  return {
    field: rest.field,
    owner: (row) => {
      const next = step(row);
      return next === undefined ? undefined : rest.owner(next);
    },
    read: (row) => {
      const next = step(row);
      return next === undefined ? '' : rest.read(next);
    },
  };
}

/** The record a reference means; a reference to a parent table may mean a record of any of its children. */
export function findReferenced(database: Database, table: string, sysId: string): Row | undefined {
  if (sysId === '') return undefined;
  const own = database.table(table)?.get(sysId);
  if (own !== undefined) return own;
  for (const store of database.family(table)) {
    const row = store.get(sysId);
    if (row !== undefined) return row;
  }
  return undefined;
}
