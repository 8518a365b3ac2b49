import type { Database } from '../database/database.ts';
import type { TableDefinition } from '../database/dictionary.ts';
import { cell } from '../database/row.ts';

/** The values that a field offers, and what they are called: `sys_choice`. */
export interface Choices {
  hasAny(definition: TableDefinition, element: string): boolean;
  /** Null for a value that is not offered. */
  label(definition: TableDefinition, element: string, value: string): string | null;
  /** The value behind a label, whatever its case; null for a text that is no label. */
  value(definition: TableDefinition, element: string, label: string): string | null;
}

/** The choices of one field of one table. */
interface FieldChoices {
  readonly labels: Map<string, string>;
  readonly values: Map<string, string>;
}

/** Choices of a parent table hold for its children, unless they have their own. */
export function createChoices(database: Database): Choices {
  let byField: Map<string, FieldChoices> | null = null;
  database.onMutation(({ table }) => {
    if (table === 'sys_choice') byField = null;
  });
  const find = (definition: TableDefinition, element: string): FieldChoices | null => {
    byField ??= collectChoices(database);
    for (let table: TableDefinition | undefined = definition; table !== undefined; ) {
      const found = byField.get(`${table.name} ${element}`);
      if (found !== undefined) return found;
      table = table.parent === null ? undefined : database.table(table.parent)?.definition;
    }
    return null;
  };
  return {
    hasAny: (definition, element) => find(definition, element) !== null,
    label: (definition, element, value) => find(definition, element)?.labels.get(value) ?? null,
    value: (definition, element, label) => find(definition, element)?.values.get(label.toLowerCase()) ?? null,
  };
}

function collectChoices(database: Database): Map<string, FieldChoices> {
  const byField = new Map<string, FieldChoices>();
  for (const row of database.table('sys_choice')!.rows()) {
    const key = `${cell(row, 'name')} ${cell(row, 'element')}`;
    const choices = byField.get(key) ?? { labels: new Map(), values: new Map() };
    choices.labels.set(cell(row, 'value'), cell(row, 'label'));
    choices.values.set(cell(row, 'label').toLowerCase(), cell(row, 'value'));
    byField.set(key, choices);
  }
  return byField;
}
