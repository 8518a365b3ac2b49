import type { Database } from '../database/database.ts';
import type { TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';
import { parseEncodedQuery } from '../query/encoded-query.ts';
import { findRows, type QueryView } from '../query/run-query.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { SimulatorTime } from '../time/simulator-time.ts';
import { formatWireTime } from '../time/wire-time.ts';
import { auditDeletion, auditUpdate } from './audit.ts';
import { applyBusinessRules } from './business-rules.ts';
import { addJournalEntry, type JournalEntry, readJournal, type WriteMark } from './journal.ts';
import { createNumbering } from './numbering.ts';
import { splitValues } from './values.ts';

export interface WriteOptions {
  /** User name of the writer; default `system`. */
  readonly by?: string;
  /** The instant that the stamps show; default the instance's now. */
  readonly at?: number;
  /** False: no business rules and no announcement, like `setWorkflow(false)`. */
  readonly workflow?: boolean;
  /** False: `sys_updated_on`, `sys_updated_by` and `sys_mod_count` stay as they are, like `autoSysFields(false)`. */
  readonly autoSysFields?: boolean;
  /** False: nothing is left in `sys_audit`; a list: only of these fields. */
  readonly audit?: boolean | readonly string[];
  /** The row becomes visible only this much later, with the stamps of now: a slow transaction. */
  readonly commitAfterMs?: number;
}

/** A committed change of a record, as business rules that run afterwards see it. */
export interface Change {
  readonly table: string;
  readonly sysId: string;
  readonly operation: 'insert' | 'update' | 'delete';
  /** The row after the change; for a deletion the row that was. */
  readonly row: Row;
}

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

export function createInstance({ database, clock, time }: InstanceParts): Instance {
  const numbering = createNumbering(database);
  const listeners: ((change: Change) => void)[] = [];

  const definitionOf = (table: string): TableDefinition => {
    const definition = database.table(table)?.definition;
    if (definition === undefined) throw new Error(`The instance has no table ${table}.`);
    return definition;
  };
  const announce = (change: Change, options: WriteOptions): void => {
    if (options.workflow === false) return;
    for (const listener of listeners) listener(change);
  };
  const commit = (options: WriteOptions, write: () => void): void => {
    if (options.commitAfterMs) time.after(options.commitAfterMs, write);
    else write();
  };
  const markOf = (table: string, sysId: string, options: WriteOptions): WriteMark => ({
    table,
    sysId,
    stamp: formatWireTime(options.at ?? clock.now()),
    by: options.by ?? 'system',
    byId: userId(database, options.by),
  });

  return {
    insert(table, values, options = {}) {
      const definition = definitionOf(table);
      const mark = markOf(table, values['sys_id'] ?? database.mintSysId(), options);
      const { plain, journal } = splitValues(definition, values);
      const row = buildInsertion(definition, plain, mark, options, numbering.next);
      commit(options, () => {
        database.put(table, row);
        for (const [element, value] of journal) addJournalEntry(database, mark, element, value);
        announce({ table, sysId: mark.sysId, operation: 'insert', row }, options);
      });
      return row;
    },
    update(table, sysId, values, options = {}) {
      const definition = definitionOf(table);
      const mark = markOf(table, sysId, options);
      const { plain, journal } = splitValues(definition, values);
      const build = (): Row | null => {
        const before = database.table(table)!.get(sysId);
        return before === undefined
          ? null
          : buildUpdate(definition, before, plain, journal.length > 0, mark, options);
      };
      const preview = build();
      if (preview === null) return null;
      commit(options, () => {
        const before = database.table(table)!.get(sysId);
        const row = build();
        if (before === undefined || row === null || row === before) return;
        database.put(table, row);
        if (definition.audited && options.audit !== false) {
          auditUpdate(database, mark, before, row, Array.isArray(options.audit) ? options.audit : null);
        }
        for (const [element, value] of journal) addJournalEntry(database, mark, element, value);
        announce({ table, sysId, operation: 'update', row }, options);
      });
      return preview;
    },
    delete(table, sysId, options = {}) {
      const definition = definitionOf(table);
      const row = database.table(table)!.get(sysId);
      if (row === undefined) return false;
      database.remove(table, sysId);
      if (definition.audited && options.audit !== false) {
        auditDeletion(database, markOf(table, sysId, options), row, definition.displayField);
      }
      announce({ table, sysId, operation: 'delete', row }, options);
      return true;
    },
    get: (table, sysId) => database.table(table)?.get(sysId),
    find: (table, query = '') => {
      definitionOf(table);
      return findRows(database, table, parseEncodedQuery(query), wholeView(clock.now()));
    },
    journal: (sysId) => readJournal(database, sysId),
    onChange: (listener) => listeners.push(listener),
  };
}

function userId(database: Database, userName = ''): string {
  const [user = {}] = database.table('sys_user')!.lookUp('user_name', userName) ?? [];
  return cell(user, 'sys_id');
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

function buildInsertion(
  definition: TableDefinition,
  plain: Row,
  mark: WriteMark,
  options: WriteOptions,
  nextNumber: (definition: TableDefinition) => string | null,
): Row {
  const { stamp, by, byId } = mark;
  const system = {
    sys_id: mark.sysId,
    sys_created_on: stamp,
    sys_created_by: by,
    sys_updated_on: stamp,
    sys_updated_by: by,
    sys_mod_count: '0',
  };
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== ''));
  const rules = { definition, before: null, values: given, stamp, by, byId };
  const values = options.workflow === false ? given : applyBusinessRules(rules);
  const own: Record<string, string> = { ...definition.defaults, ...system };
  if (definition.fields.has('opened_at')) own['opened_at'] = values['sys_created_on'] ?? stamp;
  if (definition.fields.has('sys_class_name')) own['sys_class_name'] = definition.name;
  if (definition.fields.has('number') && values['number'] === undefined) {
    own['number'] = nextNumber(definition) ?? '';
  }
  return { ...own, ...values };
}

function buildUpdate(
  definition: TableDefinition,
  before: Row,
  plain: Row,
  hasJournal: boolean,
  { stamp, by, byId }: WriteMark,
  options: WriteOptions,
): Row {
  const changed = Object.entries(plain).some(([field, value]) => cell(before, field) !== value);
  if (!changed && !hasJournal) return before;
  const rules = { definition, before, values: plain, stamp, by, byId };
  const values = options.workflow === false ? plain : applyBusinessRules(rules);
  const system = {
    sys_updated_on: stamp,
    sys_updated_by: by,
    sys_mod_count: String(Number(cell(before, 'sys_mod_count')) + 1),
  };
  return { ...before, ...(options.autoSysFields === false ? {} : system), ...values };
}
