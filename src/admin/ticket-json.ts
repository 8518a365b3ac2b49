import { z } from 'zod';
import { ClockJson, clockJson } from '../clocks/clock-json.ts';
import type { RaisedFact } from '../escalations/explain.ts';
import { describeGaps } from '../tickets/history-gaps.ts';
import { listProblems, type Ticket } from '../tickets/ticket.ts';
import type { DetailsReport } from '../tickets/ticket-details.ts';
import { formatInstant, formatOptionalInstant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import {
  channels,
  clockKinds,
  escalationLevels,
  priorities,
  routes,
  ticketStates,
  tiers,
} from '../vocabulary.ts';
import type { CurrentClock, CurrentVersion } from './ports.ts';
import { shown } from './text-schema.ts';

/** Something about a ticket that could not be understood. */
export const ProblemJson = z
  .object({ field: shown('state'), value: shown('99'), code: shown('unknown-choice') })
  .meta({ id: 'TicketProblem' });

/** What is known of a ticket, its clocks aside. */
const ticketShape = z.object({
  number: shown('CS0001042'),
  sysId: shown('6816f79cc0a8016401c5a33be04be441'),
  table: shown('sn_customerservice_case'),
  state: z.enum(ticketStates),
  priority: z.enum(priorities),
  channel: z.enum(channels),
  tier: z.literal(tiers).describe('Support level.'),
  account: shown('Example Telecom').nullable(),
  serviceLine: shown('UCC').nullable(),
  shortDescription: shown('No dial tone on all lines'),
  assignmentGroup: shown('Service Desk').nullable(),
  covered: z.boolean().describe('Whether a contract covers it; a ticket without one has no clocks.'),
  openedAt: instantText,
  respondedAt: instantText.nullable(),
  diagnosedAt: instantText.nullable(),
  resolvedAt: instantText.nullable(),
  closedAt: instantText.nullable(),
  sysModCount: z.int(),
  sysUpdatedOn: instantText,
  problems: z.array(ProblemJson),
  deletedAt: instantText.nullable(),
});

export const TicketJson = ticketShape.meta({ id: 'Ticket' });

/** What a list needs to know of a clock; how much has elapsed is told by the single ticket. */
export const ListedTicketJson = ticketShape
  .extend({
    clocks: z.array(
      ClockJson.pick({
        kind: true,
        state: true,
        dueAt: true,
        breachedAt: true,
        paused: true,
        targetMs: true,
      }),
    ),
  })
  .meta({ id: 'ListedTicket' });

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
    problems: listProblems(ticket),
    deletedAt: formatOptionalInstant(ticket.deletedAt),
  };
}

export const HistoryJson = z
  .object({
    isComplete: z.boolean(),
    unknownVersions: z.int().describe('Versions that nobody knows.'),
    gaps: z
      .array(shown('2 versions before 4 March 2026 are not known: the audit trail cannot be read.'))
      .describe('What is missing and why, a sentence for each gap.'),
  })
  .meta({ id: 'History' });

export function historyJson(ticket: Ticket): z.infer<typeof HistoryJson> {
  const gaps = describeGaps(ticket);
  const { unknownBefore, unknownBetween } = ticket.history;
  return { isComplete: gaps.length === 0, unknownVersions: unknownBefore + unknownBetween, gaps };
}

/** A clock as `evaluate` prints it, with the priority that it is judged under. */
export const CurrentClockJson = ClockJson.extend({ priority: z.enum(priorities).nullable() }).meta({
  id: 'Clock',
});

export function currentClockJson(clock: CurrentClock): z.infer<typeof CurrentClockJson> {
  return { ...clockJson(clock), priority: clock.priority };
}

export const VersionJson = z
  .object({
    at: instantText,
    state: z.enum(ticketStates),
    priority: z.enum(priorities).nullable(),
    tier: z.literal(tiers),
    sysModCount: z.int(),
    estimated: z.boolean().describe('Nobody observed it: it follows from the first version that was.'),
  })
  .meta({ id: 'Version' });

export function versionJson(version: CurrentVersion): z.infer<typeof VersionJson> {
  return { ...version, at: formatInstant(version.at) };
}

/** A step of the ladder that was really raised. */
export const raisedShape = z.object({
  at: instantText,
  level: z.literal(escalationLevels),
  route: z.enum(routes),
  trigger: z.enum([...clockKinds, 'manual']),
  messageId: shown('xY3kQ0bTn8aZ2mVw7LpR5cJd', 'The write-back that tells of it.'),
});

export const RaisedJson = raisedShape.meta({ id: 'Escalation' });

export function raisedJson(step: RaisedFact): z.infer<typeof raisedShape> {
  const { at, level, route, trigger, messageId } = step;
  return { at: formatInstant(at), level, route, trigger, messageId };
}

/** How complete a ticket is: names of rows of the checklist. */
export const DetailsJson = z.object({
  score: z.int().describe('How much of what is asked for is given, 0 to 100; what is unknown is left out.'),
  present: z.array(shown('Fault description')),
  missing: z.array(shown('Call logs')),
  unknown: z
    .array(shown('Screenshots'))
    .describe(
      'May be given where the account cannot look: a field or attachments that it may not read, or were not looked at yet.',
    ),
});

export function detailsJson({
  score,
  present,
  missing,
  unknown,
}: DetailsReport): z.infer<typeof DetailsJson> {
  return { score, present: [...present], missing: [...missing], unknown: [...unknown] };
}
