import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { findMessage, type StoredMessage } from '../outbox/outbox-store.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { escalationLevels, messageKinds, messageStates } from '../vocabulary.ts';
import { pageOf, pageQuery, wordsOf } from './list-query.ts';
import { listMessages } from './outbox-list-store.ts';
import { line } from './text-schema.ts';
import { instantText } from './ticket-json.ts';

const MessageJson = z.object({
  id: z.string(),
  ticket: z.string(),
  table: z.string(),
  sysId: z.string(),
  kind: z.enum(messageKinds),
  level: z.literal(escalationLevels).nullable(),
  state: z.enum(messageStates),
  attempts: z.number().int(),
  reason: z.string().nullable(),
  lastError: z.string().nullable(),
  createdAt: instantText,
  deliveredAt: instantText.nullable(),
});

/** Which messages are meant. Any other parameter is refused: a misspelt filter would mean all of them. */
export const MessageFilter = z.strictObject({
  state: wordsOf(messageStates).optional(),
  kind: wordsOf(messageKinds).optional(),
  ticket: line(80).optional(),
});

const MessageListQuery = MessageFilter.extend(pageQuery);

export const MessageParams = z.object({ id: line(80) });

/** `GET /admin/outbox`: what is to be written back, and what became of it; one message with what it carries. */
export function registerOutbox(scope: HttpServer, db: Db): void {
  const listed = {
    tags: ['outbox'],
    querystring: MessageListQuery,
    response: { 200: pageOf(MessageJson) },
  };
  scope.get('/outbox', { schema: listed }, async (request) => {
    const { messages, nextCursor } = await listMessages(db, request.query);
    return { items: messages.map(messageJson), nextCursor };
  });

  const shown = {
    tags: ['outbox'],
    params: MessageParams,
    querystring: z.strictObject({}),
    response: { 200: MessageJson.extend({ fields: z.record(z.string(), z.string()) }) },
  };
  scope.get('/outbox/:id', { schema: shown }, async (request) => {
    const message = await findMessage(db, request.params.id);
    if (message === null) throw new HttpProblem('outbox-message-not-found');
    return { ...messageJson(message), fields: { ...message.fields } };
  });
}

function messageJson(message: StoredMessage): z.infer<typeof MessageJson> {
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
