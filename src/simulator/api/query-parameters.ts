import type { Permissions } from '../access/permissions.ts';
import type { TableDefinition } from '../database/dictionary.ts';
import { type Clause, type EncodedQuery, parseEncodedQuery } from '../query/encoded-query.ts';
import type { QueryView } from '../query/run-query.ts';
import type { Call } from './exchange.ts';
import type { ApiServices } from './services.ts';

/**
 * The query of a request: `sysparm_query`, or else each other parameter as a condition on the field of that name,
 * which may be given by its display value.
 */
export function readQuery(call: Call, definition: TableDefinition, services: ApiServices): EncodedQuery {
  const { searchParams } = call.request.url;
  const encoded = searchParams.get('sysparm_query');
  if (encoded !== null) return parseEncodedQuery(encoded);
  const clauses: Clause[] = [];
  for (const [name, text] of searchParams) {
    const field = definition.fields.get(name.split('.')[0]!);
    if (field === undefined || name.startsWith('sysparm_')) continue;
    const value = services.display.parse(definition, field, text);
    clauses.push([text, value].map((literal) => ({ field: name, operator: '=', value: literal })));
  }
  return { groups: [clauses], order: [], related: [] };
}

/** How the instance lets this caller look at the table. */
export function viewFor(
  call: Call,
  definition: TableDefinition,
  services: ApiServices,
  permissions: Permissions,
): QueryView {
  const { settings, random } = services;
  const isCategorised = call.request.url.searchParams.has('sysparm_query_category');
  const lagMs = isCategorised
    ? Math.max(settings.replicaLagMs, settings.categoryReplicaLagMs)
    : settings.replicaLagMs;
  const tables = services.database.family(definition.name).map((store) => store.definition.name);
  return {
    scope: {
      now: services.clock.now(),
      timeZone: call.caller.timeZone,
      userSysId: call.caller.sysId,
      invalidField: settings.invalidQueryReturnsNoRows ? 'no-rows' : 'dropped',
      literalZone: settings.queryLiteralZone,
      mayNotRange: permissions.mayNotRange(definition.name),
    },
    past: lagMs > 0 ? services.replica.asOf(tables, lagMs) : null,
    ties: settings.unstableTies ? shuffledTies(random.next()) : null,
  };
}

/** Another order of equal rows for each request, the same within it. */
function shuffledTies(salt: number): NonNullable<QueryView['ties']> {
  const weight = (sysId: string): number => (Number.parseInt(sysId.slice(0, 8), 16) * salt * 1e6) % 1;
  return (left, right) => weight(left['sys_id'] ?? '') - weight(right['sys_id'] ?? '');
}

/** A whole number of zero or more; the fallback for anything else. */
export function readCount(parameters: URLSearchParams, name: string, fallback: number): number {
  const text = parameters.get(name);
  if (text === null || !/^-?\d+$/.test(text.trim())) return fallback;
  return Math.max(0, Number(text));
}

export function isTrue(parameters: URLSearchParams, name: string): boolean {
  return parameters.get(name)?.toLowerCase() === 'true';
}
