/** Reads a history line as `evaluate` takes it: order, known values, instants. */

export interface HistoryLine {
  readonly number: string;
  readonly asOf?: string;
  readonly versions: readonly HistoryLineVersion[];
  readonly [other: string]: unknown;
}

export interface HistoryLineVersion {
  readonly at: string;
  readonly state?: unknown;
  readonly priority?: unknown;
  readonly tier?: unknown;
  readonly covered?: unknown;
  readonly diagnosedAt?: string | null;
  readonly respondedAt?: string | null;
}

/** A version that says only what is understood of it; undefined is unchanged. */
export interface KnownVersion {
  readonly at: number;
  readonly state?: string | undefined;
  readonly priority?: string | undefined;
  readonly tier?: number | undefined;
  readonly covered?: boolean | undefined;
}

export interface KnownHistory {
  readonly number: string;
  readonly openedAt: number;
  /** In order of time, up to `asOf`. */
  readonly versions: readonly KnownVersion[];
  readonly respondedAt: number | null;
  readonly diagnosedAt: number | null;
  readonly asOf: number;
  readonly problems: readonly string[];
}

const known: Readonly<Record<'state' | 'priority' | 'tier' | 'covered', readonly unknown[]>> = {
  state: ['new', 'open', 'waiting', 'resolved', 'closed', 'cancelled'],
  priority: ['critical', 'high', 'normal', 'low'],
  tier: [1, 2, 3, 4],
  covered: [true, false],
};

/** Null for a line that cannot be judged. */
export function readHistory(line: HistoryLine, asOfText: string): KnownHistory | null {
  const problems: { index: number; text: string }[] = [];
  const asOf = instant(asOfText);
  const sorted = line.versions
    .map((version, index) => ({ version, index, at: instant(version.at) }))
    .sort((a, b) => a.at - b.at || a.index - b.index);
  const dated = sorted
    .flatMap(({ version }) => [version.respondedAt, version.diagnosedAt])
    .filter((at) => at != null);
  if ([asOf, ...sorted.map(({ at }) => at), ...dated.map(instant)].some(Number.isNaN)) return null;
  // Reading of the rule: "the earliest version" is the first one in order, whatever else comes at its instant; and a
  // line without a known priority there cannot be judged even when it opens after asOf.
  if (!known.priority.includes(sorted[0]?.version.priority)) return null;
  const heard = sorted.filter(({ at }) => at <= asOf);
  const versions = heard.map(({ version, index, at }) => {
    const take = (field: 'state' | 'priority' | 'tier' | 'covered'): unknown => {
      const value = version[field];
      if (value == null || known[field].includes(value)) return value ?? undefined;
      const shown = typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
      problems.push({ index, text: `versions[${index}].${field}: unknown value ${shown}` });
      return undefined;
    };
    const fields = {
      state: take('state'),
      priority: take('priority'),
      tier: take('tier'),
      covered: take('covered'),
    };
    return { at, ...fields } as KnownVersion;
  });
  const openedAt = sorted[0]?.at ?? 0;
  const earliest = (field: 'respondedAt' | 'diagnosedAt'): number | null => {
    const given = heard.flatMap(({ version }) => (version[field] == null ? [] : [instant(version[field])]));
    return given.length === 0 ? null : Math.max(openedAt, Math.min(...given));
  };
  return {
    number: line.number,
    openedAt,
    versions,
    respondedAt: earliest('respondedAt'),
    diagnosedAt: earliest('diagnosedAt'),
    asOf,
    // Listed in the order in which the line gives the versions, of those only that are known by then.
    problems: problems.sort((a, b) => a.index - b.index).map(({ text }) => text),
  };
}

/** NaN for what is malformed or names no zone. Digits beyond the millisecond are cut. */
function instant(text: unknown): number {
  if (typeof text !== 'string' || !/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return Number.NaN;
  return Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
}
