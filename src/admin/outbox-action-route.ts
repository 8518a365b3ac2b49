import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { principalOf } from '../http/tokens.ts';
import { findMessage } from '../outbox/outbox-store.ts';
import { type ActionOutcome, type ActionParts, performInTransaction } from './action.ts';
import { actionRoute, Changed, NoBody, refusedBecause } from './action-schema.ts';
import { changedMany, dryRun, exactlyOneOf, MOST_NAMED } from './bulk-schema.ts';
import { MessageFilter, MessageParams } from './outbox-route.ts';
import type { NotPossible, OutboxPorts } from './ports.ts';
import { line } from './text-schema.ts';

const noQuery = z.strictObject({});
const response = { 200: Changed };
const messageSchema = {
  tags: ['outbox'],
  params: MessageParams,
  querystring: noQuery,
  body: NoBody,
  response,
};

/** Which messages an action on many is for: some by id, or those of a filter as `GET /admin/outbox` takes it. */
const ManyBody = z
  .strictObject({
    ids: z.array(line(80).min(1)).min(1).max(MOST_NAMED).optional(),
    filter: MessageFilter.extend({ reason: line(200).optional() }).optional(),
    dryRun,
  })
  .superRefine(exactlyOneOf('ids', 'filter'));

/** What people order for write-backs: send again, give up, let go what the storm guard holds. */
export function registerOutboxActions(scope: HttpServer, parts: ActionParts, outbox: OutboxPorts): void {
  for (const action of ['retry', 'discard'] as const) {
    scope.post(`/outbox/:id/${action}`, { ...actionRoute, schema: messageSchema }, async (request, reply) => {
      const { id } = request.params;
      if ((await findMessage(parts.db, id)) === null) throw new HttpProblem('outbox-message-not-found');
      const name = { action: `outbox-${action}`, target: id };
      return performInTransaction(parts, request, reply, name, async (tx) =>
        outcomeOf(id, await outbox[action](tx, id)),
      );
    });
  }

  const manySchema = { tags: ['outbox'], querystring: noQuery, body: ManyBody, response };
  for (const order of ['retry', 'discard'] as const) {
    scope.post(`/outbox/${order}`, { ...actionRoute, schema: manySchema }, async (request, reply) => {
      const name = { action: `outbox-${order}`, target: 'many' };
      const { ids, filter, dryRun: isDryRun } = request.body;
      return performInTransaction(parts, request, reply, name, async (tx) => {
        const result = await outbox[`${order}Many`](tx, { selection: { ids, ...filter }, dryRun: isDryRun });
        if (result.kind === 'not-possible') return refusedBecause(result.why);
        return { kind: 'done', changed: changedMany(result.ids, isDryRun) };
      });
    });
  }

  const releaseSchema = { tags: ['outbox'], querystring: noQuery, body: NoBody, response };
  scope.post('/outbox/release', { ...actionRoute, schema: releaseSchema }, async (request, reply) => {
    const who = principalOf(request).name;
    const name = { action: 'outbox-release', target: 'storm-guard' };
    return performInTransaction(parts, request, reply, name, async (tx) => {
      const { released } = await outbox.releaseStorm(tx, who);
      return { kind: 'done', changed: { released } };
    });
  });
}

function outcomeOf(id: string, result: { kind: 'queued' | 'discarded' } | NotPossible): ActionOutcome {
  if (result.kind === 'not-possible') return refusedBecause(result.why);
  return { kind: 'done', changed: { id, state: result.kind === 'queued' ? 'pending' : 'dropped' } };
}
