import type { Parts } from '../app.ts';
import { createDeletionWatch } from '../intake/deletion-watch-job.ts';
import { createRepeatedJob } from '../schedule/repeated-job.ts';
import { isServiceNowError } from '../servicenow/servicenow-error.ts';
import { runExclusively } from '../store/exclusive.ts';
import { MINUTE_MS } from '../time/instant.ts';
import { connectRefetch, listSyncedTables } from './refetch.ts';

/** Looks every minute for records that were deleted. */
export function startDeletionWatch(parts: Parts): void {
  const { client, time, mapping, clock, logger, database, releasers, telemetry } = parts;
  const look = createDeletionWatch({
    ...connectRefetch({ ...parts, metrics: telemetry.metrics }, 'poll'),
    client,
    time,
    pageSize: mapping.instance.pageSize,
    tables: listSyncedTables(mapping),
    now: () => clock.now(),
  });
  const stopping = new AbortController();
  const watch = createRepeatedJob({
    time,
    pauseMs: MINUTE_MS,
    run: async () => {
      await runExclusively(database, 'deletions', () => look(stopping.signal));
    },
    onError(err) {
      if (stopping.signal.aborted) return;
      const why = isServiceNowError(err) ? { reason: err.message } : { err };
      logger.warn(why, 'deletions could not be looked up; it is tried again');
    },
  });
  watch.start();
  releasers.add('deletion watch', () => {
    stopping.abort();
    return watch.stop();
  });
}
