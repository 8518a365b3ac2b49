import type { ChangeSource, Pipeline } from '../pipeline.ts';
import type { ServiceNowMapping } from '../servicenow/mapping.ts';
import type { Observation } from '../servicenow/observation.ts';
import { observe } from '../servicenow/observe.ts';
import { type ServiceNowRecord, UnusableRecord } from '../servicenow/record.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { InstanceClock } from './instance-clock.ts';
import { readingOf } from './servicenow.ts';

export interface ApplyWiring {
  readonly pipeline: Pipeline;
  readonly mapping: ServiceNowMapping;
  readonly clock: Pick<InstanceClock, 'remember'>;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/**
 * Translates records and sends them on their way; says by sys_id what each came to. One that cannot be placed at all is
 * counted and told, not dropped silently.
 */
export async function applyRecords(
  { pipeline, mapping, clock, metrics, logger }: ApplyWiring,
  records: readonly ServiceNowRecord[],
  table: string,
  source: ChangeSource,
): ReturnType<Pipeline['applyObservations']> {
  const reading = readingOf(mapping, table);
  const seen: Observation[] = [];
  for (const record of records) {
    try {
      seen.push(observe(record, reading));
    } catch (err) {
      if (!(err instanceof UnusableRecord)) throw err;
      metrics.recordsApplied.inc({ table, source, result: 'rejected' });
      logger.warn({ err, table }, 'a record without sys_id or update stamp cannot be mirrored');
    }
  }
  // Killed the moment after, the next start must not judge these tickets by our own clock.
  await clock.remember();
  return pipeline.applyObservations(table, seen, source);
}
