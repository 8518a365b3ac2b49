import { makeCursorStore } from '../intake/cursor-store.ts';
import { type FinishedTurn, makePollJob, type PollJob } from '../intake/poll-job.ts';
import type { Pipeline } from '../pipeline.ts';
import { listFields } from '../servicenow/field-map.ts';
import { listEnabledTables, type ServiceNowMapping } from '../servicenow/mapping.ts';
import type { Observation } from '../servicenow/observation.ts';
import { observe } from '../servicenow/observe.ts';
import { type ServiceNowRecord, UnusableRecord } from '../servicenow/record.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { OpenDatabase } from '../store/database.ts';
import { runExclusively } from '../store/exclusive.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import type { InstanceClock } from './instance-clock.ts';
import { readingOf } from './servicenow.ts';

export interface IntakeWiring {
  readonly database: OpenDatabase;
  readonly client: TableClient;
  readonly clock: Pick<InstanceClock, 'remember'>;
  readonly mapping: ServiceNowMapping;
  readonly pipeline: Pipeline;
  readonly intervalMs: number;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly time: TimeSource;
  /** Told after each turn that went well. */
  afterGoodTurn(): void;
}

/** One poll job for each table that is synchronised, by its name. */
export function connectIntake(wiring: IntakeWiring): Map<string, PollJob> {
  const { database, client, mapping, time, intervalMs, metrics } = wiring;
  const parts = {
    client,
    time,
    intervalMs,
    cursors: makeCursorStore(database.db),
    pageSize: mapping.instance.pageSize,
    applyRecords: (
      records: readonly ServiceNowRecord[],
      origin: { readonly table: string; readonly source: 'poll' },
    ) => applyRecords(wiring, records, origin.table),
    exclusively: (table: string, work: () => Promise<void>) =>
      runExclusively(database, `poll:${table}`, work),
    onTurn: (turn: FinishedTurn) => reportTurn(wiring, turn),
  };
  const tables = listEnabledTables(mapping).map((table): [string, PollJob] => {
    metrics.pollInterval.set({ table }, intervalMs / SECOND_MS);
    const tableMapping = mapping.tables[table]!;
    return [table, makePollJob(parts, { table, base: tableMapping.query, fields: listFields(tableMapping) })];
  });
  return new Map(tables);
}

/** Translates records and sends them on their way. One that cannot be placed at all is counted and told, not dropped silently. */
async function applyRecords(
  wiring: IntakeWiring,
  records: readonly ServiceNowRecord[],
  table: string,
): Promise<void> {
  const reading = readingOf(wiring.mapping, table);
  const seen: Observation[] = [];
  for (const record of records) {
    try {
      seen.push(observe(record, reading));
    } catch (err) {
      if (!(err instanceof UnusableRecord)) throw err;
      wiring.metrics.recordsApplied.inc({ table, source: 'poll', result: 'rejected' });
      wiring.logger.warn({ err, table }, 'a record without sys_id or update stamp cannot be mirrored');
    }
  }
  // Killed the moment after, the next start must not judge these tickets by our own clock.
  await wiring.clock.remember();
  await wiring.pipeline.applyObservations(table, seen, 'poll');
}

function reportTurn(wiring: IntakeWiring, turn: FinishedTurn): void {
  const { metrics, logger } = wiring;
  const { table, outcome, startedAt, finishedAt, error } = turn;
  if (outcome === 'skipped') return;
  metrics.pollDuration.observe({ table }, (finishedAt - startedAt) / SECOND_MS);
  showTraffic(wiring);
  if (outcome === 'ok') {
    wiring.afterGoodTurn();
    metrics.pollLastSuccess.set({ table }, finishedAt / SECOND_MS);
    if (turn.turn !== null && turn.turn.hidden > 0) {
      logger.warn({ table, hidden: turn.turn.hidden }, 'records that the account may not read were left out');
    }
    return;
  }
  // What ServiceNow did is told in words; only what nobody foresaw needs a stack.
  const why = isServiceNowError(error) ? { reason: error.message } : { err: error };
  logger.error(
    { table, outcome, ...why },
    'polling failed; the watermark stays, and the next poll tries again',
  );
}

/** Every turn asks the instance something, so this is as new as it can be. */
function showTraffic({ client, metrics }: IntakeWiring): void {
  metrics.serviceNowClockSkew.set({}, client.skewMs() / SECOND_MS);
  const isOpen = client.state().hold?.reason === 'failing';
  metrics.circuitOpen.set({ upstream: 'servicenow' }, isOpen ? 1 : 0);
}
