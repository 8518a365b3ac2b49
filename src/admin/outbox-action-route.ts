import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { principalOf } from '../http/tokens.ts';
import { findMessage } from '../outbox/outbox-store.ts';
import { type ActionOutcome, type ActionParts, performInTransaction } from './action.ts';
import { actionRoute, Changed, NoBody, refusedBecause } from './action-schema.ts';
import { MessageParams } from './outbox-route.ts';
import type { NotPossible, OutboxPorts } from './ports.ts';

const noQuery = z.strictObject({});
const response = { 200: Changed };
const messageSchema = {
  tags: ['outbox'],
  params: MessageParams,
  querystring: noQuery,
  body: NoBody,
  response,
};

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
