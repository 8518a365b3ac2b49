import type { Instant } from '../time/instant.ts';
import type { BaseFilter } from './base-filter.ts';
import { buildQuery, type EncodedQuery } from './encoded-query.ts';

/** Where a scan stands: the last record it has been given. */
export interface ScanPosition {
  readonly updatedAt: Instant;
  readonly sysId: string;
}

const BY_UPDATE = [{ field: 'sys_updated_on' }, { field: 'sys_id' }];

/** Everything updated at `fromAt` or later, oldest first; the whole table for null. */
export function changesFrom(base: BaseFilter | null, fromAt: Instant | null): EncodedQuery {
  const range = fromAt === null ? [] : [{ field: 'sys_updated_on', operator: '>=' as const, value: fromAt }];
  return buildQuery({ base, anyOf: [range], orderBy: BY_UPDATE });
}

/**
 * Everything after `position` in the order (update, sys_id). Update stamps are whole seconds and thousands of records
 * may share one, so the sys_id decides within the second; an offset would skip records that move while we read.
 */
export function changesAfter(base: BaseFilter | null, position: ScanPosition): EncodedQuery {
  const { updatedAt, sysId } = position;
  return buildQuery({
    base,
    anyOf: [
      [{ field: 'sys_updated_on', operator: '>', value: updatedAt }],
      [
        { field: 'sys_updated_on', operator: '=', value: updatedAt },
        { field: 'sys_id', operator: '>', value: sysId },
      ],
    ],
    orderBy: BY_UPDATE,
  });
}

/** Everything after a sys_id, in the order of sys_ids, which no update can change; the whole table for null. */
export function recordsAfter(base: BaseFilter | null, sysId: string | null): EncodedQuery {
  const range = sysId === null ? [] : [{ field: 'sys_id', operator: '>' as const, value: sysId }];
  return buildQuery({ base, anyOf: [range], orderBy: [{ field: 'sys_id' }] });
}

/** The record updated last comes first. */
export function newestFirst(base: BaseFilter | null): EncodedQuery {
  return buildQuery({
    base,
    anyOf: [],
    orderBy: BY_UPDATE.map(({ field }) => ({ field, descending: true })),
  });
}

/** One record, if it carries exactly this update stamp. */
export function recordStampedAt(sysId: string, updatedAt: Instant): EncodedQuery {
  return buildQuery({
    anyOf: [
      [
        { field: 'sys_id', operator: '=', value: sysId },
        { field: 'sys_updated_on', operator: '=', value: updatedAt },
      ],
    ],
  });
}

/** Journal entries of one record that contain a text. */
export function journalEntriesWith(sysId: string, text: string): EncodedQuery {
  return buildQuery({
    anyOf: [
      [
        { field: 'element_id', operator: '=', value: sysId },
        { field: 'value', operator: 'LIKE', value: text },
      ],
    ],
  });
}
