import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { formatInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { listAudit } from './audit-store.ts';
import { pageOf, pageQuery } from './list-query.ts';
import { line, shown } from './text-schema.ts';

const EntryJson = z
  .object({
    at: instantText,
    who: shown('ops', 'The name of the token.'),
    action: shown('escalate'),
    target: shown('CS0001042', "A ticket's number, a table, a message's id."),
    idempotencyKey: shown('5b2c1f7e-7a52-4d0e-8a3e-6d1f4a9b0c2d').nullable(),
    outcome: shown('done', '`done`, `begun`, `failed`, or the code of the refusal.'),
  })
  .meta({ id: 'AuditEntry' });

const AuditListQuery = z.strictObject({
  action: line(40).optional(),
  target: line(80).optional(),
  who: line(64).optional(),
  ...pageQuery,
});

const schema = routeSchema({
  operationId: 'listAudit',
  group: 'service',
  summary: 'List who ordered what, and what came of it',
  description: 'The newest first.',
  querystring: AuditListQuery,
  response: { 200: pageOf(EntryJson).meta({ id: 'AuditList' }) },
});

/** `GET /admin/audit`: who ordered what, and what came of it; the newest first. */
export function registerAudit(scope: HttpServer, db: Db): void {
  scope.get('/audit', { schema }, async (request) => {
    const { entries, nextCursor } = await listAudit(db, request.query);
    return { items: entries.map((entry) => ({ ...entry, at: formatInstant(entry.at) })), nextCursor };
  });
}
