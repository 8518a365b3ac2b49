import type { AuditedChange } from '../servicenow/audited-change.ts';
import type { Observation } from '../servicenow/observation.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { type CompletedHistory, completeHistory, findGaps } from './audit-history.ts';
import type { ObservedVersion } from './build-timeline.ts';
import { type CompletedGap, versionOf } from './merge-observation.ts';
import type { UnexaminedTicket } from './unexamined-store.ts';

/** What looking up histories needs of the mirror and of the audit trail. */
export interface ExaminePorts {
  loadVersions(ticketIds: readonly number[]): Promise<ReadonlyMap<number, readonly ObservedVersion[]>>;
  /** The versions that our own writes made, by sys_id. */
  listOwnVersions(
    table: string,
    sysIds: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<number>>>;
  /** The audit trail of records of one table, by sys_id; null where it cannot be read. */
  fetchTrail(
    table: string,
    sysIds: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly AuditedChange[]> | null>;
}

/** A record, and those of its versions before which something may be missing. */
export interface ExaminedRecord {
  readonly sysId: string;
  readonly openedAt: Instant;
  /** What is before this version does not matter; null: from the beginning. */
  readonly after: ObservedVersion | null;
  readonly observed: readonly ObservedVersion[];
}

/**
 * Looks up what became of records of one table between the versions that were observed, by sys_id. The trail is asked
 * once for all, and not at all where nothing but our own writes is missing. Throws where asking fails.
 */
export async function examineRecords(
  ports: ExaminePorts,
  table: string,
  records: readonly ExaminedRecord[],
  signal: AbortSignal,
): Promise<Map<string, CompletedHistory>> {
  const own = await ports.listOwnVersions(
    table,
    records.map((record) => record.sysId),
  );
  const found = records.map((record) => ({
    ...record,
    gaps: findGaps(record.observed, own.get(record.sysId) ?? new Set(), record.after),
  }));
  const incomplete = found.filter(({ gaps }) => gaps.length > 0).map(({ sysId }) => sysId);
  const trail = incomplete.length === 0 ? null : await ports.fetchTrail(table, incomplete, signal);
  return new Map(
    found.map(({ sysId, openedAt, gaps }) => {
      const changes = trail === null ? null : (trail.get(sysId) ?? []);
      return [sysId, completeHistory(openedAt, gaps, changes)];
    }),
  );
}

export interface GapFillerParts extends ExaminePorts {
  readonly time: TimeSource;
  /** Live tickets that lack versions between what is mirrored and what was read. */
  listOvertaken(table: string, read: readonly Observation[]): Promise<UnexaminedTicket[]>;
  onError(error: unknown): void;
}

/**
 * Looks up what became of mirrored records since they were last seen, for judging them with all that is known: what is
 * raised for want of a pause cannot be taken back. By sys_id; never throws. What is not found out is left for later.
 */
export type FillGaps = (
  table: string,
  read: readonly Observation[],
) => Promise<ReadonlyMap<string, CompletedGap>>;

/** So many records are asked about at once: their ids have to fit into an address. */
export const RECORDS_AT_ONCE = 100;
/** What was read waits for its history, but no longer than this … */
const PATIENCE_MS = 5 * SECOND_MS;
/** … and after a failure it does not wait at all for so long. */
const PAUSE_MS = MINUTE_MS;

export function createGapFiller(parts: GapFillerParts, stopping: AbortSignal): FillGaps {
  let pausedUntil = 0;
  return async (table, read) => {
    const later = read.filter(({ sysModCount }) => sysModCount > 1);
    const gaps = new Map<string, CompletedGap>();
    if (later.length === 0 || parts.time.now() < pausedUntil) return gaps;
    const patience = new AbortController();
    const cancel = parts.time.after(PATIENCE_MS, () => patience.abort());
    try {
      const signal = AbortSignal.any([stopping, patience.signal]);
      const overtaken = await parts.listOvertaken(table, later);
      for (let start = 0; start < overtaken.length; start += RECORDS_AT_ONCE) {
        await fillSome(parts, overtaken.slice(start, start + RECORDS_AT_ONCE), later, gaps, signal);
      }
    } catch (error) {
      pausedUntil = parts.time.now() + PAUSE_MS;
      if (!stopping.aborted) parts.onError(error);
    } finally {
      cancel();
    }
    return gaps;
  };
}

async function fillSome(
  ports: ExaminePorts,
  overtaken: readonly UnexaminedTicket[],
  read: readonly Observation[],
  gaps: Map<string, CompletedGap>,
  signal: AbortSignal,
): Promise<void> {
  const versions = await ports.loadVersions(overtaken.map((ticket) => ticket.id));
  const readOf = new Map(read.map((seen) => [seen.sysId, seen]));
  const records = overtaken.map(({ id, sysId, openedAt }) => {
    const after = versions.get(id)?.at(-1) ?? null;
    return { sysId, openedAt, after, observed: [versionOf(readOf.get(sysId)!)] };
  });
  const completed = await examineRecords(ports, overtaken[0]!.table, records, signal);
  for (const { sysId, sysModCount } of overtaken) {
    const upTo = readOf.get(sysId)!.sysModCount;
    gaps.set(sysId, { ...completed.get(sysId)!, after: sysModCount, upTo });
  }
}
