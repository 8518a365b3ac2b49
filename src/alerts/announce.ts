import type { Instant } from '../time/instant.ts';
import type {
  ClockKind,
  ClockState,
  EscalationLevel,
  EscalationTrigger,
  Priority,
  Route,
} from '../vocabulary.ts';
import { type Annotation, breachAnnotation, escalationAnnotation, linkTo } from './annotation.ts';

/** What is told about single tickets, as it lies in the queue: whose alerts to push, or what to note in Grafana. */
export type AlertOrder =
  | { readonly kind: 'ticket'; readonly ticketId: number }
  | { readonly kind: 'annotation'; readonly annotation: Annotation };

export interface AlertJob {
  readonly key: string;
  readonly data: AlertOrder;
}

interface ComparedClock {
  readonly kind: ClockKind;
  readonly state: ClockState;
  readonly priority: Priority | null;
  readonly breachedAt: Instant | null;
}

/** One ticket as it was just judged. */
export interface JudgedTicket {
  readonly ticket: { readonly id: number; readonly number: string; readonly table: string };
  readonly clocksBefore: readonly ComparedClock[];
  readonly clocks: readonly ComparedClock[];
  readonly newBreaches: readonly {
    readonly kind: ClockKind;
    readonly priority: Priority;
    readonly breachedAt: Instant | null;
  }[];
  /** Steps raised now, by themselves or on request. */
  readonly raised: readonly {
    readonly at: Instant;
    readonly level: EscalationLevel;
    readonly trigger: EscalationTrigger;
    readonly route: Route;
  }[];
  /** Breached before it was first mirrored, and adopted by nobody: shown, but not told. */
  readonly isHeldBack: boolean;
}

/** Who is told: either may be left out of the configuration. */
export interface AlertTargets {
  readonly alertmanager: boolean;
  readonly grafana: boolean;
  /** The ticket's page for people. */
  pageOf(ticket: JudgedTicket['ticket']): string;
}

/**
 * What has to be told after a judgement. The jobs are put into the queue by the transaction that stores the judgement,
 * so that none is lost and none tells what was rolled back. An order for alerts names the ticket only: what is pushed is
 * read when it is pushed, so that an order that comes late, or twice, tells what is true then.
 */
export function announce(judged: JudgedTicket, targets: AlertTargets): AlertJob[] {
  if (judged.isHeldBack) return [];
  return [
    ...(targets.alertmanager && hasNews(judged) ? [alertsOf(judged.ticket.id)] : []),
    ...(targets.grafana ? annotationsOf(judged, targets.pageOf(judged.ticket)) : []),
  ];
}

function hasNews({ clocksBefore, clocks, raised }: JudgedTicket): boolean {
  if (raised.length > 0) return clocks.some((clock) => clock.state === 'breached');
  return clocks.some((clock) => {
    const before = clocksBefore.find((one) => one.kind === clock.kind);
    return describe(before) !== describe(clock);
  });
}

/** As far as an alert shows it; the same for every clock that is not overdue. */
function describe(clock: ComparedClock | undefined): string {
  return clock?.state === 'breached' ? `${clock.priority} ${clock.breachedAt}` : '';
}

function alertsOf(ticketId: number): AlertJob {
  return { key: `ticket:${ticketId}`, data: { kind: 'ticket', ticketId } };
}

function annotationsOf({ ticket, newBreaches, raised }: JudgedTicket, page: string): AlertJob[] {
  const link = linkTo(ticket.number, page);
  const breaches = newBreaches.flatMap(({ kind, priority, breachedAt }) =>
    breachedAt === null ? [] : [breachAnnotation(link, { kind, priority, breachedAt })],
  );
  const escalations = raised.map((step) => escalationAnnotation(link, step));
  return [...breaches, ...escalations].map((annotation) => ({
    key: `annotations:${ticket.id}`,
    data: { kind: 'annotation', annotation },
  }));
}
