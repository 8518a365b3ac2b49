import type { TableDefinition } from '../database/dictionary.ts';
import { cell, type Row } from '../database/row.ts';
import { compileQuery } from '../query/compile-query.ts';
import { parseEncodedQuery } from '../query/encoded-query.ts';
import { abortedByRule } from './errors.ts';
import type { Reply } from './exchange.ts';
import type { ApiServices } from './services.ts';

/**
 * The refusal of the first active business rule in `sys_script` that aborts this write; null if none does. Only rules
 * that consist of a filter and "abort action" are carried out.
 */
export function abortingRule(
  services: ApiServices,
  definition: TableDefinition,
  operation: 'insert' | 'update',
  row: Row,
): Reply | null {
  const query = `collection=${definition.name}^active=true^abort_action=true^action_${operation}=true^ORDERBYorder`;
  const rules = services.instance.find('sys_script', query);
  const rule = rules.find((candidate) => {
    const filter = parseEncodedQuery(cell(candidate, 'filter_condition'));
    return compileQuery(services.database, definition, filter, services.clock.now())(row);
  });
  if (rule === undefined) return null;
  return abortedByRule(definition.name, cell(rule, 'name'), cell(rule, 'sys_id'));
}
