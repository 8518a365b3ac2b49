import type { ChangeSource, Pipeline } from '../pipeline.ts';
import { buildQuery } from '../servicenow/encoded-query.ts';
import { listFields } from '../servicenow/field-map.ts';
import type { Observation } from '../servicenow/observation.ts';
import { observe, type TableReading } from '../servicenow/observe.ts';
import { hasUpdateStamp } from '../servicenow/record.ts';
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

/** As many sys_ids as fit into the address of one request. */
const LISTED_AT_ONCE = 100;

/**
 * Reads records of one table again, many with one request, and applies them. What such a list leaves out may be gone or
 * hidden, so that is read by itself. An `Error` in the place of a record that cannot be read.
 */
export async function refreshRecords(
  parts: RefreshParts,
  table: string,
  sysIds: readonly string[],
  source: ChangeSource,
): Promise<(Observation | null | Error)[]> {
  const listed = new Map<string, Observation>();
  for (let start = 0; start < sysIds.length && sysIds.length > 1; start += LISTED_AT_ONCE) {
    const found = await refreshListed(parts, table, sysIds.slice(start, start + LISTED_AT_ONCE), source);
    for (const seen of found) listed.set(seen.sysId, seen);
  }
  return Promise.all(
    sysIds.map((sysId) => {
      const seen = listed.get(sysId);
      return seen ?? refreshRecord(parts, table, sysId, source).catch((error: unknown) => asError(error));
    }),
  );
}

async function refreshListed(
  { client, pipeline, readingOf }: RefreshParts,
  table: string,
  sysIds: readonly string[],
  source: ChangeSource,
): Promise<Observation[]> {
  const reading = readingOf(table);
  const query = buildQuery({ anyOf: [[{ field: 'sys_id', operator: 'IN', values: sysIds }]] });
  const fields = listFields(reading.mapping);
  const { records } = await client.queryPage({ table, query, fields, limit: sysIds.length });
  // An instance that does not understand a condition drops it, and sends something else.
  const wanted = new Set(sysIds);
  const seen = records
    .filter((record) => wanted.has(record['sys_id'] ?? '') && hasUpdateStamp(record))
    .map((record) => observe(record, reading));
  await pipeline.applyObservations(table, seen, source);
  return seen;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
