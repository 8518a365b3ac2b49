import { makeAuditTrail } from '../intake/audit-client.ts';
import { makeCursorStore } from '../intake/cursor-store.ts';
import { listOwnVersions } from '../outbox/outbox-store.ts';
import type { Pipeline } from '../pipeline.ts';
import { listEnabledTables, type ServiceNowMapping } from '../servicenow/mapping.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { Db, OpenDatabase } from '../store/database.ts';
import { runExclusively } from '../store/exclusive.ts';
import type { Logger } from '../telemetry/logger.ts';
import { createGapFiller, type FillGaps } from '../tickets/examine-client.ts';
import { createHistoryJob } from '../tickets/history-job.ts';
import {
  listMuchChanged,
  listOvertaken,
  listUnexamined,
  reopenUnreadable,
} from '../tickets/unexamined-store.ts';
import { loadVersions } from '../tickets/version-store.ts';
import type { TimeSource } from '../time/time-source.ts';
import { readingOf } from './servicenow.ts';

export interface HistoryWiring {
  readonly database: OpenDatabase;
  readonly client: Pick<TableClient, 'queryPage' | 'skewMs'>;
  readonly mapping: ServiceNowMapping;
  readonly logger: Pick<Logger, 'warn'>;
  readonly time: TimeSource;
}

/** The audit trail of the instance, for completing histories: at once where a change is applied, later for the rest. */
export interface Histories {
  readonly fillGaps: FillGaps;
  /** Begins to look up, in the background, what is not known yet. */
  start(pipeline: Pick<Pipeline, 'applyHistories'>): void;
  /** Breaks off what is being asked. */
  stop(): Promise<void>;
}

/** So many records tell whether a table is audited. */
const PROOFS = 20;

export function connectHistory(wiring: HistoryWiring): Histories {
  const { database, client, mapping, logger, time } = wiring;
  const { db } = database;
  const stopping = new AbortController();
  const trail = makeAuditTrail({
    client,
    time,
    pageSize: mapping.instance.pageSize,
    listMuchChanged: (table) => listMuchChanged(db, table, PROOFS),
  });
  const parts = {
    time,
    loadVersions: (ids: readonly number[]) => loadVersions(db, ids),
    listOwnVersions: (table: string, sysIds: readonly string[]) => listOwnVersions(db, table, sysIds),
    fetchTrail: (table: string, sysIds: readonly string[], signal: AbortSignal) =>
      trail.fetch(readingOf(mapping, table), sysIds, signal),
    mayAsk: trail.mayAsk,
    onError: (err: unknown) => {
      const why = isServiceNowError(err) ? { reason: err.message } : { err };
      logger.warn(why, 'histories could not be looked up in the audit trail; it is tried again');
    },
  };
  let stopJob = async (): Promise<void> => {};
  return {
    fillGaps: createGapFiller(
      { ...parts, listOvertaken: (table, read) => listOvertaken(db, table, read) },
      stopping.signal,
    ),
    start(pipeline) {
      const job = createHistoryJob(
        {
          ...parts,
          listTables: () => listLoadedTables(db, mapping),
          listUnexamined: (table, limit) => listUnexamined(db, table, limit),
          reopenUnreadable: (table, limit) => reopenUnreadable(db, table, limit),
          applyHistories: (examined) => pipeline.applyHistories(examined),
          exclusively: (work) => runExclusively(database, 'history', work),
        },
        stopping.signal,
      );
      job.start();
      stopJob = job.stop;
    },
    async stop() {
      stopping.abort();
      await stopJob();
    },
  };
}

/** A first load is not to be slowed down. */
async function listLoadedTables(db: Db, mapping: ServiceNowMapping): Promise<string[]> {
  const cursors = makeCursorStore(db);
  const tables = listEnabledTables(mapping);
  const loaded = await Promise.all(tables.map(async (table) => (await cursors.load(table)).firstLoad.isDone));
  return tables.filter((_, index) => loaded[index]);
}
