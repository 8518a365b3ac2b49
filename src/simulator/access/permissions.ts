import { cell, type Row } from '../database/row.ts';
import type { Instance } from '../instance/instance.ts';
import type { Settings } from '../settings.ts';
import type { Account } from './accounts.ts';

export type Access = 'read' | 'insert' | 'update' | 'delete';

/** What one caller may see and do, table by table. */
export interface Permissions {
  /** Whether the table is open to REST for that operation at all. */
  isOpen(table: string, access: Access): boolean;
  /** Whether the caller's roles allow it. */
  may(table: string, access: Access): boolean;
  /** Whether a row rule lets the caller see that row. */
  maySee(table: string): (row: Row) => boolean;
  mayReadField(table: string): (field: string) => boolean;
  mayNotRange(table: string): (field: string) => boolean;
}

const WRITING_ROLES = ['admin', 'sn_customerservice_agent', 'itil', 'csm_ws_integration'];
const READING_ROLES = [...WRITING_ROLES, 'snc_read_only'];

export function permissionsOf(caller: Account, settings: Settings, instance: Instance): Permissions {
  const isAdmin = caller.roles.includes('admin');
  const hasOneOf = (roles: readonly string[]): boolean => caller.roles.some((role) => roles.includes(role));
  const concerns = (rule: { table: string; user?: string }, table: string): boolean =>
    rule.table === table && (rule.user === undefined ? !isAdmin : rule.user === caller.userName);
  const fieldsOf = (
    rules: { table: string; fields: string[]; user?: string }[],
    table: string,
  ): Set<string> => new Set(rules.filter((rule) => concerns(rule, table)).flatMap((rule) => rule.fields));
  return {
    isOpen: (table, access) =>
      !settings.closedTables.some(
        (rule) => concerns(rule, table) && (rule.operations?.includes(access) ?? true),
      ),
    may: (_table, access) => hasOneOf(access === 'read' ? READING_ROLES : WRITING_ROLES),
    maySee(table) {
      const hidden = new Set<string>();
      for (const rule of settings.hiddenRows.filter((candidate) => concerns(candidate, table))) {
        for (const row of instance.find(table, rule.query)) hidden.add(cell(row, 'sys_id'));
      }
      return (row) => !hidden.has(cell(row, 'sys_id'));
    },
    mayReadField(table) {
      const hidden = fieldsOf(settings.hiddenFields, table);
      return (field) => !hidden.has(field);
    },
    mayNotRange(table) {
      const forbidden = fieldsOf(settings.forbiddenRanges, table);
      return (field) => forbidden.has(field);
    },
  };
}
