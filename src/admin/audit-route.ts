import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import type { Db } from '../store/database.ts';
import { formatInstant } from '../time/instant.ts';
import { listAudit } from './audit-store.ts';
import { pageOf, pageQuery } from './list-query.ts';
import { line } from './text-schema.ts';
import { instantText } from './ticket-json.ts';

const EntryJson = z.object({
  at: instantText,
  who: z.string(),
  action: z.string(),
  target: z.string(),
  idempotencyKey: z.string().nullable(),
  outcome: z.string(),
});

const AuditListQuery = z.strictObject({
  action: line(40).optional(),
  target: line(80).optional(),
  who: line(64).optional(),
  ...pageQuery,
});

/** `GET /admin/audit`: who ordered what, and what came of it; the newest first. */
export function registerAudit(scope: HttpServer, db: Db): void {
  const schema = { tags: ['audit'], querystring: AuditListQuery, response: { 200: pageOf(EntryJson) } };
  scope.get('/audit', { schema }, async (request) => {
    const { entries, nextCursor } = await listAudit(db, request.query);
    return { items: entries.map((entry) => ({ ...entry, at: formatInstant(entry.at) })), nextCursor };
  });
}
