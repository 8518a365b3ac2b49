import type { Database } from '../database/database.ts';
import { cell, type Row } from '../database/row.ts';

/** One work note or comment as the journal keeps it. */
export interface JournalEntry {
  readonly element: string;
  readonly value: string;
  readonly createdOn: string;
  readonly createdBy: string;
}

/** Where and when something was written, and by whom. */
export interface WriteMark {
  readonly table: string;
  readonly sysId: string;
  readonly stamp: string;
  readonly by: string;
  /** The `sys_id` of the writer; empty for one who is no user. */
  readonly byId: string;
}

/** Stores one journal entry: journal fields keep entries, the record itself stays empty there. */
export function addJournalEntry(database: Database, mark: WriteMark, element: string, value: string): void {
  database.put('sys_journal_field', {
    sys_id: database.mintSysId(),
    name: mark.table,
    element,
    element_id: mark.sysId,
    value,
    ...insertStamps(mark),
  });
}

/** All entries of a record, oldest first. */
export function readJournal(database: Database, sysId: string): JournalEntry[] {
  const rows = [...(database.table('sys_journal_field')!.lookUp('element_id', sysId) ?? [])];
  return rows.sort(byCreation).map((row) => ({
    element: cell(row, 'element'),
    value: cell(row, 'value'),
    createdOn: cell(row, 'sys_created_on'),
    createdBy: cell(row, 'sys_created_by'),
  }));
}

/** The system fields of a row that is written once and never again. */
export function insertStamps({ stamp, by }: WriteMark): Row {
  return {
    sys_created_on: stamp,
    sys_created_by: by,
    sys_updated_on: stamp,
    sys_updated_by: by,
    sys_mod_count: '0',
  };
}

/** Entries of one second keep the order in which they were stored: the sort is stable. */
function byCreation(left: Row, right: Row): number {
  return cell(left, 'sys_created_on') < cell(right, 'sys_created_on')
    ? -1
    : cell(left, 'sys_created_on') > cell(right, 'sys_created_on')
      ? 1
      : 0;
}
