import type { Database } from '../database/database.ts';
import type { TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';
import { parseEncodedQuery } from '../query/encoded-query.ts';
import { findRows, type QueryView } from '../query/run-query.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { SimulatorTime } from '../time/simulator-time.ts';
import { formatWireTime } from '../time/wire-time.ts';
import { auditDeletion, auditUpdate } from './audit.ts';
import { buildInsertion, buildUpdate } from './build-row.ts';
import { addJournalEntry, type JournalEntry, readJournal, type WriteMark } from './journal.ts';
import { createNumbering, type Numbering } from './numbering.ts';
import { type SplitValues, splitValues } from './values.ts';
import type { Change, WriteOptions } from './write-options.ts';

export type { Change, WriteOptions } from './write-options.ts';

/**
 * The records of the instance and what happens when they are written: defaults, numbers, stamps, business rules,
 * journal and audit. Values given for system fields (`sys_updated_on`, …) are taken as they are.
 */
export interface Instance {
  insert(table: string, values: Row, options?: WriteOptions): Row;
  /** The new version; null if there is no such record. A write that changes nothing leaves the version as it is. */
  update(table: string, sysId: string, values: Row, options?: WriteOptions): Row | null;
  /** False if there is no such record. */
  delete(table: string, sysId: string, options?: WriteOptions): boolean;
  get(table: string, sysId: string): Row | undefined;
  /** All rows that an encoded query means, in its order. */
  find(table: string, query?: string): readonly Row[];
  /** Work notes and comments of a record, oldest first. */
  journal(sysId: string): JournalEntry[];
  onChange(listener: (change: Change) => void): void;
}

export interface InstanceParts {
  readonly database: Database;
  readonly clock: InstanceClock;
  readonly time: SimulatorTime;
}

export function createInstance(parts: InstanceParts): Instance {
  const { database, clock } = parts;
  const listeners: ((change: Change) => void)[] = [];
  const announce = (change: Change): void => {
    for (const listener of listeners) listener(change);
  };
  const context = { ...parts, numbering: createNumbering(database), announce };
  return {
    insert: (table, values, options = {}) => insertRow(context, table, values, options),
    update: (table, sysId, values, options = {}) => updateRow(context, table, sysId, values, options),
    delete: (table, sysId, options = {}) => deleteRow(context, table, sysId, options),
    get: (table, sysId) => database.table(table)?.get(sysId),
    find: (table, query = '') => {
      definitionOf(database, table);
      return findRows(database, table, parseEncodedQuery(query), wholeView(clock.now()));
    },
    journal: (sysId) => readJournal(database, sysId),
    onChange: (listener) => listeners.push(listener),
  };
}

interface WriteContext extends InstanceParts {
  readonly numbering: Numbering;
  readonly announce: (change: Change) => void;
}

function definitionOf(database: Database, table: string): TableDefinition {
  const definition = database.table(table)?.definition;
  if (definition === undefined) throw new Error(`The instance has no table ${table}.`);
  return definition;
}

/** Who writes, where and when. The stamp is taken now, even if the row becomes visible later. */
function markOf(
  { database, clock }: WriteContext,
  table: string,
  sysId: string,
  options: WriteOptions,
): WriteMark {
  const [user = {}] = database.table('sys_user')!.lookUp('user_name', options.by ?? '') ?? [];
  const stamp = formatWireTime(options.at ?? clock.now());
  return { table, sysId, stamp, by: options.by ?? 'system', byId: cell(user, 'sys_id') };
}

function insertRow(context: WriteContext, table: string, values: Row, options: WriteOptions): Row {
  const { database, numbering } = context;
  const definition = definitionOf(database, table);
  const mark = markOf(context, table, values['sys_id'] ?? database.mintSysId(), options);
  const split = splitValues(definition, values);
  const row = buildInsertion(definition, split.plain, mark, options, numbering.next);
  commit(context, options, () => {
    database.put(table, row);
    const change = { table, sysId: mark.sysId, operation: 'insert', row, before: null, by: mark.by } as const;
    finishWrite(context, mark, split, options, change);
  });
  return row;
}

/** What is read here is only a preview: the version that a late commit replaces is the one it then finds. */
function updateRow(
  context: WriteContext,
  table: string,
  sysId: string,
  values: Row,
  options: WriteOptions,
): Row | null {
  const { database } = context;
  const definition = definitionOf(database, table);
  const mark = markOf(context, table, sysId, options);
  const split = splitValues(definition, values);
  const build = (before: Row): Row => buildUpdate(definition, before, split, mark, options);
  const present = database.table(table)!.get(sysId);
  if (present === undefined) return null;
  commit(context, options, () => {
    const before = database.table(table)!.get(sysId);
    const row = before === undefined ? undefined : build(before);
    if (before === undefined || row === undefined || row === before) return;
    database.put(table, row);
    if (definition.audited && options.audit !== false) {
      auditUpdate(database, mark, before, row, Array.isArray(options.audit) ? options.audit : null);
    }
    const change = { table, sysId, operation: 'update', row, before, by: mark.by } as const;
    finishWrite(context, mark, split, options, change);
  });
  return options.commitAfterMs ? build(present) : (database.table(table)!.get(sysId) ?? null);
}

function deleteRow(context: WriteContext, table: string, sysId: string, options: WriteOptions): boolean {
  const { database } = context;
  const definition = definitionOf(database, table);
  const row = database.table(table)!.get(sysId);
  if (row === undefined) return false;
  const mark = markOf(context, table, sysId, options);
  database.remove(table, sysId);
  if (definition.audited && options.audit !== false) {
    auditDeletion(database, mark, row, definition.displayField);
  }
  const change = { table, sysId, operation: 'delete', row, before: null, by: mark.by } as const;
  finishWrite(context, mark, NOTHING, options, change);
  return true;
}

const NOTHING: SplitValues = { plain: {}, journal: [] };

function commit({ time }: WriteContext, { commitAfterMs }: WriteOptions, write: () => void): void {
  if (commitAfterMs) time.after(commitAfterMs, write);
  else write();
}

function finishWrite(
  { database, announce }: WriteContext,
  mark: WriteMark,
  { journal }: SplitValues,
  options: WriteOptions,
  change: Change,
): void {
  for (const [element, value] of journal) addJournalEntry(database, mark, element, value);
  if (options.workflow !== false) announce(change);
}

/** How the instance itself looks at its rows: everything, in UTC, and no invalid query is let pass. */
function wholeView(now: number): QueryView {
  const scope = {
    now,
    timeZone: 'UTC',
    userSysId: '',
    invalidField: 'no-rows',
    literalZone: 'utc',
    mayNotRange: () => false,
  } as const;
  return { scope, past: null, ties: null };
}
