import type { IncomingHttpHeaders } from 'node:http';
import type { Account } from '../access/accounts.ts';

/** A request as it came over the wire, body complete. */
export interface ApiRequest {
  /** After `X-HTTP-Method-Override`. */
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The `CN` of an accepted client certificate. */
  readonly certificateName: string | null;
}

/** How an answer leaves: whole, or in one of the ways in which networks fail. */
export type Delivery =
  | { readonly kind: 'whole' }
  /** The connection stays open and nothing comes. */
  | { readonly kind: 'never' }
  | { readonly kind: 'reset' }
  /** The headers and this many bytes of the body, then the connection breaks. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'drip'; readonly bytesPerSecond: number };

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is; the headers say what it is. */
  readonly bytes?: Buffer | string;
  readonly delivery?: Delivery;
  /** Wait this long before the answer leaves, in milliseconds. */
  readonly delayMs?: number;
}

/** What a request wants, as far as its URL and method say. */
export type Operation =
  | 'list'
  | 'get'
  | 'insert'
  | 'update'
  | 'delete'
  | 'aggregate'
  | 'batch'
  | 'import'
  | 'attachment'
  | 'token'
  | 'unknown';

export interface Target {
  readonly operation: Operation;
  readonly table: string | null;
  readonly sysId: string | null;
  /** `v1` answers an empty list with 404. */
  readonly version: string | null;
}

/** An authenticated request on its way through a handler. */
export interface Call {
  readonly request: ApiRequest;
  readonly target: Target;
  readonly caller: Account;
}
