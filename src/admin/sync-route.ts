import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import type { TableSyncStatus } from '../intake/sync-status.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import type { SyncPorts } from './ports.ts';
import { type ReconcileRun, readLatestRuns } from './reconcile-run-store.ts';
import { instantText } from './ticket-json.ts';

const RunJson = z.object({
  runId: z.string(),
  startedAt: instantText,
  finishedAt: instantText.nullable(),
  outcome: z.string().nullable(),
  scanned: z.number().int(),
  inserted: z.number().int(),
  updated: z.number().int(),
  deleted: z.number().int(),
});

const TableJson = z.object({
  table: z.string(),
  watermark: z.object({ updatedOn: instantText, sysId: z.string() }).nullable(),
  lagSeconds: z.number().nullable(),
  lastPoll: z.object({ finishedAt: instantText, outcome: z.string() }).nullable(),
  firstLoad: z.object({ isDone: z.boolean(), progress: z.number() }),
  lastReconcile: RunJson.nullable(),
});

/** `GET /admin/sync`: how far each table has been read, and how the mirror compared last. */
export function registerSync(scope: HttpServer, db: Db, sync: SyncPorts): void {
  const response = { 200: z.object({ tables: z.array(TableJson) }) };
  const schema = { tags: ['sync'], querystring: z.strictObject({}), response };
  scope.get('/sync', { schema }, async () => {
    const runs = await readLatestRuns(db);
    const statuses = await Promise.all(sync.tables.map((table) => sync.status(table)));
    return { tables: statuses.map((status) => tableJson(status, runs.get(status.table) ?? null)) };
  });
}

function tableJson(status: TableSyncStatus, run: ReconcileRun | null): z.infer<typeof TableJson> {
  const { table, watermark, lagSeconds, lastPoll, firstLoad } = status;
  return {
    table,
    watermark:
      watermark === null ? null : { updatedOn: formatInstant(watermark.updatedAt), sysId: watermark.sysId },
    lagSeconds,
    lastPoll: lastPoll === null ? null : { ...lastPoll, finishedAt: formatInstant(lastPoll.finishedAt) },
    firstLoad,
    lastReconcile: run === null ? null : runJson(run),
  };
}

function runJson(run: ReconcileRun): z.infer<typeof RunJson> {
  return {
    ...run,
    startedAt: formatInstant(run.startedAt),
    finishedAt: formatOptionalInstant(run.finishedAt),
  };
}
