import { createEventFeed, type EventFeed } from './admin/event-feed.ts';
import { findDueTickets, findNextDeadline } from './clocks/deadline-store.ts';
import { createDeadlineWatch, type DeadlineWatch } from './clocks/deadline-watch-job.ts';
import type { Environment, ServiceNowAccess } from './config/environment.ts';
import { countEscalationsSince } from './escalations/escalation-store.ts';
import type { PollJob } from './intake/poll-job.ts';
import { type EnqueueParts, enqueueMessages } from './outbox/enqueue-store.ts';
import { type Committed, createPipeline, type Pipeline } from './pipeline.ts';
import { wordsOf } from './policy/checklist.ts';
import type { LoadedPolicy } from './policy/load-policy.ts';
import type { ServiceNowMapping } from './servicenow/mapping.ts';
import type { TableClient } from './servicenow/table-client.ts';
import type { OpenDatabase } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { openQueue, type Queue } from './store/queue.ts';
import { type ActivityLog, createActivityLog } from './telemetry/activity-log.ts';
import { readFigures } from './telemetry/figures-store.ts';
import { createGaugeJob, type GaugeJob } from './telemetry/gauge-job.ts';
import type { Logger } from './telemetry/logger.ts';
import type { Telemetry } from './telemetry/metrics.ts';
import type { DetailsWatch } from './tickets/details-watch-job.ts';
import { SECOND_MS } from './time/instant.ts';
import type { TimeSource } from './time/time-source.ts';
import { type Alerts, openAlerts } from './wiring/alerts.ts';
import { startDeletionWatch } from './wiring/deletions.ts';
import { startDeliveries } from './wiring/deliveries.ts';
import { connectDrift, isDriftOn } from './wiring/drift.ts';
import { connectHistory, type Histories } from './wiring/history.ts';
import { connectHousekeeping } from './wiring/housekeeping.ts';
import { openHttp } from './wiring/http.ts';
import { type InstanceClock, openInstanceClock } from './wiring/instance-clock.ts';
import { connectIntake } from './wiring/intake.ts';
import { createProbe } from './wiring/probe.ts';
import { publishCommit } from './wiring/publish.ts';
import { connectReconcile, type Reconciliation } from './wiring/reconcile.ts';
import { connectRejudging } from './wiring/rejudging.ts';
import { createReleasers, type Releasers } from './wiring/releasers.ts';
import { reportCommit } from './wiring/report-commit.ts';
import { openServiceNow } from './wiring/servicenow.ts';
import { startJudging } from './wiring/start-judging.ts';
import { openStorage } from './wiring/storage.ts';
import { startTakingOver } from './wiring/take-over.ts';
import { connectDetails } from './wiring/ticket-details.ts';
import { timeJudging } from './wiring/time-judging.ts';
import { connectWebhooks, type Webhooks } from './wiring/webhooks.ts';
import { writeBackRules } from './wiring/write-back.ts';

/** What the outside gives: checked settings and rules, and the things that touch the world. */
export interface AppInput {
  readonly environment: Environment & { readonly serviceNow: ServiceNowAccess };
  readonly policy: LoadedPolicy;
  readonly mapping: ServiceNowMapping;
  readonly time: TimeSource;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly version: string;
  readonly revision: string;
}

/** The running service. */
export interface App {
  /** Where it listens, like `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Stops taking work in, lets what is under way end, and closes everything in the opposite order of its start. */
  stop(): Promise<void>;
}

/** The parts of the running service, each built once. */
export interface Parts extends AppInput {
  readonly releasers: Releasers;
  readonly activity: ActivityLog;
  readonly feed: EventFeed;
  readonly database: OpenDatabase;
  readonly client: TableClient;
  readonly clock: InstanceClock;
  readonly queue: Queue;
  /** Null where neither Alertmanager nor Grafana is to be told. */
  readonly alerts: Alerts | null;
  readonly enqueue: EnqueueParts;
  readonly histories: Histories;
  readonly pipeline: Pipeline;
  readonly deadlines: DeadlineWatch;
  readonly gauges: GaugeJob;
  readonly polls: ReadonlyMap<string, PollJob>;
  readonly webhooks: Webhooks;
  readonly reconciliation: Reconciliation;
  readonly details: DetailsWatch;
}

