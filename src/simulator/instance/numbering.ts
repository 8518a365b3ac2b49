import type { Database } from '../database/database.ts';
import type { TableDefinition } from '../database/dictionary.ts';
import { cell } from '../database/row.ts';

/** Gives out record numbers (`CS0001001`), table by table, never one that is in use. */
export interface Numbering {
  next(definition: TableDefinition): string | null;
}

const NUMBER_WIDTH = 7;

export function createNumbering(database: Database): Numbering {
  const highest = new Map<string, number>();
  database.onMutation(({ table, after }) => {
    const digits = after === null ? null : /(\d+)$/.exec(cell(after, 'number'));
    if (digits === null) return;
    highest.set(table, Math.max(highest.get(table) ?? 0, Number(digits[1])));
  });
  return {
    next({ name, numbering }) {
      if (numbering === null) return null;
      const next = Math.max(numbering.first, (highest.get(name) ?? 0) + 1);
      highest.set(name, next);
      return numbering.prefix + String(next).padStart(NUMBER_WIDTH, '0');
    },
  };
}
