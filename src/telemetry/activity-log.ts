import type { Cancel, TimeSource } from '../time/time-source.ts';
import type { Logger } from './logger.ts';

/** Something that happened to a ticket and that a watcher wants to see. */
export interface Happening {
  readonly what:
    | 'at risk'
    | 'breached'
    | 'escalated'
    | 'written back'
    | 'write-back held'
    | 'write-back dropped'
    | 'write-back dead';
  readonly ticket: string;
  readonly detail: string;
}

/** Tells in a few lines every couple of seconds what happens, however much that is. */
export interface ActivityLog {
  synced(counts: Readonly<Record<string, number>>): void;
  happened(happening: Happening): void;
  stop(): void;
}

const INTERVAL_MS = 2000;
/** Of one sort of happening so many are told one by one; the rest are counted. */
const TOLD_ONE_BY_ONE = 5;

export function createActivityLog(time: TimeSource, logger: Logger): ActivityLog {
  let counts: Record<string, number> = {};
  let happenings: Happening[] = [];
  let cancel: Cancel | null = null;

  const soon = (): void => {
    cancel ??= time.after(INTERVAL_MS, tell);
  };
  const tell = (): void => {
    cancel = null;
    const { unchanged = 0, ...changed } = counts;
    if (Object.keys(changed).length > 0) logger.info({ ...changed, unchanged }, 'synced');
    for (const what of new Set(happenings.map((one) => one.what))) tellSort(logger, what, happenings);
    counts = {};
    happenings = [];
  };
  return {
    synced(more) {
      for (const [result, count] of Object.entries(more)) counts[result] = (counts[result] ?? 0) + count;
      soon();
    },
    happened(happening) {
      happenings.push(happening);
      soon();
    },
    stop() {
      cancel?.();
      tell();
    },
  };
}

function tellSort(logger: Logger, what: Happening['what'], all: readonly Happening[]): void {
  const sort = all.filter((one) => one.what === what);
  for (const { ticket, detail } of sort.slice(0, TOLD_ONE_BY_ONE)) logger.info({ ticket, detail }, what);
  const more = sort.length - TOLD_ONE_BY_ONE;
  if (more > 0) logger.info({ more }, `${what}, and more`);
}
