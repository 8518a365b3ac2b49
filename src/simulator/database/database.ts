import { createHash } from 'node:crypto';
import { defineTable, type TableDefinition, type TableText } from './dictionary.ts';
import { cell, type Row } from './row.ts';
import { createTableStore, type TableStore } from './table-store.ts';
import { INSTANCE_TABLES } from './tables.ts';

/** One stored change: `after` is null for a removal, `before` for an insertion. */
export interface Mutation {
  readonly table: string;
  readonly sysId: string;
  readonly before: Row | null;
  readonly after: Row | null;
}

/** All tables of the instance. Knows rows and indexes; what a write means is the instance's business. */
export interface Database {
  define(text: TableText): void;
  /** Undefined for a table the instance does not have. */
  table(name: string): TableStore | undefined;
  tables(): Iterable<TableStore>;
  /** The table and every table that extends it, however far down. */
  family(name: string): TableStore[];
  put(table: string, row: Row): void;
  remove(table: string, sysId: string): void;
  /** A new `sys_id`: 32 hex digits, the same sequence for the same seed. */
  mintSysId(): string;
  /** How many were minted; a restored database goes on from there. */
  minted(): number;
  resumeMinting(minted: number): void;
  onMutation(listener: (mutation: Mutation) => void): void;
}

export function createDatabase(seed: string): Database {
  const stores = new Map<string, TableStore>();
  const listeners: ((mutation: Mutation) => void)[] = [];
  let minted = 0;

  const storeOf = (table: string): TableStore => {
    const store = stores.get(table);
    if (store === undefined) throw new Error(`The instance has no table ${table}.`);
    return store;
  };
  const announce = (mutation: Mutation): void => {
    for (const listener of listeners) listener(mutation);
  };
  const database: Database = {
    define(text) {
      const parent: TableDefinition | null =
        text.extends === undefined ? null : storeOf(text.extends).definition;
      stores.set(text.name, createTableStore(defineTable(text, parent)));
    },
    table: (name) => stores.get(name),
    tables: () => stores.values(),
    family: (name) => [...stores.values()].filter((store) => descendsFrom(stores, store.definition, name)),
    put(table, row) {
      const store = storeOf(table);
      const before = store.get(cell(row, 'sys_id')) ?? null;
      store.put(row);
      announce({ table, sysId: cell(row, 'sys_id'), before, after: row });
    },
    remove(table, sysId) {
      const store = storeOf(table);
      const before = store.get(sysId);
      if (before === undefined) return;
      store.remove(sysId);
      announce({ table, sysId, before, after: null });
    },
    mintSysId() {
      minted += 1;
      return createHash('md5').update(`${seed}:${minted}`).digest('hex');
    },
    minted: () => minted,
    resumeMinting: (count) => {
      minted = Math.max(minted, count);
    },
    onMutation: (listener) => listeners.push(listener),
  };
  for (const text of INSTANCE_TABLES) database.define(text);
  return database;
}

function descendsFrom(
  stores: ReadonlyMap<string, TableStore>,
  definition: TableDefinition,
  ancestor: string,
): boolean {
  if (definition.name === ancestor) return true;
  const parent = definition.parent === null ? undefined : stores.get(definition.parent);
  return parent !== undefined && descendsFrom(stores, parent.definition, ancestor);
}
