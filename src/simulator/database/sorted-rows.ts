import type { Row } from './row.ts';

export type CompareRows = (left: Row, right: Row) => number;

/**
 * Rows kept in order while they come and go. An array of short sorted arrays: insertion and removal touch one of
 * them, so a table of a hundred thousand rows that changes all the time never has to be sorted again.
 */
export interface SortedRows {
  add(row: Row): void;
  remove(row: Row): void;
  /**
   * Visits rows in order, beginning with the first for which `isBefore` is false (it must be true for a prefix of the
   * order and false for the rest), until `visit` returns false.
   */
  scan(isBefore: (row: Row) => boolean, visit: (row: Row) => boolean): void;
}

const LONGEST_RUN = 512;

export function createSortedRows(rows: Iterable<Row>, compare: CompareRows): SortedRows {
  const runs = cutIntoRuns([...rows].sort(compare));
  return {
    add: (row) => addRow(runs, row, compare),
    remove: (row) => removeRow(runs, row, compare),
    scan: (isBefore, visit) => scanRuns(runs, isBefore, visit),
  };
}

function cutIntoRuns(sorted: Row[]): Row[][] {
  const runs: Row[][] = [];
  for (let start = 0; start < sorted.length; start += LONGEST_RUN / 2) {
    runs.push(sorted.slice(start, start + LONGEST_RUN / 2));
  }
  return runs;
}

function addRow(runs: Row[][], row: Row, compare: CompareRows): void {
  const isBefore = (other: Row): boolean => compare(other, row) < 0;
  const runIndex = Math.min(findRun(runs, isBefore), runs.length - 1);
  const run = runs[runIndex];
  if (run === undefined) {
    runs.push([row]);
    return;
  }
  run.splice(findPlace(run, isBefore), 0, row);
  if (run.length > LONGEST_RUN) runs.splice(runIndex + 1, 0, run.splice(LONGEST_RUN / 2));
}

function removeRow(runs: Row[][], row: Row, compare: CompareRows): void {
  const isBefore = (other: Row): boolean => compare(other, row) < 0;
  const runIndex = findRun(runs, isBefore);
  const run = runs[runIndex];
  const place = run === undefined ? -1 : findPlace(run, isBefore);
  if (run?.[place] !== row)
    throw new Error('A sorted index has lost a row: rows must not be changed in place.');
  run.splice(place, 1);
  if (run.length === 0) runs.splice(runIndex, 1);
}

function scanRuns(runs: Row[][], isBefore: (row: Row) => boolean, visit: (row: Row) => boolean): void {
  const first = findRun(runs, isBefore);
  for (let runIndex = first; runIndex < runs.length; runIndex += 1) {
    const run = runs[runIndex]!;
    for (let place = runIndex === first ? findPlace(run, isBefore) : 0; place < run.length; place += 1) {
      if (!visit(run[place]!)) return;
    }
  }
}

/** The first run whose last row is not before. */
function findRun(runs: Row[][], isBefore: (row: Row) => boolean): number {
  return bisect(runs.length, (index) => isBefore(runs[index]!.at(-1)!));
}

function findPlace(run: Row[], isBefore: (row: Row) => boolean): number {
  return bisect(run.length, (index) => isBefore(run[index]!));
}

/** The first index for which `isBefore` is false. */
function bisect(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
