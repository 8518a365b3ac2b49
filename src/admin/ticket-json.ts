import { z } from 'zod';
import type { Ticket } from '../tickets/ticket.ts';
import type { DetailsReport } from '../tickets/ticket-details.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { channels, clockKinds, clockStates, priorities, routes, ticketStates } from '../vocabulary.ts';
import type { CurrentClock, CurrentVersion } from './ports.ts';

/** An instant, ISO 8601 in UTC with milliseconds. */
export const instantText = z.iso.datetime();

export const ProblemJson = z.object({ field: z.string(), value: z.string(), code: z.string() });

export const TicketJson = z.object({
  number: z.string(),
  sysId: z.string(),
  table: z.string(),
  state: z.enum(ticketStates),
  priority: z.enum(priorities),
  channel: z.enum(channels),
  tier: z.number().int(),
  account: z.string().nullable(),
  serviceLine: z.string().nullable(),
  shortDescription: z.string(),
  assignmentGroup: z.string().nullable(),
  covered: z.boolean(),
  openedAt: instantText,
  respondedAt: instantText.nullable(),
  diagnosedAt: instantText.nullable(),
  resolvedAt: instantText.nullable(),
  closedAt: instantText.nullable(),
  sysModCount: z.number().int(),
  sysUpdatedOn: instantText,
  problems: z.array(ProblemJson),
  deletedAt: instantText.nullable(),
});

/** A ticket as the admin API shows it. */
export function ticketJson(ticket: Ticket): z.infer<typeof TicketJson> {
  return {
    number: ticket.number,
    sysId: ticket.sysId,
    table: ticket.table,
    state: ticket.state,
    priority: ticket.priority,
    channel: ticket.channel,
    tier: ticket.tier,
    account: ticket.account,
    serviceLine: ticket.serviceLine,
    shortDescription: ticket.shortDescription,
    assignmentGroup: ticket.assignmentGroup,
    covered: ticket.covered,
    openedAt: formatInstant(ticket.openedAt),
    respondedAt: formatOptionalInstant(ticket.respondedAt),
    diagnosedAt: formatOptionalInstant(ticket.diagnosedAt),
    resolvedAt: formatOptionalInstant(ticket.resolvedAt),
    closedAt: formatOptionalInstant(ticket.closedAt),
    sysModCount: ticket.sysModCount,
    sysUpdatedOn: formatInstant(ticket.sysUpdatedAt),
    problems: [...ticket.problems],
    deletedAt: formatOptionalInstant(ticket.deletedAt),
  };
}

export const ClockJson = z.object({
  kind: z.enum(clockKinds),
  state: z.enum(clockStates),
  startedAt: instantText.nullable(),
  dueAt: instantText.nullable(),
  stoppedAt: instantText.nullable(),
  breachedAt: instantText.nullable(),
  superseded: z.array(instantText),
  paused: z.boolean(),
  elapsedMs: z.number().int(),
  targetMs: z.number().int(),
  reason: z.string().optional(),
  priority: z.enum(priorities).nullable(),
});

/** A clock as `evaluate` prints it, with the priority that it is judged under. */
export function clockJson(clock: CurrentClock): z.infer<typeof ClockJson> {
  return {
    kind: clock.kind,
    state: clock.state,
    startedAt: formatOptionalInstant(clock.startedAt),
    dueAt: formatOptionalInstant(clock.dueAt),
    stoppedAt: formatOptionalInstant(clock.stoppedAt),
    breachedAt: formatOptionalInstant(clock.breachedAt),
    superseded: clock.superseded.map(formatInstant),
    paused: clock.paused,
    elapsedMs: clock.elapsedMs,
    targetMs: clock.targetMs,
    ...(clock.reason === null ? {} : { reason: clock.reason }),
    priority: clock.priority,
  };
}

export const VersionJson = z.object({
  at: instantText,
  state: z.enum(ticketStates),
  priority: z.enum(priorities).nullable(),
  tier: z.number().int(),
  sysModCount: z.number().int(),
  estimated: z.boolean(),
});

export function versionJson(version: CurrentVersion): z.infer<typeof VersionJson> {
  return { ...version, at: formatInstant(version.at) };
}

export const RaisedJson = z.object({
  at: instantText,
  level: z.number().int(),
  route: z.enum(routes),
  trigger: z.enum([...clockKinds, 'manual']),
  messageId: z.string(),
});

/** How complete a ticket is: names of rows of the checklist. */
export const DetailsJson = z.object({
  /** How much of what is asked for is given, 0 to 100; what is unknown is left out. */
  score: z.number().int(),
  present: z.array(z.string()),
  missing: z.array(z.string()),
  /** May be given where the account cannot look: a field or attachments that it may not read, or were not looked at yet. */
  unknown: z.array(z.string()),
});

export function detailsJson({
  score,
  present,
  missing,
  unknown,
}: DetailsReport): z.infer<typeof DetailsJson> {
  return { score, present: [...present], missing: [...missing], unknown: [...unknown] };
}
