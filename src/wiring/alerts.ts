import { makePushAlerts } from '../alerts/alertmanager-client.ts';
import { type AlertOrder, type AlertTargets, announce, type JudgedTicket } from '../alerts/announce.ts';
import { loadBreachesOf, loadStandingBreaches } from '../alerts/breached-clock-store.ts';
import { makeAnnotate } from '../alerts/grafana-client.ts';
import type { AlertPushError } from '../alerts/push-error.ts';
import { type AlertTarget, type PushOutcome, type PushPorts, pushOrder } from '../alerts/push-job.ts';
import { createResendJob, type ResendJob } from '../alerts/resend-job.ts';
import type { AlertContext } from '../alerts/ticket-alert.ts';
import type { Environment, ServiceNowAccess } from '../config/environment.ts';
import { contactFor } from '../escalations/route.ts';
import { choosePolicy, type Policy } from '../policy/policy.ts';
import type { OpenDatabase, Tx } from '../store/database.ts';
import { openQueue, type Queue } from '../store/queue.ts';
import type { alertMetrics } from '../telemetry/alert-metrics.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { MetricOf } from '../telemetry/metric.ts';
import type { Instant } from '../time/instant.ts';
import { SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { ticketPage } from './links.ts';

type Declarations = typeof alertMetrics;

export interface AlertWiring {
  readonly environment: Environment & { readonly serviceNow: ServiceNowAccess };
  readonly policies: readonly Policy[];
  readonly database: OpenDatabase;
  readonly time: TimeSource;
  readonly logger: Logger;
  readonly metrics: { readonly [Name in keyof Declarations]: MetricOf<Declarations[Name]> };
  /** The instance's clock, by which contacts can be reached or not. */
  now(): Instant;
}

/** Telling Alertmanager and Grafana about single tickets. */
export interface Alerts {
  /** Puts what has to be told into the queue, in the transaction that stores the judgements. */
  announce(tx: Tx, judged: readonly JudgedTicket[]): Promise<void>;
  start(): Promise<void>;
  /** Hands out nothing more and waits for what is under way. */
  pause(): Promise<void>;
  close(): Promise<void>;
}

/** So many pushes are under way at once. */
const PUSHES_AT_ONCE = 2;
const STOP_MS = 20 * SECOND_MS;

/** Opens it where at least one of the two is configured; null where nobody is to be told. */
export async function openAlerts(wiring: AlertWiring): Promise<Alerts | null> {
  const { alertmanagerUrl, grafana } = wiring.environment;
  if (alertmanagerUrl === null && grafana === null) return null;
  const targets: AlertTargets = {
    alertmanager: alertmanagerUrl !== null,
    grafana: grafana !== null,
    pageOf: (ticket) => ticketPage(wiring.environment.publicUrl, ticket),
  };
  const queue = await openQueue(wiring.database, {
    name: 'alerts',
    retryDelaySeconds: 1,
    longestRetryDelaySeconds: 60,
    onError: (err) => wiring.logger.error({ err }, 'the queue of alerts met an error'),
  });
  const context = alertContext(wiring);
  const ports: PushPorts = {
    pushAlerts: alertmanagerUrl === null ? null : makePushAlerts(alertmanagerUrl),
    annotate: grafana === null ? null : makeAnnotate(grafana.url, grafana.token?.reveal() ?? null),
    context,
    loadBreachesOf: (ticketId) => loadBreachesOf(wiring.database.db, ticketId),
    now: () => wiring.time.now(),
    onPushed: (target, outcome, error) => reportPush(wiring, target, outcome, error),
  };
  return { ...runAlerts(queue, ports, resendJob(wiring, ports)), announce: announcer(queue, targets) };
}

function announcer(queue: Queue, targets: AlertTargets): Alerts['announce'] {
  return async (tx, judged) => {
    await queue.put(
      tx,
      judged.flatMap((one) => announce(one, targets)),
    );
  };
}

function runAlerts(queue: Queue, ports: PushPorts, resend: ResendJob | null): Omit<Alerts, 'announce'> {
  return {
    async start() {
      await queue.work(PUSHES_AT_ONCE, (data) => pushOrder(data as AlertOrder, ports));
      resend?.start();
    },
    async pause() {
      await resend?.stop();
      await queue.pause();
    },
    close: () => queue.stop(STOP_MS),
  };
}

function resendJob(wiring: AlertWiring, { pushAlerts, context }: PushPorts): ResendJob | null {
  if (pushAlerts === null) return null;
  const { database, metrics, logger, time } = wiring;
  return createResendJob({
    time,
    context,
    pushAlerts,
    loadStandingBreaches: (after, limit) => loadStandingBreaches(database.db, after, limit),
    onSent(count) {
      metrics.alertsStanding.set({}, count);
      metrics.alertPushes.inc({ target: 'alertmanager', outcome: 'ok' });
    },
    onError(err) {
      metrics.alertPushes.inc({ target: 'alertmanager', outcome: 'failed' });
      logger.warn({ err }, 'standing alerts could not be sent again; it is tried every minute');
    },
  });
}

function reportPush(
  { metrics, logger }: AlertWiring,
  target: AlertTarget,
  outcome: PushOutcome,
  err: AlertPushError | null,
): void {
  metrics.alertPushes.inc({ target, outcome });
  if (err !== null) logger.warn({ err, target, outcome }, 'alerts could not be pushed');
}

function alertContext(wiring: AlertWiring): AlertContext {
  const { environment } = wiring;
  return {
    recordUrl: ({ table, sysId }) =>
      `${environment.serviceNow.url}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${sysId}`)}`,
    consoleUrl: (ticket) => ticketPage(environment.publicUrl, ticket),
    contactFor(ticket, level) {
      const { ladder } = choosePolicy(wiring.policies, ticket.serviceLine);
      return contactFor(ladder, level, wiring.now());
    },
    runbookUrl: `${environment.runbooksUrl}/TicketSlaBreached`,
  };
}
