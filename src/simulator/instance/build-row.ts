import type { TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';
import { applyBusinessRules } from './business-rules.ts';
import type { WriteMark } from './journal.ts';
import type { SplitValues } from './values.ts';
import type { WriteOptions } from './write-options.ts';

/** The row that an insertion makes: defaults, stamps, number, and what the rules add. */
export function buildInsertion(
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

/** The version that an update makes; the one before, if it changes nothing. */
export function buildUpdate(
  definition: TableDefinition,
  before: Row,
  { plain, journal }: SplitValues,
  { stamp, by, byId }: WriteMark,
  options: WriteOptions,
): Row {
  const changed = Object.entries(plain).some(([field, value]) => cell(before, field) !== value);
  if (!changed && journal.length === 0) return before;
  const rules = { definition, before, values: plain, stamp, by, byId };
  const values = options.workflow === false ? plain : applyBusinessRules(rules);
  const system = {
    sys_updated_on: stamp,
    sys_updated_by: by,
    sys_mod_count: String(Number(cell(before, 'sys_mod_count')) + 1),
  };
  return { ...before, ...(options.autoSysFields === false ? {} : system), ...values };
}