/** What is under way at the end gets this long. */
const DRAIN_MS = 20 * SECOND_MS;

/** Builds and starts the service. What was started before a part failed is stopped again. */
export async function startApp(input: AppInput): Promise<App> {
  const releasers = createReleasers(input.logger);
  try {
    const parts = await build(input, releasers);
    const http = await openHttp(parts);
    await start(parts);
    http.markStarted();
    return { url: http.url, stop: () => releasers.releaseAll() };
  } catch (error) {
    await releasers.releaseAll();
    throw error;
  }
}

async function build(input: AppInput, releasers: Releasers): Promise<Parts> {
  const { environment, mapping, policy, time, logger, telemetry } = input;
  telemetry.metrics.holidayHorizon.set({}, (Date.UTC(policy.holidays.lastYear + 1, 0, 1) - 1) / SECOND_MS);
  const { publicUrl: url, runbooksUrl: runbooks } = environment;
  telemetry.metrics.publicAddress.set({ url, runbooks }, 1);
  const activity = createActivityLog(time, logger);
  releasers.add('activity log', () => activity.stop());
  const database = await openStorage(environment.database);
  releasers.add('database', () => database.close());
  await migrate(database.db);
  const client = openServiceNow(environment.serviceNow, mapping, telemetry.metrics, time);
  releasers.add('servicenow client', () => client.close());
  const clock = await openInstanceClock(database.db, client, time);
  releasers.add('instance clock', () => clock.stop());
  const queue = await openQueue(database, {
    name: 'write-back',
    retryDelaySeconds: environment.writeBack.backoffSeconds,
    longestRetryDelaySeconds: 60,
    onError: (err) => logger.error({ err }, 'the queue met an error'),
  });
  releasers.add('queue', () => queue.stop(DRAIN_MS));
  const feed = createEventFeed(time.now());
  const alerts = await openAlerts({
    environment,
    policies: policy.policies,
    database,
    time,
    logger,
    metrics: telemetry.metrics,
    now: () => clock.now(),
  });
  if (alerts !== null) releasers.add('alerts', () => alerts.close());
  return connect({ ...input, releasers, activity, feed, database, client, clock, queue, alerts });
}

type Ground = Omit<
  Parts,
  | 'enqueue'
  | 'histories'
  | 'pipeline'
  | 'deadlines'
  | 'gauges'
  | 'polls'
  | 'webhooks'
  | 'reconciliation'
  | 'details'
>;

/** Puts the stages behind each other: intake → pipeline → deadlines and outbox. */
function connect(ground: Ground): Parts {
  const { environment, database, clock, mapping, policy, queue, alerts, logger } = ground;
  const { telemetry, activity, feed } = ground;
  const { mode, stormLimit } = environment.writeBack;
  const putJobs: EnqueueParts['putJobs'] = (tx, jobs) => queue.put(tx, jobs);
  const enqueue: EnqueueParts = { mode, stormLimit, putJobs, countEscalationsSince };
  const gauges = connectGauges(ground);
  const onCommitted = (committed: Committed): void => {
    reportCommit(committed, telemetry.metrics, activity);
    publishCommit(feed, committed);
    deadlines.wake();
    gauges.touch();
    if (committed.judgements.length > 0) details.wake();
  };
  const histories = connectHistory(ground);
  const pipeline = createPipeline({
    db: database.db,
    watchedWords: wordsOf(policy.checklist),
    policies: policy.policies,
    writeBack: writeBackRules(policy, mapping, environment.publicUrl),
    holdsBackExisting: environment.sync.adoptExisting === 'record',
    now: () => clock.now(),
    fillGaps: histories.fillGaps,
    enqueue: (tx, messages, now) => enqueueMessages(enqueue, tx, messages, now),
    announce: async (tx, judged) => alerts?.announce(tx, judged),
    onCommitted,
    timeJudging: (judging) => timeJudging(telemetry.metrics, judging),
  });
  const deadlines = connectDeadlines(ground, pipeline);
  const intervalMs = environment.sync.pollIntervalMs;
  const { afterGoodTurn } = createProbe(ground.client, mapping, logger);
  const polls = connectIntake({ ...ground, pipeline, metrics: telemetry.metrics, intervalMs, afterGoodTurn });
  const reconciliation = connectReconcile({
    ...ground,
    pipeline,
    metrics: telemetry.metrics,
    pollIntervalMs: intervalMs,
    cron: environment.sync.reconcileCron,
  });
  const secrets = environment.webhookSecrets.map((one) => one.reveal());
  const webhooks = connectWebhooks({ ...ground, pipeline, metrics: telemetry.metrics, secrets });
  const details = connectDetails({ ...ground, pipeline, gauges, now: () => clock.now() });
  return {
    ...ground,
    enqueue,
    histories,
    pipeline,
    deadlines,
    gauges,
    polls,
    webhooks,
    reconciliation,
    details,
  };
}

