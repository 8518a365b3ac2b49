import { type RawBuilder, sql } from 'kysely';

/** What a column holds. An `instant` is given as epoch milliseconds, a `json` as anything that JSON can hold. */
export type BulkType = 'text' | 'smallint' | 'integer' | 'bigint' | 'boolean' | 'instant' | 'json';
export type BulkColumns = Readonly<Record<string, BulkType>>;
export type BulkRow<Columns extends BulkColumns> = {
  readonly [Name in keyof Columns]: BulkValue<Columns[Name]> | null;
};
type BulkValue<Type> = Type extends 'text'
  ? string
  : Type extends 'boolean'
    ? boolean
    : Type extends 'json'
      ? object
      : number;

/**
 * Rows as a query of their own, to insert or to update from: `select … from unnest(…)`. Each column is one parameter
 * however many rows there are, which costs a fraction of one parameter a value or of one JSON text for all.
 */
export function selectRows<Columns extends BulkColumns>(
  columns: Columns,
  rows: readonly BulkRow<Columns>[],
): RawBuilder<unknown> {
  const entries = Object.entries(columns);
  const arrays = entries.map(
    ([name, type]) => sql`${writeArray(type, name, rows)}::${sql.raw(sentAs[type])}[]`,
  );
  const outputs = entries.map(([name, type]) => `${readBack(type, name)} as ${name}`);
  return sql`select ${sql.raw(outputs.join(', '))} from unnest(${sql.join(arrays)}) as given (${nameColumns(columns)})`;
}

/** `a, b, c` */
export function nameColumns(columns: BulkColumns): RawBuilder<unknown> {
  return sql.raw(Object.keys(columns).join(', '));
}

/** `a = source.a, b = source.b`, for all columns but those that say which row it is. */
export function setColumns(
  columns: BulkColumns,
  source: string,
  keys: readonly string[],
): RawBuilder<unknown> {
  const names = Object.keys(columns).filter((name) => !keys.includes(name));
  return sql.raw(names.map((name) => `${name} = ${source}.${name}`).join(', '));
}

/** Whether any column but those that say which row it is holds something else: a row is not written again for nothing. */
export function isDistinct(
  columns: BulkColumns,
  stored: string,
  given: string,
  keys: readonly string[],
): RawBuilder<unknown> {
  const names = Object.keys(columns).filter((name) => !keys.includes(name));
  const of = (source: string): string => names.map((name) => `${source}.${name}`).join(', ');
  return sql.raw(`(${of(stored)}) is distinct from (${of(given)})`);
}

/** Reading a number is cheaper for the database than reading a date. */
const sentAs: Readonly<Record<BulkType, string>> = {
  text: 'text',
  smallint: 'smallint',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  instant: 'float8',
  json: 'text',
};

function readBack(type: BulkType, name: string): string {
  if (type === 'instant') return `to_timestamp(${name} / 1000)`;
  return type === 'json' ? `${name}::jsonb` : name;
}

/** An array in PostgreSQL's own notation: `{1,NULL,3}`, `{"a","say \"b\""}`. */
function writeArray(
  type: BulkType,
  name: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): string {
  const isQuoted = type === 'text' || type === 'json';
  const elements = rows.map((row) => {
    const value = row[name];
    if (value === null) return 'NULL';
    if (!isQuoted) return String(value);
    return quote(type === 'json' ? JSON.stringify(value) : String(value));
  });
  return `{${elements.join(',')}}`;
}

function quote(text: string): string {
  return `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;
}
