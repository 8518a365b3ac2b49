import { Readable } from 'node:stream';
import { z } from 'zod';
import { csvRow } from '../evaluate/csv.ts';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { breathe } from '../time/time-source.ts';
import { breachReasonCodes, clockKinds, escalationLevels, priorities } from '../vocabulary.ts';
import { type BreachedClock, type BreachQuery, countBreaches, listBreaches } from './breach-list-store.ts';
import { asCsvFile, csvContent } from './csv-answer.ts';
import { pageOf, pageQuery, wordsOf } from './list-query.ts';
import type { TicketPorts } from './ports.ts';
import { checkPeriod, reportQuery } from './report-query.ts';
import { shown } from './text-schema.ts';

const BreachListQuery = z.strictObject({
  ...reportQuery,
  ...pageQuery,
  priority: wordsOf(priorities).optional(),
  clock: wordsOf(clockKinds).optional(),
});

const BreachJson = z
  .object({
    number: shown('CS0001042'),
    table: shown('sn_customerservice_case'),
    shortDescription: shown('No dial tone on all lines'),
    account: shown('Example Telecom').nullable(),
    serviceLine: shown('UCC').nullable(),
    priority: z.enum(priorities),
    clock: z.enum(clockKinds),
    state: z.enum(['breached', 'missed']),
    openedAt: instantText,
    breachedAt: instantText.nullable(),
    stoppedAt: instantText.nullable(),
    targetMs: z.int(),
    elapsedMs: z.int(),
    overMs: z.int().describe("By how much of the clock's own time it is, or was, over."),
    highestLevel: z.literal([0, ...escalationLevels]),
    reasons: z
      .array(
        z.object({
          code: z.enum(breachReasonCodes),
          text: shown('It was responded to 12 min after its target.'),
        }),
      )
      .describe('What matters most first.'),
  })
  .meta({ id: 'Breach' });
type BreachJson = z.infer<typeof BreachJson>;

const BreachList = pageOf(BreachJson).extend({ total: z.int() }).meta({ id: 'BreachList' });

const schema = routeSchema({
  operationId: 'listBreaches',
  group: 'reports',
  summary: 'List the breaches of the tickets opened in a period, and why each came about',
  description: 'Each clock that is or was over its target, as JSON page by page, or all of them as CSV.',
  querystring: BreachListQuery,
  response: {
    200: csvContent(
      BreachList,
      'number,table,shortDescription,…\r\nCS0001042,sn_customerservice_case,No dial tone,…\r\n',
    ),
  },
});

interface BreachRouteParts {
  readonly db: Db;
  readonly tickets: Pick<TicketPorts, 'tellBreaches'>;
}

/** `GET /admin/reports/breaches`: each clock of a period's tickets that is or was over its target, and why. */
export function registerBreaches(scope: HttpServer, parts: BreachRouteParts): void {
  scope.get('/reports/breaches', { schema }, async (request, reply) => {
    const { format, ...query } = request.query;
    checkPeriod(query);
    if (format === 'csv') return asCsvFile(reply, 'breaches.csv').send(Readable.from(csvLines(parts, query)));
    const { items, nextCursor } = await readPage(parts, query);
    return { items, nextCursor, total: await countBreaches(parts.db, query) };
  });
}

async function readPage({ db, tickets }: BreachRouteParts, query: BreachQuery) {
  const { breaches, nextCursor } = await listBreaches(db, query);
  const told = await tickets.tellBreaches([...new Set(breaches.map(({ ticketId }) => ticketId))]);
  const items = breaches.map((breach) => {
    const found = told.get(breach.ticketId)?.find(({ clock }) => clock === breach.clock);
    return breachJson(breach, {
      elapsedMs: found?.elapsedMs ?? breach.elapsedMs,
      overMs: found?.overMs ?? Math.max(0, breach.elapsedMs - breach.targetMs),
      reasons: [...(found?.reasons ?? [])],
    });
  });
  return { items, nextCursor };
}

function breachJson(
  { ticketId: _, ...breach }: BreachedClock,
  told: Pick<BreachJson, 'elapsedMs' | 'overMs' | 'reasons'>,
): BreachJson {
  return {
    ...breach,
    ...told,
    openedAt: formatInstant(breach.openedAt),
    breachedAt: formatOptionalInstant(breach.breachedAt),
    stoppedAt: formatOptionalInstant(breach.stoppedAt),
  };
}

const columns = [
  'number',
  'table',
  'shortDescription',
  'account',
  'serviceLine',
  'priority',
  'clock',
  'state',
  'openedAt',
  'breachedAt',
  'stoppedAt',
  'targetMs',
  'elapsedMs',
  'overMs',
  'highestLevel',
] as const;

/** A file is written page by page: however long it is, little of it is in memory, and others are answered meanwhile. */
const ROWS_AT_ONCE = 100;

/** From the cursor on, all that there are. */
async function* csvLines(parts: BreachRouteParts, query: BreachQuery): AsyncGenerator<string> {
  yield csvRow([...columns, 'reasons', 'why'], '\r\n');
  let cursor = query.cursor;
  do {
    const { items, nextCursor } = await readPage(parts, { ...query, cursor, limit: ROWS_AT_ONCE });
    yield items.map(csvLine).join('');
    cursor = nextCursor ?? undefined;
    await breathe();
  } while (cursor !== undefined);
}

function csvLine(item: BreachJson): string {
  const codes = item.reasons.map(({ code }) => code).join(' ');
  const why = item.reasons.map(({ text }) => text).join(' ');
  return csvRow([...columns.map((name) => item[name]), codes, why], '\r\n');
}
