import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import type { Db } from '../store/database.ts';
import { formatInstant } from '../time/instant.ts';
import { escalationLevels } from '../vocabulary.ts';
import { listEscalations } from './escalation-list-store.ts';
import { pageOf, pageQuery } from './list-query.ts';
import { RaisedJson } from './ticket-json.ts';

const EscalationJson = RaisedJson.extend({
  number: z.string(),
  table: z.string(),
  account: z.string().nullable(),
});

const EscalationListQuery = z.strictObject({
  level: z.coerce.number().pipe(z.literal(escalationLevels)).optional(),
  ...pageQuery,
});

/** `GET /admin/escalations`: the steps that were really raised, of all tickets; the newest first. */
export function registerEscalationList(scope: HttpServer, db: Db): void {
  const schema = {
    tags: ['tickets'],
    querystring: EscalationListQuery,
    response: { 200: pageOf(EscalationJson) },
  };
  scope.get('/escalations', { schema }, async (request) => {
    const { escalations, nextCursor } = await listEscalations(db, request.query);
    return { items: escalations.map((one) => ({ ...one, at: formatInstant(one.at) })), nextCursor };
  });
}
