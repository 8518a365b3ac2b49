import { createHash } from 'node:crypto';
import type { ClockReport } from '../clocks/clock-report.ts';
import { describeContact, type EscalationContact } from '../escalations/route.ts';
import type { Ticket } from '../tickets/ticket.ts';
import { formatDuration } from '../time/format-duration.ts';
import type { Instant } from '../time/instant.ts';
import type { ClockKind, EscalationLevel, EscalationTrigger, MessageKind } from '../vocabulary.ts';

/** One write-back: what one PATCH will carry. */
export interface Message {
  /** Also the marker at the end of the note. */
  readonly id: string;
  readonly kind: MessageKind;
  readonly level: EscalationLevel | null;
  /** Field names of ServiceNow to values. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The `escalation` field knows no level above 3 (Overdue). */
const escalationField: Record<EscalationLevel, string> = { 1: '1', 2: '2', 3: '3', 4: '3' };

/**
 * The id of a message, derived from what it stands for: a database rebuilt from nothing comes to the same ids, and so
 * finds its own markers in the journal.
 */
export function messageId(
  ticket: Pick<Ticket, 'table' | 'sysId'>,
  ...what: readonly (string | number)[]
): string {
  const text = [ticket.table, ticket.sysId, ...what].join('\n');
  return createHash('sha256').update(text).digest('base64url').slice(0, 24);
}

/** The line that ends every note, by which our own notes are found again. */
export function marker(id: string): string {
  return `[sla-bridge:${id}]`;
}

export interface EscalationNotice {
  readonly id: string;
  readonly at: Instant;
  readonly level: EscalationLevel;
  readonly trigger: EscalationTrigger;
  readonly contact: EscalationContact;
  /** Every clock that is overdue now. */
  readonly overdue: readonly ClockReport[];
  /** When the next step may be taken at the earliest. */
  readonly nextAt: Instant;
  /** Asked for by a person: why. */
  readonly request: string | null;
  /** The support level that is asked to take over, and the group where one is configured. */
  readonly handover: Handover | null;
  /** The ticket's page in the console; null where there is no address for people elsewhere. */
  readonly page: string | null;
  /** Fields of the instance's own, by name, and what each is filled with. */
  readonly ownFields: Readonly<Record<string, NoticeFact>>;
}

/** What an instance's own field may be filled with. */
export type NoticeFact = 'level' | 'position' | 'clock' | 'breachedAt' | 'nextEscalationAt';

export interface Handover {
  readonly supportLevel: string;
  readonly group: string | null;
}

/** The PATCH for one step of the ladder. */
export function escalationMessage(notice: EscalationNotice): Message {
  const { contact, level } = notice;
  const lines = [
    `SLA escalation level ${level} (${contact.position}), raised ${formatForNote(notice.at)}.`,
    ...notice.overdue.map(overdueLine),
    ...(notice.request === null ? [] : [`Requested: ${notice.request}`]),
    contactLine(contact),
    `Next escalation not before ${formatForNote(notice.nextAt)}.`,
    ...handoverLines(notice.handover),
    ...pageLines(notice.page),
  ];
  return {
    id: notice.id,
    kind: 'escalation',
    level,
    fields: {
      escalation: escalationField[level],
      work_notes: note(lines, notice.id),
      ...handoverFields(notice.handover),
      ...ownFields(notice),
    },
  };
}

function ownFields(notice: EscalationNotice): Record<string, string> {
  const cause = notice.overdue.find((clock) => clock.kind === notice.trigger) ?? null;
  const facts: Record<NoticeFact, string> = {
    level: String(notice.level),
    position: notice.contact.position,
    clock: notice.trigger,
    breachedAt: cause?.breachedAt ? formatForField(cause.breachedAt) : '',
    nextEscalationAt: formatForField(notice.nextAt),
  };
  return Object.fromEntries(Object.entries(notice.ownFields).map(([field, fact]) => [field, facts[fact]]));
}

/** The work note for a breach that raises no step of its own. */
export function breachMessage(
  id: string,
  clock: ClockReport,
  contact: EscalationContact,
  { handover, page }: Pick<EscalationNotice, 'handover' | 'page'>,
): Message {
  const lines = [
    `SLA breach: ${clock.kind}.`,
    overdueLine(clock),
    contactLine(contact),
    ...handoverLines(handover),
    ...pageLines(page),
  ];
  const fields = { work_notes: note(lines, id), ...handoverFields(handover) };
  return { id, kind: 'breach', level: null, fields };
}

/** The advice that urgent tickets be phoned in (support definition, "How to Raise an Issue"). */
export function phoneAdviceMessage(id: string, ticket: Ticket, phone: string): Message {
  const lines = [
    `This ${ticket.priority} ticket came by ${ticket.channel}. Urgent or critical issues are best raised by telephone: ${phone}.`,
  ];
  return { id, kind: 'phone-advice', level: null, fields: { work_notes: note(lines, id) } };
}

/**
 * The comment that asks the customer for what is missing (support definition, "Required ticket details"). The customer
 * reads it, the marker at its end included.
 */
export function ticketDetailsMessage(id: string, missing: readonly string[]): Message {
  const lines = [
    'Thank you for raising this ticket. The more detail we have, the quicker we are able to resolve it. Could you please add:',
    ...missing.map((row) => `- ${row}`),
  ];
  return { id, kind: 'ticket-details', level: null, fields: { comments: note(lines, id) } };
}

/** The id of that comment: one for each ticket, ever. */
export function ticketDetailsMessageId(ticket: Pick<Ticket, 'table' | 'sysId'>): string {
  return messageId(ticket, 'ticket-details');
}

/** The note that sets the escalation field back after the trouble has ended. */
export function ladderResetMessage(id: string, at: Instant): Message {
  const lines = [`SLA escalation ended ${formatForNote(at)}: nothing is overdue any more.`];
  return { id, kind: 'ladder-reset', level: null, fields: { escalation: '0', work_notes: note(lines, id) } };
}

function overdueLine(clock: ClockReport): string {
  const due = clock.dueAt === null ? '' : `, due ${formatForNote(clock.dueAt)}`;
  const overMs = Math.max(0, clock.elapsedMs - clock.targetMs);
  const paused = clock.paused ? ' (waiting on the customer now)' : '';
  return `Breached: ${clock.kind} (target ${formatDuration(clock.targetMs)}${due}), overdue by ${formatDuration(overMs)}${paused}.`;
}

function contactLine(contact: EscalationContact): string {
  return `Contact now: ${describeContact(contact)}.`;
}

function handoverLines(handover: Handover | null): string[] {
  return handover === null ? [] : [`Hand-over asked for: support level ${handover.supportLevel}.`];
}

function pageLines(page: string | null): string[] {
  return page === null ? [] : [`Clocks and ladder: ${page}`];
}

function handoverFields(handover: Handover | null): Record<string, string> {
  return handover?.group ? { assignment_group: handover.group } : {};
}

function note(lines: readonly string[], id: string): string {
  return [...lines, marker(id)].join('\n');
}

function formatForNote(at: Instant): string {
  return `${formatForField(at)} UTC`;
}

/** As ServiceNow takes dates: `YYYY-MM-DD HH:MM:SS`, UTC. */
function formatForField(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** The id of the message of one step: record, episode, level and ordinal. */
export function escalationMessageId(
  ticket: Pick<Ticket, 'table' | 'sysId'>,
  episodeBeganAt: Instant,
  level: EscalationLevel,
  ordinal: number,
): string {
  return messageId(ticket, 'escalation', episodeBeganAt, level, ordinal);
}

/** The id of the note for one breach. */
export function breachMessageId(
  ticket: Pick<Ticket, 'table' | 'sysId'>,
  kind: ClockKind,
  breachedAt: Instant,
): string {
  return messageId(ticket, 'breach', kind, breachedAt);
}
