import { z } from 'zod';
import { loadEscalations } from '../escalations/escalation-store.ts';
import type { HttpServer } from '../http/http-server.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { escalationLevels } from '../vocabulary.ts';
import { ContactJson, contactJson } from './contact-json.ts';
import { findTicket } from './find-ticket-store.ts';
import type { TicketPorts } from './ports.ts';
import { line } from './text-schema.ts';
import {
  ClockJson,
  clockJson,
  DetailsJson,
  detailsJson,
  instantText,
  ProblemJson,
  RaisedJson,
  TicketJson,
  ticketJson,
  VersionJson,
  versionJson,
} from './ticket-json.ts';

export const TicketParams = z.object({ number: line(80) });
export const TicketQuery = z.strictObject({ table: line(80).optional() });

const TicketDetail = z.object({
  ticket: TicketJson,
  clocks: z.array(ClockJson),
  timeline: z.array(VersionJson),
  escalations: z.array(RaisedJson),
  problems: z.array(ProblemJson),
  details: DetailsJson,
});

const Advice = z.object({
  number: z.string(),
  isPermitted: z.boolean(),
  nextLevel: z.literal(escalationLevels).nullable(),
  earliestAt: instantText.nullable(),
  contact: ContactJson,
  level: z.literal([0, ...escalationLevels]),
  lastRaisedAt: instantText.nullable(),
  episodeBeganAt: instantText.nullable(),
  acknowledgedUntil: instantText.nullable(),
  isHeldBack: z.boolean(),
});

const asked = { tags: ['tickets'], params: TicketParams, querystring: TicketQuery };

/** `GET /admin/tickets/{number}`: one ticket, `…/explain` its due times, `…/escalation` what may be done about it. */
export function registerTicket(scope: HttpServer, db: Db, tickets: TicketPorts): void {
  const schema = { ...asked, response: { 200: TicketDetail } };
  scope.get('/tickets/:number', { schema }, async (request) => {
    const ticket = await findTicket(db, request.params.number, request.query.table);
    const { clocks, timeline } = await tickets.judge(ticket.id);
    const escalations = (await loadEscalations(db, [ticket.id])).get(ticket.id) ?? [];
    return {
      ticket: ticketJson(ticket),
      clocks: clocks.map(clockJson),
      timeline: timeline.map(versionJson),
      escalations: escalations.map((step) => ({ ...step, at: formatInstant(step.at) })),
      problems: [...ticket.problems],
      details: detailsJson(await tickets.reportDetails(ticket)),
    };
  });

  const explained = { ...asked, response: { 200: z.looseObject({ number: z.string() }) } };
  scope.get('/tickets/:number/explain', { schema: explained }, async (request) => {
    const ticket = await findTicket(db, request.params.number, request.query.table);
    return { number: ticket.number, ...(await tickets.explain(ticket.id)) };
  });

  const advised = { ...asked, response: { 200: Advice } };
  scope.get('/tickets/:number/escalation', { schema: advised }, async (request) => {
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
