import type { AuditedChange, AuditedFacts } from '../servicenow/audited-change.ts';
import type { Instant } from '../time/instant.ts';
import type { HistoryGaps } from '../vocabulary.ts';
import type { ObservedVersion } from './build-timeline.ts';
import { joinHistories, WHOLE } from './history-gaps.ts';

/** Two neighbouring observations with versions between them; `from` is null for what was before the first. */
export interface HistoryGap {
  readonly from: ObservedVersion | null;
  readonly to: ObservedVersion;
  /** So many versions in between were neither observed nor written by us. */
  readonly missing: number;
}

/** What an audit trail adds to the versions that were observed. */
export interface CompletedHistory {
  /** Versions that nobody observed, whole, as they follow from those that were. */
  readonly versions: readonly ObservedVersion[];
  readonly history: HistoryGaps;
}

/**
 * Where versions are missing, by their numbers: behind `after`, or from the beginning of the record. `own` are those
 * that our own writes made, which change no clock.
 */
export function findGaps(
  observed: readonly ObservedVersion[],
  own: ReadonlySet<number>,
  after: ObservedVersion | null = null,
): HistoryGap[] {
  const ordered = [...observed].sort(
    (one, other) => one.at - other.at || one.sysModCount - other.sysModCount,
  );
  return ordered.flatMap((to, index) => {
    const from = ordered[index - 1] ?? after;
    const first = (from?.sysModCount ?? -1) + 1;
    const written = [...own].filter((count) => count >= first && count < to.sysModCount).length;
    const missing = to.sysModCount - first - written;
    return missing > 0 ? [{ from, to, missing }] : [];
  });
}

/**
 * Fills gaps of one record: from the observation behind each one backwards, undoing one change after the other.
 * `changes` is the trail of the record, in any order; null where it cannot be read.
 */
export function completeHistory(
  openedAt: Instant,
  gaps: readonly HistoryGap[],
  changes: readonly AuditedChange[] | null,
): CompletedHistory {
  const filled = gaps.map((gap) =>
    changes === null ? leaveGap(gap, 'unreadable') : fillGap(openedAt, gap, changes),
  );
  return {
    versions: filled.flatMap(({ versions }) => versions),
    history: filled.map(({ history }) => history).reduce(joinHistories, WHOLE),
  };
}

function leaveGap({ from, missing }: HistoryGap, reason: 'unreadable' | 'not-kept'): CompletedHistory {
  const [unknownBefore, unknownBetween] = from === null ? [missing, 0] : [0, missing];
  return { versions: [], history: { ...WHOLE, unknownBefore, unknownBetween, reason } };
}

/** Facts that nothing but the trail can date. */
const undated = ['state', 'priority', 'tier', 'diagnosed'] as const satisfies (keyof AuditedFacts)[];
const factNames = [...undated, 'respondedAt', 'resolvedAt', 'closedAt'] as const;
type FactName = (typeof factNames)[number];

/** What is said of a version of which nothing is known. */
const NOTHING: AuditedFacts = {
  state: null,
  priority: null,
  tier: null,
  respondedAt: null,
  diagnosed: false,
  resolvedAt: null,
  closedAt: null,
};

/**
 * A fact is told for the versions between only where its changes lead all the way from one observation to the other;
 * otherwise the last observed one holds, as if nobody had kept a trail. Before the first observation there is none that
 * could hold, so that without state and priority nothing is told at all.
 */
