import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { principalOf } from '../http/tokens.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { formatInstant } from '../time/instant.ts';
import { type ActionOutcome, type ActionParts, performAction, performInTransaction } from './action.ts';
import { actionRoute, Changed, instant, NoBody, refusedBecause } from './action-schema.ts';
import { contactJson } from './contact-json.ts';
import { findTicket } from './find-ticket-store.ts';
import type { EscalateResult, NotPossible, TicketOrders, TicketPorts } from './ports.ts';
import { sentence } from './text-schema.ts';
import { TicketParams, TicketQuery } from './ticket-route.ts';

const EscalateBody = z.strictObject({ reason: sentence });
const NoteBody = z.strictObject({ note: sentence });
const AcknowledgeBody = z.strictObject({
  note: sentence,
  until: instant.optional(),
});

function taking<Body extends z.ZodType>(body: Body) {
  const response = { 200: Changed, 202: Changed };
  const schema = { tags: ['tickets'], params: TicketParams, querystring: TicketQuery, body, response };
  return { ...actionRoute, schema };
}

type TicketRequest = FastifyRequest<{
  Params: z.infer<typeof TicketParams>;
  Querystring: z.infer<typeof TicketQuery>;
}>;

/** What people order for a ticket: escalate, acknowledge, stand down, adopt, fetch again. */
export function registerTicketActions(scope: HttpServer, parts: ActionParts, tickets: TicketPorts): void {
  const order = async (
    action: string,
    request: TicketRequest,
    reply: FastifyReply,
    act: (orders: TicketOrders, who: string) => Promise<ActionOutcome>,
  ): Promise<void> => {
    const ticket = await findTicket(parts.db, request.params.number, request.query.table);
    const who = principalOf(request).name;
    return performAction(parts, request, reply, { action, target: ticket.number }, (bookkeep) =>
      tickets.command(ticket.id, (tx, orders) => bookkeep(tx, () => act(orders, who))),
    );
  };

  scope.post('/tickets/:number/escalate', taking(EscalateBody), (request, reply) =>
    order('escalate', request, reply, async (orders, who) =>
      escalated(await orders.escalate({ who, reason: request.body.reason })),
    ),
  );

  scope.post('/tickets/:number/acknowledge', taking(AcknowledgeBody), (request, reply) =>
    order('acknowledge', request, reply, async (orders, who) => {
      const { note, until = null } = request.body;
      const result = await orders.acknowledge({ who, note, until });
      return result.kind === 'not-possible'
        ? refusedBecause(result.why)
        : { kind: 'done', changed: { acknowledgedUntil: formatInstant(result.until) } };
    }),
  );

  scope.post('/tickets/:number/stand-down', taking(NoteBody), (request, reply) =>
    order('stand-down', request, reply, async (orders, who) =>
      since('stoodDownAt', await orders.standDown({ who, note: request.body.note })),
    ),
  );

  scope.post('/tickets/:number/adopt', taking(NoBody), (request, reply) =>
    order('adopt', request, reply, async (orders, who) => since('adoptedAt', await orders.adopt({ who }))),
  );

  scope.post('/tickets/:number/resync', taking(NoBody), async (request, reply) => {
    const ticket = await findTicket(parts.db, request.params.number, request.query.table);
    const name = { action: 'resync', target: ticket.number };
    return performInTransaction(parts, request, reply, name, async () => beginResync(ticket, tickets));
  });
}

function escalated(result: EscalateResult): ActionOutcome {
  if (result.kind === 'not-possible') return refusedBecause(result.why);
  if (result.kind === 'too-early') {
    const earliestAt = formatInstant(result.earliestAt);
    const members = { earliestAt, contact: contactJson(result.contact) };
    const detail = `The next level may be raised from ${earliestAt} on; until then call ${result.contact.details}.`;
    return { kind: 'refused', problem: new HttpProblem('escalation-too-early', { detail, members }) };
  }
  const { level, route, messageId } = result;
  return { kind: 'done', changed: { level, route, messageId, raisedAt: formatInstant(result.at) } };
}

function since(
  member: string,
  result: { readonly kind: string; readonly at: number } | NotPossible,
): ActionOutcome {
  if ('why' in result) return refusedBecause(result.why);
  return { kind: 'done', changed: { [member]: formatInstant(result.at) } };
}

function beginResync({ table, sysId, number }: Ticket, tickets: TicketPorts): ActionOutcome {
  return { kind: 'begun', changed: { number, table }, afterCommit: () => tickets.resync({ table, sysId }) };
}
