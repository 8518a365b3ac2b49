import { ConfigError } from '../config/faults.ts';
import type { ServiceNowMapping } from './mapping.ts';

/**
 * The mapping with exactly these tables enabled (`SERVICENOW_TABLES`). Throws {@link ConfigError} for one that the
 * mapping does not describe.
 */
export function chooseTables(
  mapping: ServiceNowMapping,
  tables: readonly string[],
  source: string,
): ServiceNowMapping {
  const unknown = tables.filter((table) => !Object.hasOwn(mapping.tables, table));
  if (unknown.length > 0) {
    const faults = unknown.map((table) => ({
      path: `tables.${table}`,
      message: 'is named by SERVICENOW_TABLES and not described here; add it, or correct the variable',
    }));
    throw new ConfigError([{ source, faults }]);
  }
  const chosen = Object.entries(mapping.tables).map(([table, entry]) => [
    table,
    { ...entry, enabled: tables.includes(table) },
  ]);
  return { ...mapping, tables: Object.fromEntries(chosen) };
}