function fillGap(openedAt: Instant, gap: HistoryGap, trail: readonly AuditedChange[]): CompletedHistory {
  const changes = trail.filter((change) => isInside(change, gap)).sort(latestFirst);
  const told = factNames.filter((name) => isTold(name, gap, changes));
  const isBase = gap.from !== null || (told.includes('state') && told.includes('priority'));
  if (!isBase) return leaveGap(gap, 'not-kept');
  const { versions, earliest } = undoChanges(gap, told, changes);
  // The first version of all is as old as the record.
  if (gap.from === null)
    versions.push({ ...earliest, covered: gap.to.covered, at: openedAt, sysModCount: 0 });
  const isWhole = undated.every((name) => told.includes(name));
  const left = { ...gap, missing: Math.max(1, gap.missing - versions.length) };
  const known = isWhole ? WHOLE : leaveGap(left, 'not-kept').history;
  const problems = changes.flatMap((change) => change.problems);
  return { versions, history: joinHistories(known, { ...WHOLE, problems }) };
}

/** The row of the creation, which some instances keep, says nothing that was before it. */
function isInside({ sysModCount, at }: AuditedChange, { from, to }: HistoryGap): boolean {
  if (sysModCount === null) return at <= to.at && (from === null || at > from.at);
  return sysModCount <= to.sysModCount && sysModCount > (from?.sysModCount ?? 0);
}

function latestFirst(one: AuditedChange, other: AuditedChange): number {
  if (one.sysModCount === null || other.sysModCount === null) return other.at - one.at;
  return other.sysModCount - one.sysModCount;
}

/** Whether the changes of one fact, the latest first, lead from the one observation back to the other. */
function isTold(name: FactName, { from, to }: HistoryGap, changes: readonly AuditedChange[]): boolean {
  let value: unknown = to[name];
  for (const { before, after } of changes) {
    if (!(name in after)) continue;
    if (!agrees(name, value, after[name])) return false;
    value = before[name];
  }
  return from === null || agrees(name, value, from[name]);
}

/** A support level that only a name could tell, and whose name may not be read, contradicts nothing. */
function agrees(name: FactName, found: unknown, said: unknown): boolean {
  return found === said || (name === 'tier' && (found === null || said === null));
}

/**
 * The versions of a gap, the latest first, and what held before the earliest of them. Coverage lies in other records
 * and has no trail here: it is taken to have been what it was seen to be before.
 */
function undoChanges(
  gap: HistoryGap,
  told: readonly FactName[],
  changes: readonly AuditedChange[],
): { versions: ObservedVersion[]; earliest: AuditedFacts } {
  const { from, to } = gap;
  const { covered } = from ?? to;
  const versions: ObservedVersion[] = [];
  let facts: AuditedFacts = { ...pick(from ?? NOTHING, factNames), ...pick(to, told) };
  let { at } = to;
  for (const set of collectSets(to, changes)) {
    // Rows are written a moment after their version is stamped, which must not carry them past the next one.
    at = Math.max(Math.min(set.at, at), from?.at ?? set.at);
    const { sysModCount } = set;
    if (sysModCount < to.sysModCount) versions.push({ ...facts, covered, at, sysModCount });
    for (const { before } of set.changes) facts = { ...facts, ...pick(before, told) };
  }
  return { versions, earliest: facts };
}

/** All changes that made one version. */
interface ChangeSet {
  readonly at: Instant;
  readonly sysModCount: number;
  readonly changes: readonly AuditedChange[];
}

/** Changes by version, the latest first. Where the trail does not number them, they are counted back. */
function collectSets(to: ObservedVersion, changes: readonly AuditedChange[]): ChangeSet[] {
  const byVersion = Map.groupBy(changes, ({ sysModCount, at }) => sysModCount ?? `at ${at}`);
  let count = to.sysModCount + 1;
  return [...byVersion.values()].map((made) => {
    const at = Math.min(...made.map((change) => change.at));
    // One of the observation's own instant is its own.
    count = made[0]!.sysModCount ?? Math.min(count - 1, at === to.at ? to.sysModCount : to.sysModCount - 1);
    return { at, sysModCount: count, changes: made };
  });
}

function pick<Facts extends Partial<AuditedFacts>>(facts: Facts, names: readonly FactName[]): Facts {
  return Object.fromEntries(
    names.filter((name) => name in facts).map((name) => [name, facts[name]]),
  ) as Facts;
}
