import type { ServiceNowErrorCode } from '../servicenow/servicenow-error.ts';
import { type Instant, MINUTE_MS } from '../time/instant.ts';

/** A hint that nobody has followed up yet. */
export interface OpenHint {
  readonly id: string;
  readonly table: string;
  readonly sysId: string;
  readonly receivedAt: Instant;
  /** The version that it names is recorded as our own write. */
  readonly isOwnWrite: boolean;
}

/** What following up a hint came to. */
export const hintOutcomes = ['applied', 'echo', 'not-found', 'failed'] as const;
export type HintOutcome = (typeof hintOutcomes)[number];

/** Records of one table that are to be fetched again, each with all the hints that name it. */
export interface LookUp {
  readonly table: string;
  readonly hintsBySysId: ReadonlyMap<string, readonly OpenHint[]>;
}

/** Hints that are echoes of our own writes; they need no look. */
export function pickEchoes(open: readonly OpenHint[]): string[] {
  return open.filter((hint) => hint.isOwnWrite).map((hint) => hint.id);
}

/**
 * What to fetch next: up to `most` records of one table, those that have waited longest. However many hints name a
 * record, it is fetched once. Null where there is nothing to fetch.
 */
export function planLookUp(open: readonly OpenHint[], most: number): LookUp | null {
  const wanted = open.filter((hint) => !hint.isOwnWrite);
  const table = wanted[0]?.table;
  if (table === undefined) return null;
  const hintsBySysId = new Map<string, OpenHint[]>();
  for (const hint of wanted) {
    if (hint.table !== table) continue;
    const known = hintsBySysId.get(hint.sysId);
    if (known !== undefined) known.push(hint);
    else if (hintsBySysId.size < most) hintsBySysId.set(hint.sysId, [hint]);
  }
  return { table, hintsBySysId };
}

/** What a failure to fetch a record says about asking again. */
export type FetchFailure =
  /** It is the instance or the way to it: nothing can be fetched just now, and the record is not to blame. */
  | 'instance'
  /** It may be the instance or the record. */
  | 'doubtful'
  /** The account is not given this record, and asking again changes nothing. */
  | 'refused';

const failures: Readonly<Partial<Record<ServiceNowErrorCode, FetchFailure>>> = {
  'servicenow-unreachable': 'instance',
  'servicenow-tls': 'instance',
  'servicenow-unauthorized': 'instance',
  'servicenow-rate-limited': 'instance',
  'servicenow-redirected': 'instance',
  'servicenow-held': 'instance',
  'servicenow-stopped': 'instance',
  'servicenow-forbidden': 'refused',
  'servicenow-bad-request': 'refused',
  'servicenow-unknown-table': 'refused',
};

export function judgeFetchFailure(code: ServiceNowErrorCode): FetchFailure {
  return failures[code] ?? 'doubtful';
}

/** By then polling has brought the change, whatever the hint is about. */
const GIVE_UP_AFTER_MS = 10 * MINUTE_MS;

/** A record that cannot be had must not be asked for for ever. */
export function isGivenUp(failure: FetchFailure, hint: OpenHint, now: Instant): boolean {
  if (failure === 'instance') return false;
  return failure === 'refused' || now - hint.receivedAt > GIVE_UP_AFTER_MS;
}