function connectGauges({ database, clock, client, telemetry, policy, time, logger }: Ground): GaugeJob {
  return createGaugeJob({
    time,
    stopwatchMs: () => performance.now(),
    metrics: telemetry.metrics,
    readFigures: () => readFigures(database.db, clock.now()),
    readTraffic: () => client.state(),
    detailRows: policy.checklist.map(({ name }) => name),
    onError: (err) => logger.error({ err }, 'gauges could not be read'),
  });
}

function connectDeadlines(
  { database, clock, telemetry, time, logger }: Ground,
  pipeline: Pipeline,
): DeadlineWatch {
  return createDeadlineWatch({
    time,
    now: () => clock.now(),
    findNextDeadline: () => findNextDeadline(database.db),
    findDueTickets: (now, limit) => findDueTickets(database.db, now, limit),
    judgeAgain: (ids) => pipeline.judgeAgain(ids),
    onLooked: () => telemetry.metrics.slaEvaluatorLastSuccess.set({}, time.now() / SECOND_MS),
    onError: (err) => logger.error({ err }, 'due tickets could not be judged; it is tried again at once'),
  });
}

/** Starts what works by itself, the outlet before the intake, so that stopping goes the other way round. */
async function start(parts: Parts): Promise<void> {
  const { releasers, gauges, polls, webhooks, alerts } = parts;
  gauges.start();
  releasers.add('gauges', () => gauges.stop());
  await startDeliveries(parts);
  startTakingOver(parts);
  if (alerts !== null) {
    await alerts.start();
    releasers.add('pushing alerts', () => alerts.pause());
  }
  const rejudging = await connectRejudging({ ...parts, now: () => parts.clock.now() });
  const firstPolls = [...polls.values()].map((poll) => poll.start());
  startJudging(parts, rejudging, firstPolls);
  for (const [table, poll] of polls) releasers.add(`polling ${table}`, () => poll.stop());
  parts.histories.start(parts.pipeline);
  releasers.add('histories', () => parts.histories.stop());
  startDeletionWatch(parts);
  webhooks.start();
  await parts.reconciliation.begin();
  releasers.add('reconciliation', () => parts.reconciliation.stop());
  releasers.add('webhooks', () => webhooks.stop());
  parts.details.start();
  releasers.add('ticket details', () => parts.details.stop());
  startDrift(parts);
  startHousekeeping(parts);
}

function startHousekeeping(parts: Parts): void {
  const { environment, telemetry, clock, releasers } = parts;
  const { retentionMs } = environment;
  const housekeeping = connectHousekeeping({
    ...parts,
    metrics: telemetry.metrics,
    retentionMs,
    now: () => clock.now(),
  });
  housekeeping.start();
  releasers.add('housekeeping', () => housekeeping.stop());
}

/** Compares our clocks with the instance's own, where its SLA definitions are mapped to clocks. */
function startDrift(parts: Parts): void {
  const { mapping, releasers, telemetry, clock } = parts;
  if (!isDriftOn(mapping)) return;
  const drift = connectDrift({ ...parts, metrics: telemetry.metrics, now: () => clock.now() });
  drift.start();
  releasers.add('drift', () => drift.stop());
}
