import type { Parts } from '../app.ts';
import { deliver } from '../outbox/write-back-job.ts';
import { SECOND_MS } from '../time/instant.ts';
import { publishOutcome } from './publish.ts';
import { ownUserOf, readingOf } from './servicenow.ts';
import { isDetailMissing } from './ticket-details.ts';
import { connectWriteBack, reportOutcome } from './write-back.ts';

/** So many messages are made ready to be sent at the same time: they share the reading of records and mirror. */
const DELIVERIES_UNDER_WAY = 200;
/** What is under way at the end gets this long. */
const DRAIN_MS = 20 * SECOND_MS;

/** Begins to hand the outbox's messages to the instance. */
export async function startDeliveries(parts: Parts): Promise<void> {
  const { environment, mapping, database, client, pipeline, time, clock, queue, releasers } = parts;
  const { telemetry, activity, feed, gauges } = parts;
  const stopping = new AbortController();
  const cutOff = new AbortController();
  const ports = connectWriteBack({
    db: database.db,
    client,
    pipeline,
    time,
    now: () => clock.now(),
    readingOf: (table) => readingOf(mapping, table),
    ownUser: ownUserOf(environment.serviceNow),
    isDetailMissing: (ticketId) => isDetailMissing(parts, ticketId),
    onOutcome: (message, outcome) => {
      reportOutcome(message, outcome, clock.now(), telemetry.metrics, activity);
      publishOutcome(feed, message, outcome);
      gauges.touch();
    },
    sendsAtOnce: mapping.instance.concurrency,
    stopping: stopping.signal,
    cutOff: cutOff.signal,
  });
  const settings = {
    sends: environment.writeBack.mode === 'on',
    maxAttempts: environment.writeBack.maxAttempts,
    requestTimeoutMs: environment.serviceNow.timeoutMs,
  };
  await queue.work(DELIVERIES_UNDER_WAY, (data) =>
    deliver((data as { ticketId: number }).ticketId, settings, ports),
  );
  releasers.add('deliveries', async () => {
    stopping.abort();
    // The journal will tell the next start what came of a request that is cut off.
    const cancelCut = time.after(DRAIN_MS, () => cutOff.abort());
    await queue.pause();
    cancelCut();
  });
}
