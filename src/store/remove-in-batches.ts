/** So many rows are removed by one statement: whoever waits for them waits no longer than for that. */
const REMOVED_AT_ONCE = 5000;

/** Removes rows, a limited number at a time, until fewer are found; returns how many there were. */
export async function removeInBatches(
  removeSome: (limit: number) => Promise<{ readonly numDeletedRows: bigint }>,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const count = Number((await removeSome(REMOVED_AT_ONCE)).numDeletedRows);
    removed += count;
    if (count < REMOVED_AT_ONCE) return removed;
  }
}
