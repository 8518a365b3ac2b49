/** What an administrator could set on the instance; read anew for each request, so a test may change it at any time. */
export interface Settings {
  /** `glide.invalid_query.returns_no_rows`: by default an invalid condition is dropped and every row matches. */
  invalidQueryReturnsNoRows: boolean;
  /** Whether plain date literals in queries are UTC or in the caller's zone; public sources differ. */
  queryLiteralZone: 'utc' | 'session';
  /** Whether rows that a query's order leaves equal come in another order each time, as they may. */
  unstableTies: boolean;
  /** How far all reads lag behind the writes, in milliseconds. */
  replicaLagMs: number;
  /** How far reads with `sysparm_query_category` lag behind the writes, in milliseconds. */
  categoryReplicaLagMs: number;
  /** Whether the first page's `Link` names a `prev` with a negative offset, as some instances do. */
  negativePrevLink: boolean;
  /** Whether answers are compressed for clients that accept it. */
  gzip: boolean;
  /** Writes through the API become visible this much later than their stamps say, in milliseconds. */
  commitDelayMs: number;
  /** Lifetime of OAuth access tokens, in seconds. */
  accessTokenSeconds: number;
  /** Lifetime of OAuth refresh tokens, in seconds. */
  refreshTokenSeconds: number;
  /** Requests that may be under way at once; beyond that 429 without headers. 0: any number. */
  semaphores: number;
  /** Each answer waits this long first, in milliseconds. */
  latencyMs: number;
  rateLimitRules: RateLimitRule[];
  /** Rows that exist but are not shown (the page gets shorter; the count does not). */
  hiddenRows: { table: string; query: string; user?: string }[];
  /** Fields that are left out of answers. */
  hiddenFields: { table: string; fields: string[]; user?: string }[];
  /** Fields on which ranges and orders are silently taken out of queries. */
  forbiddenRanges: { table: string; fields: string[]; user?: string }[];
  /** Tables closed to REST, or to some operations (`read`, `insert`, `update`, `delete`). */
  closedTables: { table: string; operations?: string[]; user?: string }[];
}

export interface RateLimitRule {
  /** Absent: every table. */
  table?: string;
  /** Absent: every user. */
  user?: string;
  requestsPerHour: number;
}

export function defaultSettings(): Settings {
  return {
    invalidQueryReturnsNoRows: false,
    queryLiteralZone: 'utc',
    unstableTies: false,
    replicaLagMs: 0,
    categoryReplicaLagMs: 0,
    negativePrevLink: false,
    gzip: false,
    commitDelayMs: 0,
    accessTokenSeconds: 1800,
    refreshTokenSeconds: 8_640_000,
    semaphores: 0,
    latencyMs: 0,
    rateLimitRules: [],
    hiddenRows: [],
    hiddenFields: [],
    forbiddenRanges: [],
    closedTables: [],
  };
}
