import { describeContact, type EscalationContact } from '../escalations/route.ts';
import { formatDuration } from '../time/format-duration.ts';
import { formatInstant, type Instant, MINUTE_MS } from '../time/instant.ts';
import type { EscalationLevel } from '../vocabulary.ts';
import type { AlertedTicket, BreachedClock } from './breached-clock.ts';

/** An alert as Alertmanager's API (version 2) takes it. Its labels are its identity. */
export interface TicketAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
}

/** Where people find a ticket, and whom they are to call. */
export interface AlertContext {
  /** The record in ServiceNow. */
  recordUrl(ticket: AlertedTicket): string;
  /** The ticket in this service's console. */
  consoleUrl(ticket: AlertedTicket): string;
  contactFor(ticket: AlertedTicket, level: EscalationLevel): EscalationContact;
  readonly runbookUrl: string;
}

/**
 * An alert that is not sent again ends by itself after this long, so that none outlives a service that is gone. Several
 * times the interval of sending, so that a few lost rounds end none.
 */
export const ALERT_LIFETIME_MS = 5 * MINUTE_MS;

/** The alert for one clock, as it stands at `now` (machine time, for Alertmanager knows no other). */
export function ticketAlert(clock: BreachedClock, context: AlertContext, now: Instant): TicketAlert {
  const startsAt = Math.min(clock.breachedAt, now);
  const endsAt =
    clock.endedAt === null ? now + ALERT_LIFETIME_MS : Math.max(startsAt, Math.min(clock.endedAt, now));
  return {
    labels: labelsOf(clock, clock.level),
    annotations: annotationsOf(clock, context, now),
    startsAt: formatInstant(startsAt),
    endsAt: formatInstant(endsAt),
    generatorURL: context.consoleUrl(clock.ticket),
  };
}

/** The same alert under the levels that the ticket has left behind, ended: a label that changes makes a new alert. */
export function outgrownAlerts(clock: BreachedClock, context: AlertContext, now: Instant): TicketAlert[] {
  const current = ticketAlert(clock, context, now);
  const endsAt = formatInstant(now);
  return [0, 1, 2, 3]
    .filter((level) => level < clock.level)
    .map((level) => ({ ...current, labels: labelsOf(clock, level), endsAt }));
}

function labelsOf({ ticket, kind, priority }: BreachedClock, level: number): Record<string, string> {
  return {
    alertname: 'TicketSlaBreached',
    severity: priority === 'critical' || priority === 'high' ? 'critical' : 'warning',
    ticket: ticket.number,
    table: ticket.table,
    clock: kind,
    priority,
    level: String(level),
    ...(ticket.account === null ? {} : { account: ticket.account }),
  };
}

function annotationsOf(clock: BreachedClock, context: AlertContext, now: Instant): Record<string, string> {
  const { ticket, kind, priority, dueAt, breachedAt, endedAt, level } = clock;
  const contact = context.contactFor(ticket, level === 0 ? 1 : level);
  return {
    summary: `${ticket.number}: the ${kind} target of this ${priority} ticket was missed.`,
    description: ticket.shortDescription,
    due: formatInstant(dueAt ?? breachedAt),
    overrun: `${formatDuration(Math.max(0, (endedAt ?? now) - breachedAt))} since the breach`,
    contact: describeContact(contact),
    record_url: context.recordUrl(ticket),
    console_url: context.consoleUrl(ticket),
    runbook_url: context.runbookUrl,
  };
}
