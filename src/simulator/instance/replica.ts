import type { Database } from '../database/database.ts';
import type { Row } from '../database/row.ts';
import type { PastRows } from '../query/run-query.ts';
import type { InstanceClock } from '../time/instance-clock.ts';

/** Shows tables as they were a moment ago, as a read replica does. */
export interface Replica {
  /** Null when nothing has changed since. */
  asOf(tables: readonly string[], lagMs: number): PastRows | null;
}

interface Past {
  readonly at: number;
  readonly table: string;
  readonly sysId: string;
  readonly before: Row | null;
}

/** Nobody asks for a replica that is further behind. */
const LONGEST_LAG_MS = 10 * 60_000;

/** `isWanted` says whether any setting asks for a replica now; until then nothing is remembered. */
export function createReplica(database: Database, clock: InstanceClock, isWanted: () => boolean): Replica {
  let history: Past[] = [];
  database.onMutation(({ table, sysId, before }) => {
    if (!isWanted()) return;
    const now = clock.now();
    history.push({ at: now, table, sysId, before });
    if (history[0]!.at < now - 2 * LONGEST_LAG_MS) {
      history = history.filter(({ at }) => at >= now - LONGEST_LAG_MS);
    }
  });
  return {
    asOf(tables, lagMs) {
      const from = clock.now() - Math.min(lagMs, LONGEST_LAG_MS);
      const before = new Map<string, Row | null>();
      for (const past of history) {
        // The first change since then knows what was there before it.
        if (past.at <= from || !tables.includes(past.table) || before.has(past.sysId)) continue;
        before.set(past.sysId, past.before);
      }
      if (before.size === 0) return null;
      return {
        hides: (sysId) => before.has(sysId),
        rows: [...before.values()].filter((row) => row !== null),
      };
    },
  };
}
