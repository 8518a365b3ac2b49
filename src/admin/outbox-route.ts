import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { routeSchema } from '../http/route-schema.ts';
import { findMessage, type StoredMessage } from '../outbox/outbox-store.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { escalationLevels, messageKinds, messageStates } from '../vocabulary.ts';
import { pageOf, pageQuery, wordsOf } from './list-query.ts';
import { listMessages } from './outbox-list-store.ts';
import { line, shown } from './text-schema.ts';

const messageShape = z.object({
  id: shown('xY3kQ0bTn8aZ2mVw7LpR5cJd', 'Also the marker at the end of the note.'),
  ticket: shown('CS0001042'),
  table: shown('sn_customerservice_case'),
  sysId: shown('6816f79cc0a8016401c5a33be04be441'),
  kind: z.enum(messageKinds),
  level: z.literal(escalationLevels).nullable(),
  state: z.enum(messageStates),
  attempts: z.int(),
  reason: shown('resolved', 'Why it is held, was dropped or given up.').nullable(),
  lastError: shown('servicenow-timeout').nullable(),
  createdAt: instantText,
  deliveredAt: instantText.nullable(),
});

const MessageList = pageOf(messageShape.meta({ id: 'Message' })).meta({ id: 'MessageList' });

const MessageDetail = messageShape
  .extend({
    fields: z.record(z.string(), z.string()).meta({
      description: 'What the PATCH carries.',
      examples: [{ escalation: '1', work_notes: 'Level 1 …' }],
    }),
  })
  .meta({ id: 'MessageDetail' });

/** Which messages are meant. Any other parameter is refused: a misspelt filter would mean all of them. */
export const MessageFilter = z.strictObject({
  state: wordsOf(messageStates).optional(),
  kind: wordsOf(messageKinds).optional(),
  ticket: line(80).optional(),
});

const MessageListQuery = MessageFilter.extend(pageQuery);

export const MessageParams = z.object({ id: line(80).meta({ examples: ['xY3kQ0bTn8aZ2mVw7LpR5cJd'] }) });

const listSchema = routeSchema({
  operationId: 'listMessages',
  group: 'outbox',
  summary: 'List write-backs',
  description: 'The newest first.',
  querystring: MessageListQuery,
  response: { 200: MessageList },
});

const detailSchema = routeSchema({
  operationId: 'readMessage',
  group: 'outbox',
  summary: 'Show a write-back with what it carries',
  params: MessageParams,
  querystring: z.strictObject({}),
  response: { 200: MessageDetail },
  problems: ['outbox-message-not-found'],
});

/** `GET /admin/outbox`: what is to be written back, and what became of it; one message with what it carries. */
export function registerOutbox(scope: HttpServer, db: Db): void {
  scope.get('/outbox', { schema: listSchema }, async (request) => {
    const { messages, nextCursor } = await listMessages(db, request.query);
    return { items: messages.map(messageJson), nextCursor };
  });

  scope.get('/outbox/:id', { schema: detailSchema }, async (request) => {
    const message = await findMessage(db, request.params.id);
    if (message === null) throw new HttpProblem('outbox-message-not-found');
    return { ...messageJson(message), fields: { ...message.fields } };
  });
}

function messageJson(message: StoredMessage): z.infer<typeof messageShape> {
  return {
    id: message.id,
    ticket: message.ticketNumber,
    table: message.table,
    sysId: message.sysId,
    kind: message.kind,
    level: message.level,
    state: message.state,
    attempts: message.attempts,
    reason: message.reason,
    lastError: message.lastError,
    createdAt: formatInstant(message.createdAt),
    deliveredAt: formatOptionalInstant(message.deliveredAt),
  };
}
