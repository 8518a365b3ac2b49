/** What the instance's dictionary says about tables and their fields. */

export type FieldType =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'datetime'
  | 'duration'
  | 'reference'
  | 'journal'
  | 'password';

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** The table a reference points to. */
  readonly reference?: string;
}

export interface TableDefinition {
  readonly name: string;
  readonly label: string;
  readonly parent: string | null;
  /** The field whose value stands for the record where another one refers to it. */
  readonly displayField: string;
  /** `CS0001001`: prefix and first number; null for tables that are not numbered. */
  readonly numbering: { readonly prefix: string; readonly first: number } | null;
  /** Own and inherited fields, in the order in which the wire shows them. */
  readonly fields: Map<string, Field>;
  readonly defaults: Readonly<Record<string, string>>;
  /** Whether changes leave rows in `sys_audit`. */
  readonly audited: boolean;
  /** Fields by whose value rows are found without a scan. */
  readonly lookups: readonly string[];
}

export interface TableText {
  readonly name: string;
  readonly label?: string;
  readonly extends?: string;
  readonly display?: string;
  readonly numbering?: { readonly prefix: string; readonly first: number };
  /** See {@link parseFields}. */
  readonly fields: string;
  readonly defaults?: Readonly<Record<string, string>>;
  readonly audited?: boolean;
  readonly lookups?: readonly string[];
}

const SYSTEM_FIELDS =
  'sys_id sys_created_on@ sys_created_by sys_updated_on@ sys_updated_by sys_mod_count# sys_tags';

const SUFFIXES: Readonly<Record<string, FieldType>> = {
  '#': 'integer',
  '?': 'boolean',
  '@': 'datetime',
  '~': 'duration',
  '!': 'journal',
  '*': 'password',
};

/**
 * Reads a blank-separated field list. A field's last character names its type: `#` integer, `?` boolean, `@` date and
 * time, `~` duration, `!` journal, `*` password; `field>table` is a reference; anything else is a string.
 */
export function parseFields(text: string): Field[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const [name, reference] = word.split('>');
      if (reference !== undefined) return { name: name!, type: 'reference', reference };
      const type = SUFFIXES[word.at(-1)!];
      return type === undefined ? { name: word, type: 'string' } : { name: word.slice(0, -1), type };
    });
}

/** Builds a definition; `parent` is what `text.extends` names. */
export function defineTable(text: TableText, parent: TableDefinition | null): TableDefinition {
  const fields = new Map(parent?.fields ?? parseFields(SYSTEM_FIELDS).map((field) => [field.name, field]));
  for (const field of parseFields(text.fields)) fields.set(field.name, field);
  return {
    name: text.name,
    label: text.label ?? text.name,
    parent: text.extends ?? null,
    displayField: text.display ?? parent?.displayField ?? 'name',
    numbering: text.numbering ?? null,
    fields,
    defaults: { ...parent?.defaults, ...text.defaults },
    audited: text.audited ?? parent?.audited ?? false,
    lookups: [...(parent?.lookups ?? []), ...(text.lookups ?? [])],
  };
}
