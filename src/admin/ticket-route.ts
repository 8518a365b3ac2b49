import { z } from 'zod';
import { loadEscalations } from '../escalations/escalation-store.ts';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { listProblems } from '../tickets/ticket.ts';
import { formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { escalationLevels } from '../vocabulary.ts';
import { ContactJson, contactJson } from './contact-json.ts';
import { ExplanationJson } from './explanation-json.ts';
import { findTicket } from './find-ticket-store.ts';
import type { TicketPorts } from './ports.ts';
import { line, shown } from './text-schema.ts';
import {
  CurrentClockJson,
  currentClockJson,
  DetailsJson,
  detailsJson,
  HistoryJson,
  historyJson,
  ProblemJson,
  RaisedJson,
  raisedJson,
  TicketJson,
  ticketJson,
  VersionJson,
  versionJson,
} from './ticket-json.ts';

export const TicketParams = z.object({ number: line(80).meta({ examples: ['CS0001042'] }) });
export const TicketQuery = z.strictObject({
  table: line(80).optional().describe('Needed where two tables have a ticket of this number.'),
});

const TicketDetail = z
  .object({
    ticket: TicketJson,
    clocks: z.array(CurrentClockJson),
    timeline: z.array(VersionJson).describe('Oldest first, each version with what held from then on.'),
    escalations: z.array(RaisedJson).describe('What was really raised, oldest first.'),
    problems: z.array(ProblemJson),
    details: DetailsJson,
    history: HistoryJson,
  })
  .meta({ id: 'TicketDetail' });

const Advice = z
  .object({
    number: shown('CS0001042'),
    isPermitted: z.boolean(),
    nextLevel: z.literal(escalationLevels).nullable().describe('The level that a request would raise.'),
    earliestAt: instantText.nullable().describe('When a request is permitted at the earliest.'),
    contact: ContactJson.describe('Whom to call now.'),
    level: z.literal([0, ...escalationLevels]).describe('The level reached, 0 before the first.'),
    lastRaisedAt: instantText.nullable(),
    episodeBeganAt: instantText.nullable(),
    acknowledgedUntil: instantText.nullable(),
    isHeldBack: z
      .boolean()
      .describe('It was overdue when first mirrored and raises nothing until somebody adopts it.'),
  })
  .meta({ id: 'EscalationAdvice' });

const asked = {
  group: 'tickets',
  params: TicketParams,
  querystring: TicketQuery,
  problems: ['ticket-not-found', 'ticket-ambiguous'],
} as const;

const shownSchema = routeSchema({
  ...asked,
  operationId: 'readTicket',
  summary: 'Show a ticket',
  description: 'One that was deleted in ServiceNow is still answered, with `deletedAt`.',
  response: { 200: TicketDetail },
});

const explainedSchema = routeSchema({
  ...asked,
  operationId: 'explainTicket',
  summary: 'Explain a ticket',
  description:
    'Why each clock stands as it does, how each due time comes about, and what the ladder does next.',
  response: { 200: ExplanationJson },
});

const advisedSchema = routeSchema({
  ...asked,
  operationId: 'adviseEscalation',
  summary: 'Ask whether a ticket may be escalated now',
  description: 'To which level, whom to call, and if not now, when.',
  response: { 200: Advice },
});

/** `GET /admin/tickets/{number}`: one ticket, `…/explain` its due times, `…/escalation` what may be done about it. */
export function registerTicket(scope: HttpServer, db: Db, tickets: TicketPorts): void {
  scope.get('/tickets/:number', { schema: shownSchema }, async (request) => {
    const ticket = await findTicket(db, request.params.number, request.query.table);
    const { clocks, timeline } = await tickets.judge(ticket.id);
    const escalations = (await loadEscalations(db, [ticket.id])).get(ticket.id) ?? [];
    return {
      ticket: ticketJson(ticket),
      clocks: clocks.map(currentClockJson),
      timeline: timeline.map(versionJson),
      escalations: escalations.map(raisedJson),
      problems: listProblems(ticket),
      details: detailsJson(await tickets.reportDetails(ticket)),
      history: historyJson(ticket),
    };
  });

  scope.get('/tickets/:number/explain', { schema: explainedSchema }, async (request) => {
    const ticket = await findTicket(db, request.params.number, request.query.table);
    return tickets.explain(ticket.id);
  });

  scope.get('/tickets/:number/escalation', { schema: advisedSchema }, async (request) => {
    const ticket = await findTicket(db, request.params.number, request.query.table);
    const advice = await tickets.adviseEscalation(ticket.id);
    return {
      ...advice,
      number: ticket.number,
      contact: contactJson(advice.contact),
      earliestAt: formatOptionalInstant(advice.earliestAt),
      lastRaisedAt: formatOptionalInstant(advice.lastRaisedAt),
      episodeBeganAt: formatOptionalInstant(advice.episodeBeganAt),
      acknowledgedUntil: formatOptionalInstant(advice.acknowledgedUntil),
    };
  });
}
