import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { pageOf, pageQuery } from './list-query.ts';
import { line, shown } from './text-schema.ts';
import { listWebhooks } from './webhook-list-store.ts';

const DeliveryJson = z
  .object({
    id: shown('msg_2KWPBgLlAfxdpx2AI54pPJ85f4W', 'The `webhook-id`.'),
    table: shown('sn_customerservice_case'),
    sysId: shown('6816f79cc0a8016401c5a33be04be441'),
    operation: shown('update'),
    sysModCount: z.int().nullable(),
    receivedAt: instantText,
    state: shown('done'),
    doneAt: instantText.nullable(),
  })
  .meta({ id: 'Delivery' });

const WebhookListQuery = z.strictObject({
  state: line(40).optional(),
  table: line(80).optional(),
  ...pageQuery,
});

const schema = routeSchema({
  operationId: 'listWebhooks',
  group: 'sync',
  summary: 'List what ServiceNow told of late, and what became of it',
  description: 'The newest first; remembered for 24 h.',
  querystring: WebhookListQuery,
  response: { 200: pageOf(DeliveryJson).meta({ id: 'DeliveryList' }) },
});

/** `GET /admin/webhooks`: what ServiceNow told us of late, and what became of it. */
export function registerWebhookList(scope: HttpServer, db: Db): void {
  scope.get('/webhooks', { schema }, async (request) => {
    const { deliveries, nextCursor } = await listWebhooks(db, request.query);
    const items = deliveries.map((delivery) => ({
      ...delivery,
      receivedAt: formatInstant(delivery.receivedAt),
      doneAt: formatOptionalInstant(delivery.doneAt),
    }));
    return { items, nextCursor };
  });
}
