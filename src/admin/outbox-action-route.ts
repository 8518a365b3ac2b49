import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { principalOf } from '../http/tokens.ts';
import { findMessage } from '../outbox/outbox-store.ts';
import { messageStates } from '../vocabulary.ts';
import { type ActionOutcome, type ActionParts, performInTransaction } from './action.ts';
import { actionRoute, type ChangeOf, changedOf, NoBody, refusedBecause } from './action-schema.ts';
import { changedMany, dryRun, exactlyOneOf, ManyChange, MOST_NAMED } from './bulk-schema.ts';
import { MessageFilter, MessageParams } from './outbox-route.ts';
import type { NotPossible, OutboxPorts } from './ports.ts';
import { line, shown } from './text-schema.ts';

const MessageChange = changedOf('MessageChange', {
  id: shown('xY3kQ0bTn8aZ2mVw7LpR5cJd'),
  state: z.enum(messageStates),
});
const Released = changedOf('ReleasedChange', { released: z.int().describe('So many messages are let go.') });

const ordered = {
  group: 'outbox',
  params: MessageParams,
  querystring: z.strictObject({}),
  body: NoBody,
  response: { 200: MessageChange },
  problems: ['outbox-message-not-found', 'action-not-possible'],
} as const;

const orders = {
  retry: actionRoute({
    ...ordered,
    operationId: 'retryMessage',
    summary: 'Send a dead, held or dropped write-back again',
    description: 'Its attempts are counted anew.',
  }),
  discard: actionRoute({
    ...ordered,
    operationId: 'discardMessage',
    summary: 'Give a write-back up',
    description: 'It is dropped, and never sent.',
  }),
};

/** Which messages an action on many is for: some by id, or those of a filter as `GET /admin/outbox` takes it. */
const ManyBody = z
  .strictObject({
    ids: z
      .array(
        line(80)
          .min(1)
          .meta({ examples: ['xY3kQ0bTn8aZ2mVw7LpR5cJd'] }),
      )
      .min(1)
      .max(MOST_NAMED)
      .optional(),
    filter: MessageFilter.extend({ reason: line(200).optional() })
      .optional()
      .describe('As `GET /admin/outbox` takes it, and by reason.'),
    dryRun,
  })
  .superRefine(exactlyOneOf('ids', 'filter'))
  .meta({ id: 'ManyMessagesOrder', examples: [{ filter: { state: 'dead' }, dryRun: true }] });

const orderedMany = {
  group: 'outbox',
  querystring: z.strictObject({}),
  body: ManyBody,
  response: { 200: ManyChange },
} as const;

const manyOrders = {
  retry: actionRoute({
    ...orderedMany,
    operationId: 'retryMessages',
    summary: 'Send many write-backs again',
    description:
      'Those of the selection that are dead, held or dropped; exactly one of `ids` and `filter` says which.',
    problems: ['action-not-possible'],
  }),
  discard: actionRoute({
    ...orderedMany,
    operationId: 'discardMessages',
    summary: 'Give many write-backs up',
    description: 'Those of the selection that were not sent; exactly one of `ids` and `filter` says which.',
    problems: [],
  }),
};

const releaseRoute = actionRoute({
  group: 'outbox',
  operationId: 'releaseMessages',
  summary: 'Let go what the storm guard holds',
  querystring: z.strictObject({}),
  body: NoBody,
  response: { 200: Released },
});

/** What people order for write-backs: send again, give up, let go what the storm guard holds. */
export function registerOutboxActions(scope: HttpServer, parts: ActionParts, outbox: OutboxPorts): void {
  for (const action of ['retry', 'discard'] as const) {
    scope.post(`/outbox/:id/${action}`, orders[action], async (request, reply) => {
      const { id } = request.params;
      if ((await findMessage(parts.db, id)) === null) throw new HttpProblem('outbox-message-not-found');
      const name = { action: `outbox-${action}`, target: id };
      return performInTransaction(parts, request, reply, name, async (tx) =>
        outcomeOf(id, await outbox[action](tx, id)),
      );
    });
  }

  for (const order of ['retry', 'discard'] as const) {
    scope.post(`/outbox/${order}`, manyOrders[order], async (request, reply) => {
      const name = { action: `outbox-${order}`, target: 'many' };
      const { ids, filter, dryRun: isDryRun } = request.body;
      return performInTransaction(parts, request, reply, name, async (tx) => {
        const result = await outbox[`${order}Many`](tx, { selection: { ids, ...filter }, dryRun: isDryRun });
        if (result.kind === 'not-possible') return refusedBecause(result.why);
        return { kind: 'done', changed: changedMany(result.ids, isDryRun) };
      });
    });
  }

  scope.post('/outbox/release', releaseRoute, async (request, reply) => {
    const who = principalOf(request).name;
    const name = { action: 'outbox-release', target: 'storm-guard' };
    return performInTransaction(parts, request, reply, name, async (tx) => {
      const { released } = await outbox.releaseStorm(tx, who);
      const changed: ChangeOf<typeof Released> = { released };
      return { kind: 'done', changed };
    });
  });
}

function outcomeOf(id: string, result: { kind: 'queued' | 'discarded' } | NotPossible): ActionOutcome {
  if (result.kind === 'not-possible') return refusedBecause(result.why);
  const state = result.kind === 'queued' ? 'pending' : 'dropped';
  const changed: ChangeOf<typeof MessageChange> = { id, state };
  return { kind: 'done', changed };
}
