import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Tx } from '../store/database.ts';
import { formatInstant, type Instant } from '../time/instant.ts';
import { type ActionOutcome, type ActionParts, performInTransaction } from './action.ts';
import { actionRoute, Changed, instant, NoBody, refusedBecause } from './action-schema.ts';
import type { SyncPorts } from './ports.ts';
import { line } from './text-schema.ts';

const TableParams = z.object({ table: line(80) });
const RewindBody = z.strictObject({ to: instant });

function schemaOf<Body extends z.ZodType>(body: Body) {
  const response = { 202: Changed };
  return { tags: ['sync'], params: TableParams, querystring: z.strictObject({}), body, response };
}

/** What people order for a table: poll now, compare it whole, read again from an earlier instant. */
export function registerSyncActions(scope: HttpServer, parts: ActionParts, sync: SyncPorts): void {
  const known = (table: string): string => {
    if (!sync.tables.includes(table)) throw new HttpProblem('table-not-found');
    return table;
  };

  const plain = { ...actionRoute, schema: schemaOf(NoBody) };
  scope.post('/sync/:table/poll', plain, async (request, reply) => {
    const table = known(request.params.table);
    const name = { action: 'poll', target: table };
    return performInTransaction(parts, request, reply, name, async () => beginPoll(sync, table));
  });

  scope.post('/sync/:table/reconcile', plain, async (request, reply) => {
    const table = known(request.params.table);
    const name = { action: 'reconcile', target: table };
    return performInTransaction(parts, request, reply, name, (tx) => beginReconcile(sync, tx, table));
  });

  const rewinding = { ...actionRoute, schema: schemaOf(RewindBody) };
  scope.post('/sync/:table/rewind', rewinding, async (request, reply) => {
    const table = known(request.params.table);
    const outcome = await beginRewind(sync, table, request.body.to);
    const name = { action: 'rewind', target: table };
    return performInTransaction(parts, request, reply, name, async () => outcome);
  });
}

function beginPoll(sync: SyncPorts, table: string): ActionOutcome {
  return { kind: 'begun', changed: { table }, afterCommit: () => sync.poll(table) };
}

async function beginReconcile(sync: SyncPorts, tx: Tx, table: string): Promise<ActionOutcome> {
  const run = await sync.planReconcile(tx, table);
  if (run === null) return refusedBecause(`${table} is being compared already.`);
  const { runId } = run;
  return { kind: 'begun', changed: { runId }, afterCommit: () => sync.startReconcile(table, runId) };
}

async function beginRewind(sync: SyncPorts, table: string, to: Instant): Promise<ActionOutcome> {
  const { watermark } = await sync.status(table);
  if (watermark === null) return refusedBecause(`${table} is still being read for the first time.`);
  if (to >= watermark.updatedAt) {
    return refusedBecause(
      `The watermark stands at ${formatInstant(watermark.updatedAt)}; name an earlier instant.`,
    );
  }
  const moved = { from: formatInstant(watermark.updatedAt), to: formatInstant(to) };
  return { kind: 'begun', changed: { table, watermark: moved }, afterCommit: () => sync.rewind(table, to) };
}
