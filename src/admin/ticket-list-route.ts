import { z } from 'zod';
import { loadClocks } from '../clocks/clock-store.ts';
import type { HttpServer } from '../http/http-server.ts';
import type { Db } from '../store/database.ts';
import { formatOptionalInstant } from '../time/instant.ts';
import { pageOf } from './list-query.ts';
import { ClockJson, TicketJson, ticketJson } from './ticket-json.ts';
import { TicketListQuery } from './ticket-list-query.ts';
import { listTickets } from './ticket-list-store.ts';

/** What a list needs to know of a clock; how much has elapsed is told by the single ticket. */
const ListedClock = ClockJson.pick({
  kind: true,
  state: true,
  dueAt: true,
  breachedAt: true,
  paused: true,
  targetMs: true,
});

const TicketList = pageOf(TicketJson.extend({ clocks: z.array(ListedClock) })).extend({
  total: z.number().int(),
});

/** `GET /admin/tickets`: the live tickets, filtered, searched and in order. */
export function registerTicketList(scope: HttpServer, db: Db): void {
  const schema = { tags: ['tickets'], querystring: TicketListQuery, response: { 200: TicketList } };
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
