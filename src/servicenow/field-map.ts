import type { TableMapping } from './mapping.ts';

/** Fields that every table has and that synchronising itself needs. */
export const SYSTEM_FIELDS = [
  'sys_id',
  'sys_updated_on',
  'sys_mod_count',
  'sys_updated_by',
  'sys_created_on',
];

/** Everything to ask ServiceNow for in one record of a table, and nothing else. */
export function listFields(mapping: TableMapping): string[] {
  const mapped = Object.values(mapping.fields).filter((field) => field !== null);
  const coverage = mapping.coverage.map((rule) => rule.field);
  return [...new Set([...SYSTEM_FIELDS, ...mapped, ...coverage, ...mapping.detailFields])];
}
