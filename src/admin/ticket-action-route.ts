import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HttpServer } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { principalOf } from '../http/tokens.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { formatInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { escalationLevels, routes } from '../vocabulary.ts';
import { type ActionOutcome, type ActionParts, performAction, performInTransaction } from './action.ts';
import { actionRoute, type ChangeOf, changedOf, instant, NoBody, refusedBecause } from './action-schema.ts';
import { contactJson } from './contact-json.ts';
import { findTicket } from './find-ticket-store.ts';
import type { EscalateResult, NotPossible, TicketOrders, TicketPorts } from './ports.ts';
import { sentence, shown } from './text-schema.ts';
import { TicketParams, TicketQuery } from './ticket-route.ts';

const EscalateBody = z.strictObject({ reason: sentence }).meta({ id: 'EscalateOrder' });
const NoteBody = z.strictObject({ note: sentence }).meta({ id: 'StandDownOrder' });
const AcknowledgeBody = z
  .strictObject({
    note: sentence,
    until: instant.optional().describe("Without it: as long as the current level's minimum time."),
  })
  .meta({ id: 'AcknowledgeOrder' });

const Raised = changedOf('EscalatedChange', {
  level: z.literal(escalationLevels),
  route: z.enum(routes),
  messageId: shown('xY3kQ0bTn8aZ2mVw7LpR5cJd'),
  raisedAt: instantText,
});
const Acknowledged = changedOf('AcknowledgedChange', { acknowledgedUntil: instantText });
const StoodDown = changedOf('StoodDownChange', { stoodDownAt: instantText });
const Adopted = changedOf('AdoptedChange', { adoptedAt: instantText });
const Resynced = changedOf('ResyncedChange', {
  number: shown('CS0001042'),
  table: shown('sn_customerservice_case'),
});

const ordered = {
  group: 'tickets',
  params: TicketParams,
  querystring: TicketQuery,
  problems: ['ticket-not-found', 'ticket-ambiguous', 'action-not-possible'],
} as const;

const escalateRoute = actionRoute({
  ...ordered,
  operationId: 'escalateTicket',
  summary: 'Escalate a ticket',
  description: "Raises the next level of the ladder, if the current level's minimum time has passed.",
  body: EscalateBody,
  response: { 200: Raised },
  problems: [...ordered.problems, 'escalation-too-early'],
});

const acknowledgeRoute = actionRoute({
  ...ordered,
  operationId: 'acknowledgeTicket',
  summary: 'Acknowledge an escalation',
  description: 'The ladder is climbed no further until the acknowledgement ends.',
  body: AcknowledgeBody,
  response: { 200: Acknowledged },
});

const standDownRoute = actionRoute({
  ...ordered,
  operationId: 'standDownTicket',
  summary: 'Stand an escalation down',
  body: NoteBody,
  response: { 200: StoodDown },
});

const adoptRoute = actionRoute({
  ...ordered,
  operationId: 'adoptTicket',
  summary: 'Adopt a ticket that was overdue when first mirrored',
  description: 'From now on its breaches are escalated like any others.',
  body: NoBody,
  response: { 200: Adopted },
});

const resyncRoute = actionRoute({
  ...ordered,
  operationId: 'resyncTicket',
  summary: 'Fetch a ticket again',
  description: 'Begun, not done: what comes of it is seen on the ticket.',
  body: NoBody,
  response: { 202: Resynced },
  problems: ['ticket-not-found', 'ticket-ambiguous'],
});

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

  scope.post('/tickets/:number/escalate', escalateRoute, (request, reply) =>
    order('escalate', request, reply, async (orders, who) =>
      escalated(await orders.escalate({ who, reason: request.body.reason })),
    ),
  );

  scope.post('/tickets/:number/acknowledge', acknowledgeRoute, (request, reply) =>
    order('acknowledge', request, reply, async (orders, who) => {
      const { note, until = null } = request.body;
      const result = await orders.acknowledge({ who, note, until });
      if (result.kind === 'not-possible') return refusedBecause(result.why);
      const changed: ChangeOf<typeof Acknowledged> = { acknowledgedUntil: formatInstant(result.until) };
      return { kind: 'done', changed };
    }),
  );

  scope.post('/tickets/:number/stand-down', standDownRoute, (request, reply) =>
    order('stand-down', request, reply, async (orders, who) =>
      since('stoodDownAt', await orders.standDown({ who, note: request.body.note })),
    ),
  );

  scope.post('/tickets/:number/adopt', adoptRoute, (request, reply) =>
    order('adopt', request, reply, async (orders, who) => since('adoptedAt', await orders.adopt({ who }))),
  );

  scope.post('/tickets/:number/resync', resyncRoute, async (request, reply) => {
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
  const changed: ChangeOf<typeof Raised> = { level, route, messageId, raisedAt: formatInstant(result.at) };
  return { kind: 'done', changed };
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
