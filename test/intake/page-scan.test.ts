import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Scan,
  ScanFault,
  startIdScan,
  startUpdateScan,
  takePage,
  writeScanQuery,
} from '../../src/intake/page-scan.ts';
import type { RecordStamp } from '../../src/servicenow/record.ts';

interface StoredRecord extends RecordStamp {
  readonly isHidden: boolean;
}

const sysIdOf = (index: number): string => index.toString(16).padStart(32, '0');

/** A table: records that may share update stamps, some of which the account may not read. */
const tables = fc
  .array(fc.record({ second: fc.integer({ min: 0, max: 6 }), isHidden: fc.boolean() }), { maxLength: 40 })
  .map((rows) =>
    rows.map(({ second, isHidden }, index): StoredRecord => {
      return { sysId: sysIdOf((index * 7919) % 104_729), updatedAt: second * 1000, isHidden };
    }),
  );

/** Answers as ServiceNow does: the count and the limit come before the rights, which then drop rows without a word. */
function answer(table: readonly StoredRecord[], scan: Scan, limit: number) {
  const { position, order, fromAt } = scan;
  const matching = table
    .filter((record) => {
      if (order === 'by-id') return position === null || record.sysId > position.sysId;
      if (position === null) return record.updatedAt >= (fromAt ?? 0);
      if (record.updatedAt !== position.updatedAt) return record.updatedAt > position.updatedAt;
      return record.sysId > position.sysId;
    })
    .sort((one, other) => {
      const byUpdate = order === 'by-update' ? one.updatedAt - other.updatedAt : 0;
      return byUpdate || (one.sysId < other.sysId ? -1 : 1);
    });
  const sent = matching.slice(scan.offset, scan.offset + limit).filter((record) => !record.isHidden);
  return { stamps: sent, totalCount: matching.length };
}

function walk(table: readonly StoredRecord[], start: Scan, limit: number, withCount = true) {
  const received: string[] = [];
  let scan = start;
  for (let pages = 0; !scan.isDone; pages++) {
    if (pages > 500) throw new Error('the scan does not end');
    const { stamps, totalCount } = answer(table, scan, limit);
    scan = takePage(scan, { stamps, totalCount: withCount ? totalCount : null }, limit);
    received.push(...stamps.map((stamp) => stamp.sysId));
  }
  return { received, scan };
}

const sorted = (sysIds: readonly string[]): string[] => [...sysIds].sort();

describe('a scan', () => {
  const starts = [startUpdateScan(null), startUpdateScan(2_000), startIdScan(null)];

  it.each(
    starts,
  )('of $order from $fromAt brings every readable record once and counts the hidden ones', (start) => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 9 }), (table, limit) => {
        const { received, scan } = walk(table, start, limit);
        const inRange = table.filter((record) => record.updatedAt >= (start.fromAt ?? 0));
        expect(sorted(received)).toEqual(
          sorted(inRange.filter((one) => !one.isHidden).map((one) => one.sysId)),
        );
        expect(scan.received).toBe(received.length);
        expect(scan.hidden).toBe(inRange.filter((record) => record.isHidden).length);
      }),
    );
  });

  it('brings every record where ServiceNow does not say how many there are', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 9 }), (rows, limit) => {
        const table = rows.map((record) => ({ ...record, isHidden: false }));
        expect(walk(table, startUpdateScan(null), limit, false).received).toHaveLength(table.length);
      }),
    );
  });

  it('resumes behind a sys_id', () => {
    const table = [1, 2, 3].map((index) => ({ sysId: sysIdOf(index), updatedAt: 0, isHidden: false }));
    expect(walk(table, startIdScan(sysIdOf(1)), 10).received).toEqual([sysIdOf(2), sysIdOf(3)]);
  });

  const one = { sysId: sysIdOf(1), updatedAt: 1_000 };
  const two = { sysId: sysIdOf(2), updatedAt: 2_000 };

  it('goes on behind a short page', () => {
    const scan = takePage(startUpdateScan(null), { stamps: [one], totalCount: 50 }, 100);
    expect(scan).toMatchObject({ isDone: false, position: one });
  });

  it('asks again before it believes an empty page that contradicts the count', () => {
    const first = takePage(startUpdateScan(null), { stamps: [one], totalCount: 50 }, 10);
    const empty = { stamps: [], totalCount: 49 };
    const doubted = takePage(first, empty, 10);
    expect(doubted).toMatchObject({ isDone: false, offset: 0 });
    expect(writeScanQuery(doubted, null)).toBe(writeScanQuery(first, null));
    expect(takePage(doubted, empty, 10)).toMatchObject({ isDone: false, offset: 10 });
    expect(takePage(doubted, { stamps: [two], totalCount: 49 }, 10)).toMatchObject({
      position: two,
      offset: 0,
    });
  });

  it('asks again when the count suddenly says that nothing is left', () => {
    const first = takePage(startUpdateScan(null), { stamps: [one], totalCount: 50 }, 1);
    const nothing = { stamps: [], totalCount: 0 };
    const doubted = takePage(first, nothing, 1);
    expect(doubted.isDone).toBe(false);
    expect(takePage(doubted, nothing, 1)).toMatchObject({ isDone: true, hidden: 49 });
  });

  it('is over at once where nothing has changed', () => {
    expect(takePage(startUpdateScan(5_000), { stamps: [], totalCount: 0 }, 10)).toMatchObject({
      isDone: true,
      hidden: 0,
    });
  });

  it.each([
    ['from before its range', startUpdateScan(1_500), [one], 'scan-range-ignored'],
    [
      'that it has had',
      takePage(startUpdateScan(null), { stamps: [two], totalCount: 9 }, 1),
      [one],
      'scan-range-ignored',
    ],
    ['in another order', startUpdateScan(null), [two, one], 'scan-out-of-order'],
    ['twice', startUpdateScan(null), [one, one], 'scan-out-of-order'],
    ['in another order of sys_ids', startIdScan(null), [two, one], 'scan-out-of-order'],
    ['from before its sys_id', startIdScan(sysIdOf(2)), [one], 'scan-range-ignored'],
  ])('refuses records %s', (_what, scan, stamps, code) => {
    const take = (): unknown => takePage(scan, { stamps, totalCount: 9 }, 10);
    expect(take).toThrow(ScanFault);
    expect(take).toThrow(expect.objectContaining({ code }));
  });

  it('of sys_ids does not care about update stamps', () => {
    const stamps = [
      { ...one, updatedAt: 9_000 },
      { ...two, updatedAt: 1_000 },
    ];
    expect(takePage(startIdScan(null), { stamps, totalCount: 2 }, 10).isDone).toBe(true);
  });
});
