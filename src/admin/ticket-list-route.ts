import { z } from 'zod';
import { loadClocks } from '../clocks/clock-store.ts';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { formatOptionalInstant } from '../time/instant.ts';
import { pageOf } from './list-query.ts';
import { ListedTicketJson, ticketJson } from './ticket-json.ts';
import { TicketListQuery } from './ticket-list-query.ts';
import { listTickets } from './ticket-list-store.ts';

const TicketList = pageOf(ListedTicketJson)
  .extend({ total: z.int().describe('Live tickets that match, on all pages.') })
  .meta({ id: 'TicketList' });

const schema = routeSchema({
  operationId: 'listTickets',
  group: 'tickets',
  summary: 'List live tickets',
  description: 'Filtered, searched and in order, each with its clocks.',
  querystring: TicketListQuery,
  response: { 200: TicketList },
});

/** `GET /admin/tickets`: the live tickets, filtered, searched and in order. */
export function registerTicketList(scope: HttpServer, db: Db): void {
  scope.get('/tickets', { schema }, async (request) => {
    const { tickets, total, nextCursor } = await listTickets(db, request.query);
    const clocks = await loadClocks(
      db,
      tickets.map((ticket) => ticket.id),
    );
    const items = tickets.map((ticket) => ({
      ...ticketJson(ticket),
      clocks: (clocks.get(ticket.id) ?? []).map(({ kind, state, dueAt, breachedAt, paused, targetMs }) => ({
        kind,
        state,
        dueAt: formatOptionalInstant(dueAt),
        breachedAt: formatOptionalInstant(breachedAt),
        paused,
        targetMs,
      })),
    }));
    return { items, total, nextCursor };
  });
}
