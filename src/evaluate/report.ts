import type { JudgedLine } from './judge.ts';

/** One way of writing down what was judged. Lines come in the order of the input. */
export interface Report {
  /** What is written before the first line. */
  readonly head: string;
  /** What is written for one line; empty where the answer comes at the end. */
  line(judged: JudgedLine): string;
  /** What is written after the last line. */
  end(): string;
}

export const reportFormats = ['jsonl', 'summary', 'csv', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];
