import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { pageOf, pageQuery } from './list-query.ts';
import { line } from './text-schema.ts';
import { instantText } from './ticket-json.ts';
import { listWebhooks } from './webhook-list-store.ts';

const DeliveryJson = z.object({
  id: z.string(),
  table: z.string(),
  sysId: z.string(),
  operation: z.string(),
  sysModCount: z.number().int().nullable(),
  receivedAt: instantText,
  state: z.string(),
  doneAt: instantText.nullable(),
});

const WebhookListQuery = z.strictObject({
  state: line(40).optional(),
  table: line(80).optional(),
  ...pageQuery,
});

/** `GET /admin/webhooks`: what ServiceNow told us of late, and what became of it. */
export function registerWebhookList(scope: HttpServer, db: Db): void {
  const schema = {
    tags: ['sync'],
    querystring: WebhookListQuery,
    response: { 200: pageOf(DeliveryJson) },
  };
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
