import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Tx } from '../store/database.ts';
import { formatInstant, type Instant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { type ActionOutcome, type ActionParts, performInTransaction } from './action.ts';
import { actionRoute, type ChangeOf, changedOf, instant, NoBody, refusedBecause } from './action-schema.ts';
import type { SyncPorts } from './ports.ts';
import { line, shown } from './text-schema.ts';

const TableParams = z.object({ table: line(80).meta({ examples: ['sn_customerservice_case'] }) });
const RewindBody = z.strictObject({ to: instant }).meta({ id: 'RewindOrder' });

const table = shown('sn_customerservice_case');
const Polled = changedOf('PolledChange', { table });
const Reconciled = changedOf('ReconciledChange', { runId: shown('0198c5f2-8e0b-4c1d-9a57-3f6f0d2b7a11') });
const Rewound = changedOf('RewoundChange', {
  table,
  watermark: z.object({ from: instantText, to: instantText }),
});

const ordered = {
  group: 'sync',
  params: TableParams,
  querystring: z.strictObject({}),
  problems: ['table-not-found'],
} as const;

const pollRoute = actionRoute({
  ...ordered,
  operationId: 'pollTable',
  summary: 'Poll a table now',
  body: NoBody,
  response: { 202: Polled },
});

const reconcileRoute = actionRoute({
  ...ordered,
  operationId: 'reconcileTable',
  summary: 'Compare the mirror with the whole table',
  description: 'Begun, not done: `GET /admin/sync` shows the run.',
  body: NoBody,
  response: { 202: Reconciled },
  problems: [...ordered.problems, 'action-not-possible'],
});

const rewindRoute = actionRoute({
  ...ordered,
  operationId: 'rewindTable',
  summary: 'Read a table again from an earlier instant',
  body: RewindBody,
  response: { 202: Rewound },
  problems: [...ordered.problems, 'action-not-possible'],
});

/** What people order for a table: poll now, compare it whole, read again from an earlier instant. */
export function registerSyncActions(scope: HttpServer, parts: ActionParts, sync: SyncPorts): void {
  const known = (table: string): string => {
    if (!sync.tables.includes(table)) throw new HttpProblem('table-not-found');
    return table;
  };

  scope.post('/sync/:table/poll', pollRoute, async (request, reply) => {
    const table = known(request.params.table);
    const name = { action: 'poll', target: table };
    return performInTransaction(parts, request, reply, name, async () => beginPoll(sync, table));
  });

  scope.post('/sync/:table/reconcile', reconcileRoute, async (request, reply) => {
    const table = known(request.params.table);
    const name = { action: 'reconcile', target: table };
    return performInTransaction(parts, request, reply, name, (tx) => beginReconcile(sync, tx, table));
  });

  scope.post('/sync/:table/rewind', rewindRoute, async (request, reply) => {
    const table = known(request.params.table);
    const outcome = await beginRewind(sync, table, request.body.to);
    const name = { action: 'rewind', target: table };
    return performInTransaction(parts, request, reply, name, async () => outcome);
  });
}

function beginPoll(sync: SyncPorts, table: string): ActionOutcome {
  const changed: ChangeOf<typeof Polled> = { table };
  return { kind: 'begun', changed, afterCommit: () => sync.poll(table) };
}

async function beginReconcile(sync: SyncPorts, tx: Tx, table: string): Promise<ActionOutcome> {
  const run = await sync.planReconcile(tx, table);
  if (run === null) return refusedBecause(`${table} is being compared already.`);
  const { runId } = run;
  const changed: ChangeOf<typeof Reconciled> = { runId };
  return { kind: 'begun', changed, afterCommit: () => sync.startReconcile(table, runId) };
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
  const changed: ChangeOf<typeof Rewound> = { table, watermark: moved };
  return { kind: 'begun', changed, afterCommit: () => sync.rewind(table, to) };
}
