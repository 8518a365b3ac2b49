import type { TableDefinition } from '../database/dictionary.ts';
import type { Row } from '../database/row.ts';

export interface SplitValues {
  /** Values of ordinary fields. */
  readonly plain: Row;
  /** What is to be appended to journal fields; an empty text appends nothing. */
  readonly journal: readonly (readonly [element: string, value: string])[];
}

/**
 * Sorts what a writer sends by the dictionary. A custom field (`u_…`) that the table does not have yet is added to
 * it; other unknown names are ignored, as the instance ignores them.
 */
export function splitValues(definition: TableDefinition, values: Row): SplitValues {
  const plain: Record<string, string> = {};
  const journal: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith('u_') && !definition.fields.has(name)) {
      definition.fields.set(name, { name, type: 'string' });
    }
    const type = definition.fields.get(name)?.type;
    if (type === 'journal' && value !== '') journal.push([name, value]);
    else if (type !== undefined && type !== 'journal') plain[name] = value;
  }
  return { plain, journal };
}
