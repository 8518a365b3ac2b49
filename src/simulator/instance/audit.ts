import type { Database } from '../database/database.ts';
import { cell, type Row } from '../database/row.ts';
import { insertStamps, type WriteMark } from './journal.ts';

/** Writes one `sys_audit` row for each field that an update changed; `only` narrows them down. */
export function auditUpdate(
  database: Database,
  mark: WriteMark,
  before: Row,
  after: Row,
  only: readonly string[] | null,
): void {
  for (const field of only ?? Object.keys(after)) {
    if (field.startsWith('sys_') || cell(before, field) === cell(after, field)) continue;
    database.put('sys_audit', {
      sys_id: database.mintSysId(),
      tablename: mark.table,
      fieldname: field,
      documentkey: mark.sysId,
      oldvalue: cell(before, field),
      newvalue: cell(after, field),
      user: mark.by,
      record_checkpoint: cell(after, 'sys_mod_count'),
      ...insertStamps(mark),
    });
  }
}

/** Remembers a deleted record, as the instance does for tables that have not opted out. */
export function auditDeletion(database: Database, mark: WriteMark, row: Row, displayField: string): void {
  database.put('sys_audit_delete', {
    sys_id: database.mintSysId(),
    tablename: mark.table,
    documentkey: mark.sysId,
    display_value: cell(row, displayField),
    user: mark.by,
    ...insertStamps(mark),
  });
}
