/** Runs `work` as soon as fewer than the permitted number are running, in the order in which they came. */
export type InSlot = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function createSlots(count: number): InSlot {
  const queue: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((begin) => queue.push(begin));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
