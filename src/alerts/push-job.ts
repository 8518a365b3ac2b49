import type { Instant } from '../time/instant.ts';
import type { PushAlerts } from './alertmanager-client.ts';
import type { AlertOrder } from './announce.ts';
import type { BreachedClock } from './breached-clock.ts';
import type { Annotate } from './grafana-client.ts';
import { AlertPushError } from './push-error.ts';
import { type AlertContext, outgrownAlerts, ticketAlert } from './ticket-alert.ts';

export type AlertTarget = 'alertmanager' | 'grafana';
export type PushOutcome = 'ok' | 'failed' | 'refused';

export interface PushPorts {
  /** Null where it is not configured (any more): orders for it are done with. */
  readonly pushAlerts: PushAlerts | null;
  readonly annotate: Annotate | null;
  readonly context: AlertContext;
  loadBreachesOf(ticketId: number): Promise<BreachedClock[]>;
  /** Machine time. */
  now(): Instant;
  onPushed(target: AlertTarget, outcome: PushOutcome, error: AlertPushError | null): void;
}

/** Does what one order of the queue says. Throws what is worth another try later; what is hopeless is told and dropped. */
export async function pushOrder(order: AlertOrder, ports: PushPorts): Promise<void> {
  if (order.kind === 'annotation') {
    const { annotate } = ports;
    if (annotate !== null) await attempt('grafana', ports, () => annotate(order.annotation));
    return;
  }
  const { pushAlerts } = ports;
  if (pushAlerts === null) return;
  const clocks = await ports.loadBreachesOf(order.ticketId);
  if (clocks.length > 0) await attempt('alertmanager', ports, () => pushAlerts(alertsFor(clocks, ports)));
}

function alertsFor(clocks: readonly BreachedClock[], { context, now }: PushPorts) {
  const at = now();
  return clocks.flatMap((clock) => [ticketAlert(clock, context, at), ...outgrownAlerts(clock, context, at)]);
}

async function attempt(
  target: AlertTarget,
  { onPushed }: Pick<PushPorts, 'onPushed'>,
  push: () => Promise<void>,
): Promise<void> {
  try {
    await push();
    onPushed(target, 'ok', null);
  } catch (error) {
    if (!(error instanceof AlertPushError)) throw error;
    onPushed(target, error.isHopeless ? 'refused' : 'failed', error);
    if (!error.isHopeless) throw error;
  }
}
