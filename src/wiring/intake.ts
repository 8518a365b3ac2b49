import { makeCursorStore } from '../intake/cursor-store.ts';
import { type FinishedTurn, makePollJob, type PollJob } from '../intake/poll-job.ts';
import type { ServiceNowRecord } from '../servicenow/record.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { OpenDatabase } from '../store/database.ts';
import { runExclusively } from '../store/exclusive.ts';
import { SECOND_MS } from '../time/instant.ts';
import type { TimeSource } from '../time/time-source.ts';
import { type ApplyWiring, applyRecords } from './apply-records.ts';
import { listSyncedTables } from './refetch.ts';

export interface IntakeWiring extends ApplyWiring {
  readonly database: OpenDatabase;
  readonly client: TableClient;
  readonly intervalMs: number;
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
    applyRecords: async (
      records: readonly ServiceNowRecord[],
      { table, source }: { readonly table: string; readonly source: 'poll' },
    ): Promise<void> => {
      await applyRecords(wiring, records, table, source);
    },
    exclusively: (table: string, work: () => Promise<void>) =>
      runExclusively(database, `poll:${table}`, work),
    onTurn: (turn: FinishedTurn) => reportTurn(wiring, turn),
  };
  const tables = [...listSyncedTables(mapping)].map(([table, polled]): [string, PollJob] => {
    metrics.pollInterval.set({ table }, intervalMs / SECOND_MS);
    return [table, makePollJob(parts, polled)];
  });
  return new Map(tables);
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
