import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import { reconcileOutcomes } from '../intake/reconcile.ts';
import type { TableSyncStatus } from '../intake/sync-status.ts';
import type { Db } from '../store/database.ts';
import { type HistoryFigures, readHistoryFigures } from '../telemetry/history-figures-store.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import type { SyncPorts } from './ports.ts';
import { type ReconcileRun, readLatestRuns } from './reconcile-run-store.ts';
import { shown } from './text-schema.ts';

const RunJson = z.object({
  runId: shown('0198c5f2-8e0b-4c1d-9a57-3f6f0d2b7a11'),
  startedAt: instantText,
  finishedAt: instantText.nullable(),
  outcome: z.enum(reconcileOutcomes).nullable().describe('Null while it runs.'),
  scanned: z.int(),
  inserted: z.int(),
  updated: z.int(),
  deleted: z.int(),
});

const TableJson = z.object({
  table: shown('sn_customerservice_case'),
  watermark: z
    .object({ updatedOn: instantText, sysId: shown('6816f79cc0a8016401c5a33be04be441') })
    .nullable()
    .describe('Every change up to here has been applied.'),
  lagSeconds: z
    .int()
    .nullable()
    .describe('Changes older than this have been seen; null before the first poll.'),
  lastPoll: z
    .object({ finishedAt: instantText, outcome: shown('ok', '`ok`, or the code of what went wrong.') })
    .nullable(),
  firstLoad: z.object({
    isDone: z.boolean(),
    progress: z.number().describe('Share of the table that has been read, 0 to 1.'),
  }),
  history: z.object({
    waiting: z.int().describe('Tickets of which versions were missed that are still to be looked up.'),
    unreadable: z.int().describe('Tickets with versions that nobody knows: the audit trail cannot be read.'),
    notKept: z.int().describe('Tickets with versions that nobody knows, although the audit trail was read.'),
  }),
  lastReconcile: RunJson.nullable(),
});

const schema = routeSchema({
  operationId: 'readSync',
  group: 'sync',
  summary: 'Show how far each table has been read, and how the mirror compared last',
  querystring: z.strictObject({}),
  response: { 200: z.object({ tables: z.array(TableJson) }).meta({ id: 'Sync' }) },
});

/** `GET /admin/sync`: how far each table has been read, its histories completed, and how the mirror compared last. */
export function registerSync(scope: HttpServer, db: Db, sync: SyncPorts): void {
  scope.get('/sync', { schema }, async () => {
    const runs = await readLatestRuns(db);
    const histories = new Map((await readHistoryFigures(db)).map((one) => [one.table, one]));
    const statuses = await Promise.all(sync.tables.map((table) => sync.status(table)));
    return {
      tables: statuses.map((status) =>
        tableJson(status, histories.get(status.table) ?? NO_HISTORY, runs.get(status.table) ?? null),
      ),
    };
  });
}

const NO_HISTORY = { waiting: 0, unreadable: 0, notKept: 0 };

function tableJson(
  status: TableSyncStatus,
  { waiting, unreadable, notKept }: Omit<HistoryFigures, 'table'>,
  run: ReconcileRun | null,
): z.infer<typeof TableJson> {
  const { table, watermark, lagSeconds, lastPoll, firstLoad } = status;
  return {
    table,
    watermark:
      watermark === null ? null : { updatedOn: formatInstant(watermark.updatedAt), sysId: watermark.sysId },
    lagSeconds,
    lastPoll: lastPoll === null ? null : { ...lastPoll, finishedAt: formatInstant(lastPoll.finishedAt) },
    firstLoad,
    history: { waiting, unreadable, notKept },
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
