import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { formatInstant } from '../time/instant.ts';
import { escalationLevels } from '../vocabulary.ts';
import { listEscalations } from './escalation-list-store.ts';
import { pageOf, pageQuery } from './list-query.ts';
import { shown } from './text-schema.ts';
import { raisedShape } from './ticket-json.ts';

const EscalationJson = raisedShape
  .extend({
    number: shown('CS0001042'),
    table: shown('sn_customerservice_case'),
    account: shown('Example Telecom').nullable(),
  })
  .meta({ id: 'ListedEscalation' });

const EscalationListQuery = z.strictObject({
  level: z.coerce.number().pipe(z.literal(escalationLevels)).optional().meta({ enum: escalationLevels }),
  ...pageQuery,
});

const schema = routeSchema({
  operationId: 'listEscalations',
  group: 'tickets',
  summary: 'List the escalations that were really raised',
  description: 'Of all tickets, the newest first.',
  querystring: EscalationListQuery,
  response: { 200: pageOf(EscalationJson).meta({ id: 'EscalationList' }) },
});

/** `GET /admin/escalations`: the steps that were really raised, of all tickets; the newest first. */
export function registerEscalationList(scope: HttpServer, db: Db): void {
  scope.get('/escalations', { schema }, async (request) => {
    const { escalations, nextCursor } = await listEscalations(db, request.query);
    return { items: escalations.map((one) => ({ ...one, at: formatInstant(one.at) })), nextCursor };
  });
}
