import type { ChangeSource, Pipeline } from '../pipeline.ts';
import { listFields } from '../servicenow/field-map.ts';
import type { Observation } from '../servicenow/observation.ts';
import { observe, type TableReading } from '../servicenow/observe.ts';
import type { TableClient } from '../servicenow/table-client.ts';

export interface RefreshParts {
  readonly client: TableClient;
  readonly pipeline: Pipeline;
  readingOf(table: string): TableReading;
}

/** Reads one record again and applies it to the mirror; null where it is gone, which is applied too. */
export async function refreshRecord(
  parts: RefreshParts,
  table: string,
  sysId: string,
  source: ChangeSource,
): Promise<Observation | null> {
  const reading = parts.readingOf(table);
  const record = await parts.client.getRecord(table, sysId, listFields(reading.mapping));
  if (record === null) {
    await parts.pipeline.applyDeletion(table, sysId, source);
    return null;
  }
  const seen = observe(record, reading);
  await parts.pipeline.applyObservations(table, [seen], source);
  return seen;
}
