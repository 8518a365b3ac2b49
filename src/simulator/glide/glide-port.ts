import type { Row } from '../database/row.ts';

/** What a server script can reach of its instance, behind the Glide classes. Every call answers before it returns. */
export interface GlidePort {
  select(table: string, query: string, limit: number | null): readonly Row[];
  /** The new row. */
  insert(table: string, values: Row): Row;
  update(table: string, sysId: string, values: Row): Row | null;
  remove(table: string, sysId: string): boolean;
  hasField(table: string, field: string): boolean;
  /** The table, and what it extends, nearest first. */
  hierarchy(table: string): readonly string[];
  /** Null where there is no such property, or it is empty. */
  property(name: string): string | null;
  userName(): string;
  /** UTC epoch milliseconds by the instance's clock. */
  now(): number;
  send(request: OutgoingRequest): OutgoingReply;
  log(level: LogLevel, message: string): void;
}

export type LogLevel = 'error' | 'warn' | 'info';

export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
}

/** Status 0: there was no answer, and `error` says why. Header names are as they came. */
export interface OutgoingReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: string;
}
