import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ServiceNowMapping } from '../../src/servicenow/mapping.ts';
import type { TableReading } from '../../src/servicenow/observe.ts';

/** The shipped configuration as plain data, to be changed and checked. */
export function shippedMappingData(): Record<string, unknown> {
  const file = new URL('../../config/servicenow.yaml', import.meta.url);
  return parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** The shipped configuration, checked. */
export const shippedMapping = ServiceNowMapping.parse(shippedMappingData());

/** How the shipped configuration reads one table. */
export function shippedReading(table: string): TableReading {
  const mapping = shippedMapping.tables[table];
  if (mapping === undefined) throw new Error(`config/servicenow.yaml has no table ${table}`);
  return { table, mapping, tiers: shippedMapping.tiers };
}
