import { z } from 'zod';
import { ComparedClockJson, ComparedTaskSlaJson } from '../clocks/compared-clock.ts';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { clockKinds, driftKinds } from '../vocabulary.ts';
import { listDrift, readDriftSummary } from './drift-list-store.ts';
import { pageOf, pageQuery, wordsOf } from './list-query.ts';
import { shown } from './text-schema.ts';

const DriftQuery = z.strictObject({
  kind: wordsOf(driftKinds).optional(),
  clock: wordsOf(clockKinds).optional(),
  ...pageQuery,
});

const DriftJson = z
  .object({
    number: shown('CS0001042'),
    table: shown('sn_customerservice_case'),
    clock: z.enum(clockKinds),
    kind: z.enum(driftKinds),
    why: shown('ServiceNow counts the hours in which the desk is closed'),
    ours: ComparedClockJson,
    theirs: ComparedTaskSlaJson.nullable().describe('Null where the instance judges no such clock.'),
    foundAt: instantText,
  })
  .meta({ id: 'Drift' });

const RunJson = z.object({
  startedAt: instantText.nullable(),
  finishedAt: instantText.nullable(),
  compared: z.int(),
  unknownDefinitions: z.array(shown('Gold resolution')),
  counts: z.record(z.enum(driftKinds), z.int()),
});

const DriftList = pageOf(DriftJson)
  .extend({
    isOn: z.boolean().describe('Whether SLA definitions are mapped to clocks in servicenow.yaml.'),
    lastRun: RunJson,
  })
  .meta({ id: 'DriftList' });

const schema = routeSchema({
  operationId: 'listDrift',
  group: 'reports',
  summary: "List clocks that ServiceNow's own SLA engine judges otherwise",
  description: 'As last compared, each with the kind of the difference and both sides.',
  querystring: DriftQuery,
  response: { 200: DriftList },
});

/**
 * `GET /admin/drift`: clocks that ServiceNow's own SLA engine judges otherwise, as last compared, each with the kind of
 * the difference and both sides. Off, and so empty, until SLA definitions are mapped to clocks in servicenow.yaml.
 */
export function registerDrift(scope: HttpServer, db: Db, isOn: boolean): void {
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
        foundAt: formatInstant(item.foundAt),
      })),
      nextCursor,
    };
  });
}
