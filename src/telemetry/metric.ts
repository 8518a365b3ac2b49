/** The values that a label may take: all of them, where they are known beforehand; null where they come from configuration. */
export type LabelValues = readonly string[] | null;

/** One metric as it is declared: what the registry is made from, and what `docs/metrics.md` is written from. */
export interface MetricDeclaration {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, LabelValues>>;
  /** Upper bounds of a histogram, in the unit of its name. */
  readonly buckets?: readonly number[];
}

/** Only declared words are accepted as labels, so that no text from outside can make a series of its own. */
type Labels<Declaration extends MetricDeclaration> = {
  readonly [Label in keyof Declaration['labels']]: Declaration['labels'][Label] extends readonly (infer Word)[]
    ? Word
    : string;
};

export interface Counter<LabelSet> {
  inc(labels: LabelSet, by?: number): void;
}

export interface Gauge<LabelSet> {
  set(labels: LabelSet, value: number): void;
  /** Forgets every series, for gauges whose label values come and go. */
  reset(): void;
}

export interface Histogram<LabelSet> {
  /** The exemplar names one case behind the figure, like a request's id; it is shown to OpenMetrics readers only. */
  observe(labels: LabelSet, value: number, exemplar?: Readonly<Record<string, string>>): void;
}

/** What code that counts something is handed. */
export type MetricOf<Declaration extends MetricDeclaration> = Declaration['type'] extends 'counter'
  ? Counter<Labels<Declaration>>
  : Declaration['type'] extends 'gauge'
    ? Gauge<Labels<Declaration>>
    : Histogram<Labels<Declaration>>;
