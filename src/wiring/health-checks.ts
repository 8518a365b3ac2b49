import { countDueTickets } from '../clocks/deadline-store.ts';
import { readRejudging } from '../clocks/rules-store.ts';
import type { HealthCheck, Measurement } from '../http/health.ts';
import type { PollJob } from '../intake/poll-job.ts';
import { countDeadMessages } from '../outbox/outbox-store.ts';
import { readStormGuard } from '../outbox/storm-guard-store.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { Db } from '../store/database.ts';
import { pingDatabase } from '../store/ping.ts';
import { formatInstant, type Instant, MINUTE_MS, SECOND_MS } from '../time/instant.ts';

export interface HealthWiring {
  readonly db: Db;
  readonly client: TableClient;
  readonly polls: ReadonlyMap<string, PollJob>;
  readonly intervalMs: number;
  /** The instance's clock. */
  now(): Instant;
  readonly writeBackMode: string;
}

/** One check per part of the service. */
export function listHealthChecks(wiring: HealthWiring): HealthCheck[] {
  return [
    check('database', 'reachable', 'datastore', true, () => measureDatabase(wiring.db)),
    check('servicenow', 'exchanges', 'component', false, () => measureExchanges(wiring.client)),
    check('servicenow', 'clockSkew', 'component', false, () => measureSkew(wiring.client)),
    ...[...wiring.polls].map(([table, poll]) =>
      check('sync', table, 'component', false, () => measurePoll(poll, wiring.intervalMs)),
    ),
    check('outbox', 'deadLetters', 'component', false, () => measureDeadLetters(wiring.db)),
    check('outbox', 'stormGuard', 'component', false, () => measureStormGuard(wiring.db)),
    check('outbox', 'mode', 'component', false, () => ({
      status: 'pass',
      observedValue: wiring.writeBackMode,
    })),
    check('deadlines', 'overdueJudgements', 'component', false, () => measureDeadlines(wiring)),
    check('rules', 'ticketsToJudgeAnew', 'component', false, () => measureRejudging(wiring.db)),
  ];
}

function check(
  component: string,
  measurement: string,
  componentType: HealthCheck['componentType'],
  isEssential: boolean,
  measure: HealthCheck['measure'],
): HealthCheck {
  return { component, measurement, componentType, isEssential, measure };
}

async function measureDatabase(db: Db): Promise<Measurement> {
  const begunAt = performance.now();
  await pingDatabase(db);
  return { status: 'pass', observedValue: Math.round(performance.now() - begunAt), observedUnit: 'ms' };
}

/** Warns from the first failed exchange until the next good one. */
function measureExchanges(client: TableClient): Measurement {
  const { failure, isCredentialRejected, lastGoodAt } = client.state();
  const observedValue = lastGoodAt === null ? null : formatInstant(lastGoodAt);
  if (failure === null) return { status: 'pass', observedValue };
  const remedy = isCredentialRejected
    ? 'check SERVICENOW_AUTH and its variables, and the account; it is tried again by itself'
    : 'it is tried again by itself; if it lasts, check SERVICENOW_URL and the instance';
  const output = `${failure.message} Since ${formatInstant(failure.since)}; ${remedy}.`;
  return { status: 'warn', observedValue, output };
}

function measureSkew(client: TableClient): Measurement {
  const observedValue = Math.round(client.skewMs() / SECOND_MS);
  const isFar = Math.abs(client.skewMs()) > MINUTE_MS;
  const output =
    "the instance's clock is more than a minute from ours; SLAs follow the instance, set the other right";
  return { status: isFar ? 'warn' : 'pass', observedValue, observedUnit: 's', ...(isFar ? { output } : {}) };
}

async function measurePoll(poll: PollJob, intervalMs: number): Promise<Measurement> {
  const { lagSeconds, lastPoll, problem } = await poll.status();
  const isLate = lagSeconds !== null && lagSeconds * SECOND_MS > 3 * intervalMs + MINUTE_MS / 2;
  const failed = lastPoll !== null && lastPoll.outcome !== 'ok';
  if (!failed && !isLate) return { status: 'pass', observedValue: lagSeconds, observedUnit: 's' };
  const output = failed
    ? `the last poll ended with ${lastPoll.outcome}${problem === null ? '' : `: ${problem}`}`
    : 'no poll has succeeded for three intervals';
  return { status: 'warn', observedValue: lagSeconds, observedUnit: 's', output };
}

async function measureDeadLetters(db: Db): Promise<Measurement> {
  const dead = await countDeadMessages(db);
  if (dead === 0) return { status: 'pass', observedValue: 0 };
  const output = 'write-backs were given up; see /admin/outbox?state=dead, mend the cause and retry them';
  return { status: 'warn', observedValue: dead, output };
}

async function measureStormGuard(db: Db): Promise<Measurement> {
  const { heldSince } = await readStormGuard(db);
  if (heldSince === null) return { status: 'pass', observedValue: false };
  const output = `too many escalations at once: write-backs are held since ${formatInstant(heldSince)} until somebody releases them`;
  return { status: 'warn', observedValue: true, output };
}

async function measureDeadlines({ db, now }: HealthWiring): Promise<Measurement> {
  const late = await countDueTickets(db, now() - MINUTE_MS);
  if (late === 0) return { status: 'pass', observedValue: 0 };
  return {
    status: 'warn',
    observedValue: late,
    output: 'tickets wait for their judgement for more than a minute',
  };
}

/** Work that goes on by itself after a change of rules is no fault: it is shown, and warns of nothing. */
async function measureRejudging(db: Db): Promise<Measurement> {
  const { left, total } = await readRejudging(db);
  if (left === 0) return { status: 'pass', observedValue: 0, observedUnit: 'tickets' };
  const output = `judging anew after a change of rules: ${total - left} of ${total} tickets are done`;
  return { status: 'pass', observedValue: left, observedUnit: 'tickets', output };
}
