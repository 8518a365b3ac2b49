import type { PolledTable } from '../intake/poll-turn-client.ts';
import type { RefetchParts } from '../intake/refetch-client.ts';
import { isMirrored } from '../intake/refetch-store.ts';
import type { ChangeSource } from '../pipeline.ts';
import { listFields } from '../servicenow/field-map.ts';
import { listEnabledTables, type ServiceNowMapping } from '../servicenow/mapping.ts';
import type { TableClient } from '../servicenow/table-client.ts';
import type { OpenDatabase } from '../store/database.ts';
import { type ApplyWiring, applyRecords } from './apply-records.ts';

export interface RefetchWiring extends ApplyWiring {
  readonly database: OpenDatabase;
  readonly client: TableClient;
}

/** What fetching records again needs of client, mirror and pipeline. */
export function connectRefetch(wiring: RefetchWiring, source: ChangeSource): RefetchParts {
  return {
    client: wiring.client,
    async applyRecords(table, records) {
      await applyRecords(wiring, records, table, source);
    },
    async applyDeletion(table, sysId) {
      await wiring.pipeline.applyDeletion(table, sysId, source);
    },
    isMirrored: (table, sysId) => isMirrored(wiring.database.db, table, sysId),
  };
}

/** The tables that are synchronised, with what is asked of each. */
export function listSyncedTables(mapping: ServiceNowMapping): Map<string, PolledTable> {
  const tables = listEnabledTables(mapping).map((table): [string, PolledTable] => {
    const tableMapping = mapping.tables[table]!;
    return [table, { table, base: tableMapping.query, fields: listFields(tableMapping) }];
  });
  return new Map(tables);
}
