import type { Operation, Reply, Target } from '../api/exchange.ts';

/** Which requests a fault meets; what is left out does not matter. */
export interface FaultMatch {
  readonly method?: string;
  readonly table?: string;
  readonly operation?: Operation | readonly Operation[];
  readonly sysId?: string;
  /** A piece of the path. */
  readonly path?: string;
  /** A piece of the query string, decoded. */
  readonly query?: string;
  /** A piece of the request's body. */
  readonly body?: string;
}

/** A fault as it is ordered. Which further parameters count depends on its kind. */
export interface FaultOrder {
  readonly kind: string;
  readonly match?: FaultMatch;
  /** How often it strikes; default once, or always if a probability is given. */
  readonly times?: number | 'always';
  /** Chance that it strikes a request it meets (seeded); default 1. */
  readonly probability?: number;
  /** So many matching requests are let pass first. */
  readonly skip?: number;
  /** Wait this long before the answer leaves, in milliseconds. */
  readonly delayMs?: number;
  readonly status?: number;
  readonly message?: string;
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
  /** Where a body is cut: a share of it, from 0 to 1. */
  readonly at?: number;
  readonly bytesPerSecond?: number;
  /** How many rows are dropped or sent twice. */
  readonly rows?: number;
  /** Added to the announced total. */
  readonly by?: number;
}

/** What a request looks like to the faults. */
export interface FaultSubject {
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer;
  readonly target: Target;
}

/** A fault strikes before the request is handled (nothing has happened then), or changes the finished answer. */
export interface FaultKind {
  readonly instead?: (order: FaultOrder) => Reply;
  readonly afterwards?: (reply: Reply, order: FaultOrder) => Reply;
}

export function meets(match: FaultMatch, { method, url, body, target }: FaultSubject): boolean {
  const operations = match.operation === undefined ? null : [match.operation].flat();
  return (
    (match.method === undefined || match.method.toUpperCase() === method) &&
    (match.table === undefined || match.table === target.table) &&
    (match.sysId === undefined || match.sysId === target.sysId) &&
    (operations === null || operations.includes(target.operation)) &&
    (match.path === undefined || url.pathname.includes(match.path)) &&
    (match.query === undefined || readable(url.search).includes(match.query)) &&
    (match.body === undefined || body.includes(match.body))
  );
}

function readable(search: string): string {
  return [...new URLSearchParams(search)].map(([name, value]) => `${name}=${value}`).join('&');
}
