import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import { readStormGuard } from '../outbox/storm-guard-store.ts';
import type { Db } from '../store/database.ts';
import { readFigures } from '../telemetry/figures-store.ts';
import { formatInstant, formatOptionalInstant, type Instant, SECOND_MS } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { clockKinds, clockStates, messageStates, priorities, ticketStates } from '../vocabulary.ts';
import { shown } from './text-schema.ts';

const count = z.int();

const Summary = z
  .object({
    at: instantText.describe("The instance's clock, by which everything is judged."),
    tickets: z.array(z.object({ state: z.enum(ticketStates), priority: z.enum(priorities), count })),
    clocks: z.array(z.object({ clock: z.enum(clockKinds), state: z.enum(clockStates), count })),
    problems: z.array(z.object({ code: shown('unknown-choice'), count })),
    outbox: z.array(z.object({ state: z.enum(messageStates), count })),
    oldestPendingAt: instantText.nullable(),
    stormGuard: z.object({
      heldSince: instantText.nullable(),
      releasedAt: instantText.nullable(),
      releasedBy: shown('ops').nullable(),
    }),
  })
  .meta({ id: 'Summary' });

const schema = routeSchema({
  operationId: 'readSummary',
  group: 'reports',
  summary: 'Count tickets, clocks and write-backs by where they stand',
  querystring: z.strictObject({}),
  response: { 200: Summary },
});

interface SummaryParts {
  readonly db: Db;
  now(): Instant;
}

/** Counting goes over all clocks; however many look, it is done every other second at most. */
const KEPT_MS = 2 * SECOND_MS;

/** `GET /admin/summary`: how many tickets, clocks and write-backs stand where. */
export function registerSummary(scope: HttpServer, parts: SummaryParts): void {
  let kept: { at: Instant; summary: Promise<z.infer<typeof Summary>> } | null = null;
  scope.get('/summary', { schema }, async () => {
    const at = parts.now();
    if (kept === null || Math.abs(at - kept.at) >= KEPT_MS) {
      const summary = summarise(parts.db, at);
      kept = { at, summary };
      // What failed is not kept.
      summary.catch(() => {
        kept = null;
      });
    }
    return { ...(await kept.summary), at: formatInstant(at) };
  });
}

async function summarise(db: Db, at: Instant): Promise<z.infer<typeof Summary>> {
  const figures = await readFigures(db, at);
  const guard = await readStormGuard(db);
  return {
    at: formatInstant(at),
    tickets: [...figures.tickets],
    clocks: figures.clocks.map(({ kind, state, count }) => ({ clock: kind, state, count })),
    problems: [...figures.problems],
    outbox: [...figures.messages],
    oldestPendingAt: formatOptionalInstant(figures.oldestPendingAt),
    stormGuard: {
      heldSince: formatOptionalInstant(guard.heldSince),
      releasedAt: formatOptionalInstant(guard.releasedAt),
      releasedBy: guard.releasedBy,
    },
  };
}
