import type { ServiceNowRecord } from '../servicenow/record.ts';
import { parseWireDate } from '../servicenow/wire-date.ts';
import type { Instant } from '../time/instant.ts';
import type { Scan } from './page-scan.ts';

/** `incomplete`: ServiceNow did not give everything, so nothing was deleted for it. `failed`: broken off on our side. */
export const reconcileOutcomes = ['complete', 'incomplete', 'failed'] as const;
export type ReconcileOutcome = (typeof reconcileOutcomes)[number];

/** What comparing a table did. */
export interface ReconcileCounts {
  readonly scanned: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** {@link ReconcileCounts}, and how many of them nobody else would have put right. */
export interface ReconcileTally extends ReconcileCounts {
  readonly drift: number;
}

export const NOTHING_YET: ReconcileTally = { scanned: 0, inserted: 0, updated: 0, deleted: 0, drift: 0 };

/** Why a comparison is not complete. */
export type ReconcileTrouble =
  /** So many records were announced and not sent: the account may not read them. */
  | { readonly kind: 'hidden'; readonly count: number }
  /** An answer did not say how many records there are, so nobody can tell whether all came. */
  | { readonly kind: 'uncounted' }
  /** So many mirrored records were neither sent nor could be asked for by id. */
  | { readonly kind: 'unresolved'; readonly count: number }
  | { readonly kind: 'error'; readonly error: unknown };

/** A stretch of the table in the order of sys_ids: behind `after`, up to and with `upTo`; null is its end. */
export interface IdWindow {
  readonly after: string | null;
  readonly upTo: string | null;
}

/** The stretch that one page covers; null where it covers none yet. */
export function windowOfPage(before: Scan, behind: Scan): IdWindow | null {
  const after = before.position?.sysId ?? null;
  if (behind.isDone) return { after, upTo: null };
  const upTo = behind.position?.sysId ?? null;
  return upTo === after ? null : { after, upTo };
}

/** Those that are mirrored and were not sent. */
export function findMissing(mirrored: readonly string[], records: readonly ServiceNowRecord[]): string[] {
  const sent = new Set(records.map((record) => record['sys_id']));
  return mirrored.filter((sysId) => !sent.has(sysId));
}

/**
 * Adds what applying records came to. A change that is younger than `settledAt` was not missed: polling has just not
 * come to it yet.
 */
export function tallyApplied(
  tally: ReconcileTally,
  records: readonly ServiceNowRecord[],
  results: ReadonlyMap<string, string>,
  settledAt: Instant,
): ReconcileTally {
  let { inserted, updated, drift } = tally;
  for (const record of records) {
    const result = results.get(record['sys_id'] ?? '');
    if (result !== 'inserted' && result !== 'updated') continue;
    if (result === 'inserted') inserted += 1;
    else updated += 1;
    if ((parseWireDate(record['sys_updated_on'] ?? '') ?? 0) < settledAt) drift += 1;
  }
  return { ...tally, inserted, updated, drift };
}
