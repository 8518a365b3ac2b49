import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { principalOf } from '../http/tokens.ts';
import { type ActionParts, performInTransaction } from './action.ts';
import { actionRoute } from './action-schema.ts';
import { lockHeldBackTickets } from './adopt-store.ts';
import { changedMany, dryRun, exactlyOneOf, ManyChange, MOST_NAMED } from './bulk-schema.ts';
import type { TicketPorts } from './ports.ts';
import { line } from './text-schema.ts';
import { TicketFilter } from './ticket-list-query.ts';

/** Which tickets to adopt: some by number, those of a filter as `GET /admin/tickets` takes it, or all. */
const AdoptBody = z
  .strictObject({
    numbers: z
      .array(
        line(80)
          .min(1)
          .meta({ examples: ['CS0001042'] }),
      )
      .min(1)
      .max(MOST_NAMED)
      .optional(),
    filter: TicketFilter.optional().describe('As `GET /admin/tickets` takes it.'),
    all: z.literal(true).optional(),
    dryRun,
  })
  .superRefine(exactlyOneOf('numbers', 'filter', 'all'))
  .meta({ id: 'AdoptOrder', examples: [{ filter: { priority: 'critical,high' }, dryRun: true }] });

const route = actionRoute({
  operationId: 'adoptTickets',
  group: 'tickets',
  summary: 'Adopt many tickets that were overdue when first mirrored',
  description:
    'Exactly one of `numbers`, `filter` and `all` says which; those that are not held back are left alone. The storm guard applies to what is raised for them.',
  querystring: z.strictObject({}),
  body: AdoptBody,
  response: { 200: ManyChange },
});

/**
 * `POST /admin/tickets/adopt`: lets the ladder walk for many tickets that were overdue when first mirrored. Those of the
 * selection that are not held back are left alone. The storm guard applies to what is raised for them.
 */
export function registerAdoption(scope: HttpServer, parts: ActionParts, tickets: TicketPorts): void {
  scope.post('/tickets/adopt', route, async (request, reply) => {
    const { numbers, filter = {}, dryRun: isDryRun } = request.body;
    const name = { action: 'adopt', target: numbers?.length === 1 ? numbers[0]! : 'tickets' };
    return performInTransaction(parts, request, reply, name, async (tx) => {
      const heldBack = await lockHeldBackTickets(tx, { ...(numbers && { numbers }), filter });
      if (!isDryRun)
        await tickets.adopt(
          tx,
          heldBack.map(({ id }) => id),
          principalOf(request).name,
        );
      return {
        kind: 'done',
        changed: changedMany(
          heldBack.map(({ number }) => number),
          isDryRun,
        ),
      };
    });
  });
}
