import { Writable } from 'node:stream';
import { listFields } from '../../src/servicenow/field-map.ts';
import type { ServiceNowMapping } from '../../src/servicenow/mapping.ts';
import { recordsAfter } from '../../src/servicenow/queries.ts';
import { makeTableClient } from '../../src/servicenow/table-client.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { OpenDatabase } from '../../src/store/database.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { systemTime, type TimeSource } from '../../src/time/time-source.ts';
import { applyRecords } from '../../src/wiring/apply-records.ts';
import { connectHistory } from '../../src/wiring/history.ts';
import { openDesk } from './desk.ts';
import { shippedMapping } from './servicenow-mapping.ts';

export const CASES = 'sn_customerservice_case';

/** One replica beside a simulated instance: mirror, client and pipeline as the service puts them together. */
export function openSyncedDesk(
  database: OpenDatabase,
  simulator: Simulator,
  given: { readonly mapping?: ServiceNowMapping; readonly time?: TimeSource } = {},
) {
  const { mapping = shippedMapping, time = systemTime } = given;
  const logged: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk));
      done();
    },
  });
  const client = makeTableClient(
    {
      baseUrl: simulator.url,
      timeoutMs: 5_000,
      maxReplyBytes: 50_000_000,
      credential: {
        kind: 'basic',
        username: simulator.credentials.userName,
        password: simulator.credentials.password,
      },
      limits: { concurrency: 4, requestsPerSecond: null },
      caPem: null,
    },
    { time, random: () => 0, randomId: () => 'id', observeExchange: () => {} },
  );
  const telemetry = createMetrics({
    version: '0',
    revision: '0',
    tables: [CASES],
    withProcessMetrics: false,
  });
  const logger = createLogger({ level: 'debug', destination, isTerminal: false });
  const histories = connectHistory({ database, client, mapping, logger, time });
  const desk = openDesk(database, { fillGaps: histories.fillGaps });
  desk.setNow(time.now());
  const wiring = {
    database,
    client,
    mapping,
    pipeline: desk.pipeline,
    metrics: telemetry.metrics,
    logger,
    time,
    clock: { now: () => time.now(), remember: async () => {}, stop: () => {} },
  };
  return {
    desk,
    client,
    histories,
    wiring,
    logged: () => logged.join(''),
    /** One line of the metrics, named with its labels; undefined where there is none. */
    async metric(line: string): Promise<number | undefined> {
      const { body } = await telemetry.expose('text');
      const found = body.split('\n').find((one) => one.startsWith(`${line} `));
      return found === undefined ? undefined : Number(found.slice(line.length + 1));
    },
    /** Mirrors everything that the instance has, as polling would. */
    async mirrorAll({ keepsRequests = false } = {}): Promise<void> {
      const fields = listFields(mapping.tables[CASES]!);
      const request = { table: CASES, query: recordsAfter(null, null), fields, limit: 10_000 };
      const { records } = await client.queryPage(request);
      await applyRecords(wiring, records, CASES, 'poll');
      if (!keepsRequests) simulator.requests.clear();
    },
    /** The ticket of a record. */
    ticket: (sysId: string) =>
      database.db.selectFrom('ticket').selectAll().where('sys_id', '=', sysId).executeTakeFirst(),
  };
}

export type SyncedDesk = ReturnType<typeof openSyncedDesk>;
