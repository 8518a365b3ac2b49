import type { Row } from '../database/row.ts';

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
  /** The row before an update; null otherwise. */
  readonly before: Row | null;
  /** User name of the writer. */
  readonly by: string;
}
