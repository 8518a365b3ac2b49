import type { ColumnType, JSONColumnType } from 'kysely';

/** An instant. */
export type Timestamp = ColumnType<Date, Date, Date>;
export type OptionalTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** Read as it was written; written as text. */
export type Json<Shape extends object> = JSONColumnType<Shape, string, string>;
export type OptionalJson<Shape extends object> = JSONColumnType<Shape | null, string | null, string | null>;
