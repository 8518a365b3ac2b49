import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import type { Instant } from '../time/instant.ts';
import { instant } from './action-schema.ts';
import { line } from './text-schema.ts';

/** Which tickets a report is about. */
export interface ReportScope {
  /** Opened from `from` on, before `to`. */
  readonly from: Instant;
  readonly to: Instant;
  readonly account?: string | undefined;
  readonly serviceLine?: string | undefined;
  readonly table?: string | undefined;
}

/** What every report takes. */
export const reportQuery = {
  from: instant,
  to: instant,
  account: line(200).optional(),
  serviceLine: line(200).optional(),
  table: line(80).optional(),
  format: z.enum(['json', 'csv']).default('json'),
};

/** Throws {@link HttpProblem} `query-invalid` for a period that ends before it begins. */
export function checkPeriod({ from, to }: ReportScope): void {
  if (to > from) return;
  const faults = [{ path: 'to', message: 'must be later than from' }];
  throw new HttpProblem('query-invalid', { detail: 'to: must be later than from', members: { faults } });
}
