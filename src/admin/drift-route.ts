import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { clockKinds, driftKinds } from '../vocabulary.ts';
import { listDrift, readDriftSummary } from './drift-list-store.ts';
import { pageOf, pageQuery, wordsOf } from './list-query.ts';
import { instantText } from './ticket-json.ts';

const DriftQuery = z.strictObject({
  kind: wordsOf(driftKinds).optional(),
  clock: wordsOf(clockKinds).optional(),
  ...pageQuery,
});

const DriftJson = z.object({
  number: z.string(),
  table: z.string(),
  clock: z.enum(clockKinds),
  kind: z.enum(driftKinds),
  why: z.string(),
  ours: z.looseObject({}),
  theirs: z.looseObject({}).nullable(),
  foundAt: instantText,
});

const RunJson = z.object({
  startedAt: instantText.nullable(),
  finishedAt: instantText.nullable(),
  compared: z.number().int(),
  unknownDefinitions: z.array(z.string()),
  counts: z.record(z.enum(driftKinds), z.number().int()),
});

/**
 * `GET /admin/drift`: clocks that ServiceNow's own SLA engine judges otherwise, as last compared, each with the kind of
 * the difference and both sides. Off, and so empty, until SLA definitions are mapped to clocks in servicenow.yaml.
 */
export function registerDrift(scope: HttpServer, db: Db, isOn: boolean): void {
  const body = pageOf(DriftJson).extend({ isOn: z.boolean(), lastRun: RunJson });
  const schema = { tags: ['reports'], querystring: DriftQuery, response: { 200: body } };
  scope.get('/drift', { schema }, async (request) => {
    const summary = await readDriftSummary(db);
    const { items, nextCursor } = await listDrift(db, request.query);
    const countOf = new Map(summary.counts.map(({ kind, count }) => [kind, count]));
    return {
      isOn,
      lastRun: {
        startedAt: formatOptionalInstant(summary.startedAt),
        finishedAt: formatOptionalInstant(summary.finishedAt),
        compared: summary.compared,
        unknownDefinitions: [...summary.unknownDefinitions],
        counts: Object.fromEntries(driftKinds.map((kind) => [kind, countOf.get(kind) ?? 0])) as Record<
          (typeof driftKinds)[number],
          number
        >,
      },
      items: items.map((item) => ({
        ...item,
        ours: { ...item.ours },
        theirs: item.theirs === null ? null : { ...item.theirs },
        foundAt: formatInstant(item.foundAt),
      })),
      nextCursor,
    };
  });
}
